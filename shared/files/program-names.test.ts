import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProgramName } from '#shared/files/program-names.ts';

describe('program names', () => {
  it.each([
    'setup.exe',
    'SETUP.EXE',
    'faktura.pdf.exe',
    'faktura.pdf .exe',
    'setup.exe.',
    'setup.exe ',
    'setup.exe. . .',
    'setup.exe\u00a0',
    '.exe',
    'start.bat',
    'kjør.cmd',
    'makro.vbs',
    'side.hta',
    'snarvei.lnk',
    'app.apk',
    'app.msi',
    'app.jar',
    'app.dmg',
    'installer.pkg',
    'kjør meg.command',
    'app.AppxBundle',
  ])('"%s" is a program', (name) => {
    expect(isProgramName(name)).toBe(true);
  });

  it.each([
    'tavle-1.jpg',
    'tegning.dwg',
    'modell.ifc',
    'arkiv.zip',
    'rapport.pdf',
    'exe',
    'exe.pdf',
    'setup.exe.pdf',
    'uten ending',
    '',
    '.',
    '...',
    'målebrev 2026.xlsx',
    'film.mp4',
    'data.__proto__',
    'data.constructor',
  ])('"%s" is none', (name) => {
    expect(isProgramName(name)).toBe(false);
  });

  it('answers for any text, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        expect(isProgramName(name)).toBeTypeOf('boolean');
        expect(isProgramName(`${name}.exe`)).toBe(true);
      }),
    );
    const begun = performance.now();
    isProgramName(`${'. '.repeat(50_000)}x/`);
    isProgramName('.'.repeat(100_000));
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
