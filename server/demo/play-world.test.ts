import { expect, test } from 'vitest';
import { checkNewPassword } from '#server/auth/check-new-password.ts';
import { demoPassword, demoPeople } from '#server/demo/demo-people.ts';
import { demoTenants } from '#server/demo/demo-places.ts';
import { dateFrom, momentFrom } from '#server/demo/moments.ts';
import { playWorld, type PlayedWorld } from '#server/demo/play-world.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** The world with files of a few bytes: what is drawn decides nothing. */
function play(now: Instant): Promise<PlayedWorld> {
  return playWorld({
    now,
    draw: (_content, { key }) => Promise.resolve(Buffer.from(key)),
    keep: (fileId) => Promise.resolve(fileId),
  });
}

test('the same now gives the same world, to the last id', async () => {
  const now = '2026-11-23T08:30:00.000Z';
  const [first, second] = [await play(now), await play(now)];
  expect(second).toEqual(first);
  for (const { task } of first.tasks) idSchema.parse(task.id);
});

test.each([
  ['just after midnight', '2026-12-31T23:04:00.000Z'],
  ['late in the evening', '2027-06-30T21:58:00.000Z'],
  ['on the morning when summer time begins', '2027-03-28T02:30:00.000Z'],
  ['on the morning when it ends', '2026-10-25T01:30:00.000Z'],
  ['on a leap day', '2028-02-29T12:00:00.000Z'],
])('the rules accept everything people did, whenever the world is made: %s', async (_when, now) => {
  const { tasks } = await play(now);
  const due = tasks.filter(({ task }) => task.deadline === dateFrom(now, 0));
  expect(due.map(({ task }) => task.number).sort()).toEqual([107, 109, 116, 120, 44, 54]);
  const moments = tasks.flatMap(({ task }) => [
    task.createdAt,
    ...task.comments.map((comment) => comment.at),
    ...task.files.map((file) => file.availableAt ?? file.declaredAt),
  ]);
  expect(moments.filter((moment) => moment > now)).toEqual([]);
});

test('a time of day is Norwegian, in summer and in winter', () => {
  expect(momentFrom('2026-11-23T08:30:00.000Z', [1, '08:10'])).toBe('2026-11-22T07:10:00.000Z');
  expect(momentFrom('2026-10-26T08:30:00.000Z', [2, '08:10'])).toBe('2026-10-24T06:10:00.000Z');
  // In Norway it is the second of July already.
  expect(dateFrom('2026-07-01T22:30:00.000Z', 0)).toBe('2026-07-02');
});

test('the one password of the demo is one that anybody here could choose', () => {
  for (const { name, email } of Object.values(demoPeople))
    checkNewPassword(demoPassword, [name, email, ...demoTenants.map((tenant) => tenant.name)]);
});
