/* `npm start`: install, build, serve. Plain JavaScript, since the host's Node may be 20; everything after runs on 24. */
import { buildClientIfStale } from './build-client.mjs';
import { become, fail, prepare } from './host.mjs';
import { serverFlags } from './server-flags.mjs';

const node = await prepare();
await buildClientIfStale(node).catch((error) => fail(error.message));
become(node, [...serverFlags, 'server/main.ts']);
