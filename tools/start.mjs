/* `npm start`: install, build, serve. Plain JavaScript, since the host's Node may be 20; everything after runs on 24. */
import { buildClientIfStale } from './build-client.mjs';
import { become, fail, findNode, installIfNeeded } from './host.mjs';

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Oppdrag needs Node 20 or later; this is ${process.version}.`);
installIfNeeded();
const node = findNode();
await buildClientIfStale(node);
become(node, ['server/main.ts']);
