/* `npm test`: install, find a Chromium, then everything. Plain JavaScript that Node 20 runs; the rest runs on 24. */
import { ensureChromium } from './find-chromium.mjs';
import { become, prepare, say } from './host.mjs';

let handedOver = false;
process.on('exit', () => {
  // Whatever goes wrong before the first test, the last line is the count.
  if (!handedOver) process.stdout.write('0 passed, 1 failed\n');
});

const node = await prepare();
const chromium = ensureChromium();
if (chromium) process.env.CHROMIUM = chromium;
else
  say('No Chromium was found, and none could be installed: the stories will fail. Set CHROMIUM to its path.');
handedOver = true;
become(node, ['tools/verify.ts']);
