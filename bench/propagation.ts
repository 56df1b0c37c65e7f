import { v7 as uuid } from 'uuid';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { testPassword } from '#server/testing/test-passwords.ts';
import { must } from '#shared/kernel/must.ts';
import { protocolHeader, protocolVersion } from '#shared/sync/protocol.ts';
import { pushAnswerSchema } from '#shared/sync/push-message.ts';
import { pullLineSchema } from '#shared/sync/pull-message.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { openDevice } from '../e2e/fixtures/device.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { say, signInByCookie, useChromium } from './setting.ts';

/*
 * From the moment one device sends a comment until others have it, with fifty live connections: three of them with the
 * task, as it mostly is, and all of them, which then pull at once; and until a device has it that hears no pokes:
 *   node bench/propagation.ts [comments, 60]
 * received: a device of few lines has the answer of its pull · on the screen: the app in a real Chromium shows it. Counted
 * from when the server decided, so its commit is in it. The client must be built (npm run build).
 */

const count = Number(process.argv[2] ?? 60);
const connections = 50;
const cases = [3, connections];
/** Siri and Sondre have the task, Ragnar and Nils have nothing to do with it; nobody may have more than thirty streams. */
const names = ['siri', 'sondre', 'ragnar', 'nils'] as const;
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
      const at = Date.now();
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
    if (!answer.ok) throw new Error(`No stream: ${answer.status}`);
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

/** Fifty live connections, so many of them with the task; times from before each push, milliseconds. */
async function measure(concerned: number, cookies: Record<(typeof names)[number], string>) {
  const device = await openDevice(server.url, {}, () => {});
  const stop = new AbortController();
  try {
    const task = await world.giveTask({ title: `Kontroll for ${concerned}`, buildingId: askebySkole.id });
    const listeners = Array.from({ length: connections }, (_, at) => {
      const own = at % 2 === 0 ? cookies.siri : cookies.sondre;
      return new Listener(at < concerned ? own : at % 2 === 0 ? cookies.ragnar : cookies.nils);
    });
    for (const one of listeners) {
      await one.pull();
      await one.listen(stop.signal);
    }
    await signInByCookie(device.context(), server.url, 'sondre');
    const page = device.page();
    await page.goto(`/tasks/${task.id}`);
    await page.getByRole('heading', { level: 1, name: task.title }).waitFor();
    await page.evaluate(`globalThis.shownAt = {}; (() => {
      const look = () => {
        for (const [text] of document.body.innerText.matchAll(/Måling nr\\. \\d+-\\d+/gu)) shownAt[text] ??= Date.now();
        requestAnimationFrame(look);
      };
      look();
    })()`);
    await page.waitForTimeout(3_000);

    const deviceId = uuid();
    const [received, shown]: [number[], number[]] = [[], []];
    for (let seq = 1; seq <= count; seq += 1) {
      const text = `Måling nr. ${concerned}-${seq}`;
      const decided = await push(cookies.siri, deviceId, seq, comment(task.id, text));
      await page.waitForTimeout(2_500);
      for (const one of listeners.slice(0, concerned))
        received.push(must(one.got.get(text), `${text} at a listener`) - decided);
      const at = await page.evaluate<number>(`(async () => {
        while (shownAt[${JSON.stringify(text)}] === undefined) await new Promise((next) => setTimeout(next, 20));
        return shownAt[${JSON.stringify(text)}];
      })()`);
      shown.push(at - decided);
    }
    return { received, shown };
  } finally {
    stop.abort();
    await device.dispose();
  }
}

/** Milliseconds until a comment is on the screen of an app whose stream is refused: it looks by itself. */
async function withoutPokes(cookies: Record<(typeof names)[number], string>): Promise<number> {
  const device = await openDevice(server.url, {}, () => {});
  try {
    const task = await world.giveTask({ title: 'Kontroll uten varsel', buildingId: askebySkole.id });
    await device.context().route('**/api/sync/live', (route) => route.abort());
    await signInByCookie(device.context(), server.url, 'sondre');
    const page = device.page();
    await page.goto(`/tasks/${task.id}`);
    await page.getByRole('heading', { level: 1, name: task.title }).waitFor();
    // Its first pulls are over: from here on only its own clock makes it look.
    await page.waitForTimeout(5_000);
    const decided = await push(cookies.siri, uuid(), 1, comment(task.id, 'Uten varsel'));
    await page.getByText('Uten varsel', { exact: true }).waitFor({ timeout: 120_000 });
    return Date.now() - decided;
  } finally {
    await device.dispose();
  }
}

function comment(taskId: string, text: string) {
  const madeAt = new Date().toISOString();
  return { type: 'add-comment', id: uuid(), taskId, madeAt, text, internal: false };
}

/** Gives when the server decided, before it committed. */
async function push(cookie: string, deviceId: string, seq: number, command: { id: string }): Promise<number> {
  const answer = await fetch(`${server.url}/api/sync/push`, {
    method: 'POST',
    headers: { ...common, Cookie: cookie },
    body: JSON.stringify({
      ...{ protocol: protocolVersion, deviceId, appVersion: 'bench', holding: [] },
      commands: [{ seq, id: command.id, command }],
    }),
  });
  const [outcome] = pushAnswerSchema.parse(await answer.json()).outcomes;
  if (outcome?.status !== 'applied') throw new Error('The comment was refused.');
  return Date.parse(outcome.at);
}

function tell(what: string, values: number[]): void {
  values.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(must(values[Math.min(values.length - 1, Math.floor(values.length * share))], 'a value'));
  say(what, `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`);
}

try {
  const signedIn = await Promise.all(names.map(async (name) => [name, await signIn(name)]));
  const cookies = Object.fromEntries(signedIn) as Record<(typeof names)[number], string>;
  for (const concerned of cases) {
    const { received, shown } = await measure(concerned, cookies);
    tell(`${concerned} of ${connections} have the task: received, ${count} comments`, received);
    tell(`${concerned} of ${connections} have the task: on a browser’s screen`, shown);
  }
  say(
    'without pokes, on a browser’s screen (looks once a minute)',
    `${(await withoutPokes(cookies)) / 1000} s`,
  );
} finally {
  await world.close();
  await server.dispose();
  await postgres.stop();
}
