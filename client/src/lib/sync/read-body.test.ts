import { describe, expect, it } from 'vitest';
import { readLines, readText } from '#lib/sync/read-body.ts';
import { answerOf } from '#lib/testing/test-device.ts';

const body = '{"a":"blåbær"}\n{"b":"ørret"}\n{"c":1}';

describe('the lines of an answer', () => {
  it('come out whole wherever the pieces were cut, in the middle of a letter too', async () => {
    for (let size = 1; size < 20; size += 1) {
      const lines: string[] = [];
      for await (const line of readLines(answerOf({ status: 200, type: 'x', body }, { size })))
        lines.push(line);
      expect(lines).toEqual(body.split('\n'));
    }
  });

  it('throw when the connection is cut', async () => {
    const read = async () => {
      for await (const _line of readLines(
        answerOf({ status: 200, type: 'x', body }, { size: 4, cutAfter: 20 }),
      ));
    };
    await expect(read()).rejects.toThrow('network error');
  });

  it('are text where JSON is wanted in one piece', async () => {
    expect(await readText(answerOf({ status: 200, type: 'x', body }, { size: 3 }))).toBe(body);
  });
});
