import { describe, expect, it } from 'vitest';
import { safeReturn } from '#lib/auth/safe-return.ts';

describe('where to after signing in', () => {
  it('goes to the page the person was heading for', () => {
    expect(safeReturn('/tasks/1?from=mail')).toBe('/tasks/1?from=mail');
  });

  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'goes to the front page and nowhere else for %s',
    (wanted) => {
      expect(safeReturn(wanted)).toBe('/');
    },
  );
});
