import { expect, it } from 'vitest';
import { idSchema } from '#shared/kernel/ids.ts';
import { retryIdOf } from '#lib/sync/retry-id.ts';

it('the id of a retry is an id, the same each time, and another for each command and each retry of it', () => {
  const refused = Array.from(
    { length: 200 },
    (_, at) => `0190dead-0001-7000-8000-${String(at).padStart(12, '0')}`,
  );
  const first = refused.map(retryIdOf);
  expect(first.filter((id) => !idSchema.safeParse(id).success)).toEqual([]);
  expect(refused.map(retryIdOf)).toEqual(first);
  expect(new Set([...first, ...first.map(retryIdOf)]).size).toBe(400);
});
