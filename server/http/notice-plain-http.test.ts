import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { noticePlainHttp } from '#server/http/notice-plain-http.ts';
import { createLog } from '#server/log.ts';

async function toldAt(addresses: string[], secure = false): Promise<string[]> {
  const lines: string[] = [];
  const app = new Hono();
  app.use(
    noticePlainHttp(
      { secure },
      createLog('info', (line) => lines.push(line)),
    ),
  );
  app.get('*', (context) => context.body(null));
  for (const address of addresses) await app.request(address);
  return lines;
}

test('a visit by plain http from elsewhere is told once', async () => {
  const lines = await toldAt(['http://192.168.1.20:3000/tasks', 'http://192.168.1.20:3000/']);
  expect(lines).toEqual([expect.stringContaining('Reached by plain http at http://192.168.1.20:3000.')]);
});

test('localhost and https are fine', async () => {
  expect(
    await toldAt([
      'http://localhost:3000/',
      'http://127.0.0.1/',
      'http://[::1]:3000/',
      'https://oppdrag.example/',
    ]),
  ).toEqual([]);
  expect(await toldAt(['http://oppdrag.example/'], true)).toEqual([]);
});
