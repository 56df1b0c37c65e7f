import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CommandSender, type OfficeCommand } from '#lib/office/command-sender.svelte.ts';
import { localId } from '#shared/testing/fixed-ids.ts';

type Reply = { status: number; body: unknown } | 'lost';
const applied: Reply = { status: 200, body: { status: 'applied', at: '2026-11-23T08:12:00.000Z' } };
const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { code, status, requestId: 'r', ...more },
});
const refused = problem(409, 'command.refused', {
  refusal: { code: 'task.wrong-state', state: 'completed' },
});

let replies: Reply[] = [];
let sent: { id: string; madeAt: string; type: string }[] = [];

beforeEach(() => {
  replies = [];
  sent = [];
  vi.stubGlobal('fetch', (_path: string, init: { body: string }) => {
    sent.push(JSON.parse(init.body) as (typeof sent)[number]);
    const reply = replies.shift() ?? 'lost';
    if (reply === 'lost') return Promise.reject(new TypeError('Failed to fetch'));
    return Promise.resolve(new Response(JSON.stringify(reply.body), { status: reply.status }));
  });
});
afterEach(() => vi.unstubAllGlobals());

const approve: OfficeCommand = { type: 'approve-task', taskId: localId(1) };
const ids = () => sent.map((one) => one.id);

test('a command gets an id and a time, and says when it was done', async () => {
  replies = [applied];
  const sender = new CommandSender();
  expect(await sender.send(approve)).toBe(true);
  expect(sent[0]).toMatchObject(approve);
  expect(sent[0]?.id).toMatch(/^[0-9a-f-]{36}$/u);
  expect(sender.failure).toBeNull();
});

test('what was lost on the way is repeated as the same command', async () => {
  replies = ['lost', problem(503, 'unavailable'), applied];
  const sender = new CommandSender();
  expect(await sender.send(approve)).toBe(false);
  expect(sender.failure).toEqual({ kind: 'trouble', trouble: { code: 'network' } });
  expect(await sender.send(approve)).toBe(false);
  expect(await sender.send(approve)).toBe(true);
  expect(new Set(ids()).size).toBe(1);
  expect(new Set(sent.map((one) => one.madeAt)).size).toBe(1);
});

test('another wish is another command, and so is the same one once it was done', async () => {
  replies = ['lost', applied, applied];
  const sender = new CommandSender();
  await sender.send({ type: 'return-task', taskId: localId(1), reason: 'Bilde mangler' });
  await sender.send({ type: 'return-task', taskId: localId(1), reason: 'To bilder mangler' });
  await sender.send({ type: 'return-task', taskId: localId(1), reason: 'To bilder mangler' });
  expect(new Set(ids()).size).toBe(3);
});

test('a refusal is final: asking again is a new command', async () => {
  replies = [refused, applied];
  const sender = new CommandSender();
  expect(await sender.send(approve)).toBe(false);
  expect(sender.failure).toEqual({
    kind: 'refused',
    refusal: { code: 'task.wrong-state', state: 'completed' },
  });
  expect(await sender.send(approve)).toBe(true);
  expect(new Set(ids()).size).toBe(2);
});

test('a refusal of a newer server that this version has no words for is told as trouble', async () => {
  replies = [problem(409, 'command.refused', { refusal: { code: 'task.on-the-moon' } })];
  const sender = new CommandSender();
  await sender.send(approve);
  expect(sender.failure).toMatchObject({ kind: 'trouble', trouble: { code: 'command.refused' } });
});

test('pressing twice sends once', async () => {
  replies = [applied];
  const sender = new CommandSender();
  const first = sender.send(approve);
  expect(sender.busy).toBe(true);
  expect(await sender.send(approve)).toBe(false);
  expect(await first).toBe(true);
  expect(sent).toHaveLength(1);
  expect(sender.busy).toBe(false);
});
