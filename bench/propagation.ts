import { v7 as uuid } from 'uuid';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { testPassword } from '#server/testing/test-passwords.ts';
import { must } from '#shared/kernel/must.ts';
import { protocolHeader, protocolVersion } from '#shared/sync/protocol.ts';
import { pullLineSchema } from '#shared/sync/pull-message.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { openDevice } from '../e2e/fixtures/device.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { say, signInByCookie, useChromium } from './setting.ts';

/*
 * From the moment one device sends a comment until others have it, with fifty live connections that all pull at once:
 *   node bench/propagation.ts [comments, 60]
 * received: a device of few lines has the answer of its pull · on the screen: the app in a real Chromium shows it. Counted
 * from before the push leaves, so the push itself is in it. The client must be built (npm run build).
 */

const count = Number(process.argv[2] ?? 60);
const listeners = 50;
useChromium();

const postgres = await startTestPostgres();
const server = await startServer();
const world = await openStoryWorld(must(server.databaseUrl, 'address of the database'), server.dataDir);
const common = {
  Origin: server.url,
  'Content-Type': 'application/json',
  [protocolHeader]: String(protocolVersion),
};

async function signIn(name: PersonName): Promise<string> {
  const answer = await fetch(`${server.url}/api/auth/sign-in`, {
    method: 'POST',
    headers: common,
    body: JSON.stringify({ email: people[name].email, password: testPassword }),
  });
  if (!answer.ok) throw new Error(`Signing in failed: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** A device that pulls when it is poked, and tells what comments it has got, and when. */
class Listener {
  readonly got = new Map<string, number>();
  readonly #deviceId = uuid();
  readonly #headers: Record<string, string>;
  #cookie: string | null = null;
  #held: unknown[] = [];
  #busy = false;
  #again = false;

  constructor(cookie: string) {
    this.#headers = { ...common, Cookie: cookie };
  }

  async pull(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    do {
      this.#again = false;
      const body = JSON.stringify({
        ...{ protocol: protocolVersion, deviceId: this.#deviceId, appVersion: 'bench', cookie: this.#cookie },
        ...{ page: null, held: this.#held, ackedSeq: 0, holding: [] },
      });
      const answer = await fetch(`${server.url}/api/sync/pull`, {
        method: 'POST',
        headers: this.#headers,
        body,
      });
      const at = performance.now();
      for (const text of (await answer.text()).trim().split('\n')) {
        const line = pullLineSchema.parse(JSON.parse(text));
        if (line.line === 'scope' && this.#cookie === null) this.#held.push(line.scope);
        if (line.line === 'end') this.#cookie = line.cookie;
        if (line.line !== 'put' || line.record.kind !== 'task') continue;
        for (const comment of line.record.body.comments)
          if (!this.got.has(comment.text)) this.got.set(comment.text, at);
      }
    } while (this.#again);
    this.#busy = false;
  }

  async listen(signal: AbortSignal): Promise<void> {
    const answer = await fetch(`${server.url}/api/sync/live`, { headers: this.#headers, signal });
    const decoder = new TextDecoder();
    const read = async () => {
      for await (const piece of must(answer.body, 'stream') as AsyncIterable<Uint8Array>) {
        if (decoder.decode(piece, { stream: true }).includes('event: poke')) void this.pull();
      }
    };
    read().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

const device = await openDevice(server.url, {}, () => {});
const stop = new AbortController();
try {
  const task = await world.giveTask({ title: 'Kontroll av nødlys', buildingId: askebySkole.id });
  const cookies = [await signIn('siri'), await signIn('sondre')];
  const all = Array.from({ length: listeners }, (_, at) => new Listener(must(cookies[at % 2], 'cookie')));
  for (const one of all) {
    await one.pull();
    await one.listen(stop.signal);
  }
  await signInByCookie(device.context(), server.url, 'sondre');
  const page = device.page();
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole('heading', { level: 1, name: task.title }).waitFor();
  await page.evaluate(`globalThis.shownAt = {}; (() => {
    const look = () => {
      for (const [text] of document.body.innerText.matchAll(/Måling nr\\. \\d+/gu)) shownAt[text] ??= Date.now();
      requestAnimationFrame(look);
    };
    look();
  })()`);
  await page.waitForTimeout(3_000);

  const deviceId = uuid();
  const [received, shown]: [number[], number[]] = [[], []];
  for (let seq = 1; seq <= count; seq += 1) {
    const [id, text] = [uuid(), `Måling nr. ${seq}`];
    const command = {
      type: 'add-comment',
      id,
      taskId: task.id,
      madeAt: new Date().toISOString(),
      text,
      internal: false,
    };
    const body = JSON.stringify({
      ...{ protocol: protocolVersion, deviceId, appVersion: 'bench', holding: [] },
      commands: [{ seq, id, command }],
    });
    const [began, clock] = [performance.now(), Date.now()];
    const answer = await fetch(`${server.url}/api/sync/push`, {
      method: 'POST',
      headers: { ...common, Cookie: must(cookies[0], 'cookie') },
      body,
    });
    if (!answer.ok || !(await answer.text()).includes('applied'))
      throw new Error(`The push failed: ${answer.status}`);
    await page.waitForTimeout(2_500);
    for (const one of all) received.push(must(one.got.get(text), `${text} at a listener`) - began);
    const at = await page.evaluate<number>(`(async () => {
      while (shownAt[${JSON.stringify(text)}] === undefined) await new Promise((next) => setTimeout(next, 20));
      return shownAt[${JSON.stringify(text)}];
    })()`);
    shown.push(at - clock);
  }
  const tell = (what: string, values: number[]) => {
    values.sort((a, b) => a - b);
    const at = (share: number) =>
      Math.round(must(values[Math.min(values.length - 1, Math.floor(values.length * share))], 'a value'));
    say(what, `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`);
  };
  tell(`received by ${listeners} devices, ${count} comments`, received);
  tell('on the screen of a real browser', shown);
} finally {
  stop.abort();
  await device.dispose();
  await world.close();
  await server.dispose();
  await postgres.stop();
}
