/* `npm start`: install, build, serve. Plain JavaScript, since the host's Node may be 20; everything after runs on 24. */
import { buildClientIfStale } from './build-client.mjs';
import { become, fail, prepare } from './host.mjs';

const node = await prepare();
await buildClientIfStale(node).catch((error) => fail(error.message));
become(node, ['server/main.ts']);
