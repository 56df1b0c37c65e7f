import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { securityHeaders } from '#server/http/security-headers.ts';

function appWith(secure: boolean): Hono {
  const app = new Hono();
  app.use(securityHeaders({ secure }));
  app.get('/plain', (context) => context.json({}));
  app.get('/own', (context) => context.body('x', 200, { 'Content-Security-Policy': 'sandbox' }));
  app.get('/broken', () => {
    throw new Error('a bug');
  });
  app.onError((_, context) => context.json({}, 500));
  return app;
}

test('every answer carries the headers, an error and a missing page too', async () => {
  for (const path of ['/plain', '/broken', '/missing']) {
    const { headers } = await appWith(false).request(path);
    expect(Object.fromEntries(headers), path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=(self)'),
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  }
});

test('a handler’s own policy stays', async () => {
  expect((await appWith(false).request('/own')).headers.get('Content-Security-Policy')).toBe('sandbox');
});

test('only an address reached by https is bound to https', async () => {
  expect((await appWith(false).request('/plain')).headers.get('Strict-Transport-Security')).toBeNull();
  expect((await appWith(true).request('/plain')).headers.get('Strict-Transport-Security')).toBe(
    'max-age=31536000',
  );
});
