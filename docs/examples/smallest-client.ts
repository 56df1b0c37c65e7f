/*
 * The smallest client of docs/protocol.md: signs in, pulls, comments on the first task, and sees its acknowledgement.
 *   node docs/examples/smallest-client.ts http://localhost:3000 EMAIL PASSWORD
 * Written from that page alone: it imports nothing of the project. What a real one must do besides is left out: clear what
 * a whole scope no longer has, `cookie.reset`, another epoch, `device.gap`, trouble.
 */
import { randomUUID } from 'node:crypto';

const [address = 'http://localhost:3000', email = '', password = ''] = process.argv.slice(2);
const server = new URL(address).origin;
const protocol = 2;

interface Line {
  readonly line: string;
  readonly [field: string]: unknown;
}

interface Scope {
  readonly kind: string;
  readonly id: string;
  readonly generation: number;
}

interface Outcome {
  readonly seq: number;
  readonly id: string;
  readonly status: 'applied' | 'refused';
}

async function post(path: string, body: object, cookie = ''): Promise<Response> {
  const headers = {
    'Content-Type': 'application/json',
    'oppdrag-protocol': String(protocol),
    Origin: server,
    Cookie: cookie,
  };
  return fetch(`${server}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    redirect: 'error',
  });
}

/** Only an answer in our envelope counts. */
async function requireOurs(answer: Response, type: string): Promise<string> {
  const text = await answer.text();
  const ours = answer.headers.get('oppdrag-protocol') === String(protocol);
  const typed = answer.headers.get('content-type')?.split(';')[0] === type;
  if (answer.status !== 200 || !ours || !typed) throw new Error(`${answer.status}: ${text.slice(0, 500)}`);
  return text;
}

const deviceId = randomUUID();
const held = new Map<string, Scope>();
const records = new Map<string, { kind: string; id: string; body: { title?: string } }>();
const outcomes: Outcome[] = [];
let cookie: string | null = null;
let ackedSeq = 0;

/** One round: pages until the server has no more. */
async function pull(session: string): Promise<void> {
  let page: string | null = null;
  const asked = { protocol, deviceId, appVersion: 'smallest', cookie, held: [...held.values()], ackedSeq };
  for (;;) {
    const body = { ...asked, page, holding: [], verify: false, drifted: [] };
    const answer = await post('/api/sync/pull', body, session);
    const text = await requireOurs(answer, 'application/vnd.oppdrag.pull+ndjson');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    const end = lines.at(-1);
    if (end?.line !== 'end') throw new Error('an answer without its end is void');
    for (const line of lines) follow(line);
    if (typeof end['page'] !== 'string') {
      cookie = String(end['cookie']);
      return end['more'] === true ? pull(session) : undefined;
    }
    page = end['page'];
  }
}

function follow(line: Line): void {
  switch (line.line) {
    case 'drop':
      held.delete(`${String(line['kind'])}:${String(line['id'])}`);
      records.delete(`${String(line['kind'])}:${String(line['id'])}`);
      break;
    case 'scope': {
      const scope = line['scope'] as Scope;
      if (line['part'] !== 'more') held.set(`${scope.kind}:${scope.id}`, scope);
      break;
    }
    case 'put': {
      const record = line['record'] as { kind: string; id: string; body: { title?: string } };
      records.set(`${record.kind}:${record.id}`, record);
      break;
    }
    case 'del':
      records.delete(`${String(line['kind'])}:${String(line['id'])}`);
      break;
    case 'acks':
      outcomes.push(...(line['outcomes'] as Outcome[]));
      ackedSeq = outcomes.at(-1)?.seq ?? ackedSeq;
      break;
  }
}

const signedIn = await post('/api/auth/sign-in', { email, password });
if (!signedIn.ok) throw new Error(`sign-in answered ${signedIn.status}`);
const session = signedIn.headers
  .getSetCookie()
  .map((one) => one.split(';')[0])
  .join('; ');

await pull(session);
const task = [...records.values()].find((record) => record.kind === 'task');
if (task === undefined) throw new Error('no task to comment on');

const id = randomUUID();
const madeAt = new Date().toISOString();
const command = {
  type: 'add-comment',
  id,
  madeAt,
  taskId: task.id,
  text: 'Hilsen fra en liten klient.',
  internal: false,
};
const push = {
  protocol,
  deviceId,
  appVersion: 'smallest',
  commands: [{ seq: ackedSeq + 1, id, command }],
  holding: [],
};
await requireOurs(await post('/api/sync/push', push, session), 'application/vnd.oppdrag.push+json');
await pull(session);
const outcome = outcomes.find((one) => one.id === id);
process.stdout.write(
  `${JSON.stringify({ taskId: task.id, commentId: id, outcome: outcome?.status ?? null })}\n`,
);
