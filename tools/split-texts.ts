import { readFileSync } from 'node:fs';
import { parseAst, type Plugin } from 'vite';

/** A catalog's two languages in its source, and the name it is exported by. */
type Catalog = Readonly<{ name: string; call: Range; nb: Range; en: Range }>;
type Range = Readonly<{ start: number; end: number }>;

const catalogFile = /\/client\/src\/lib\/texts\/(?!define-texts)[\w-]+\.ts$/;
const ending = '.english.ts';

/**
 * Ships each catalog's English as a chunk of its own, which `define-texts.ts` fetches when the app speaks English: the
 * source keeps both languages side by side, and nobody loads the one they do not read.
 */
export function splitTexts(): Plugin {
  return {
    name: 'oppdrag-split-texts',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'client',
    resolveId: (id) => (id.endsWith(ending) ? id : null),
    load(id) {
      if (!id.endsWith(ending)) return null;
      return {
        code: onlyEnglish(readFileSync(`${id.slice(0, -ending.length)}.ts`, 'utf8')),
        moduleType: 'ts',
      };
    },
    transform(code, id) {
      if (!catalogFile.test(id) || id.endsWith(ending)) return null;
      const split = withoutEnglish(code, `${id.slice(0, -'.ts'.length)}${ending}`);
      return split === null ? null : { code: split, map: null };
    },
  };
}

/** The module with its English fetched from another; null where it defines no texts. */
export function withoutEnglish(code: string, english: string): string | null {
  const catalogs = findCatalogs(code);
  if (catalogs.length === 0) return null;
  return replace(code, catalogs, ({ name, en }) => [
    en,
    `() => import(${JSON.stringify(english)}).then((texts) => texts.${name})`,
  ]);
}

/** The module with its English alone under the same names; what only Norwegian used falls away when it is bundled. */
export function onlyEnglish(code: string): string {
  return replace(code, findCatalogs(code), ({ call, en }) => [call, `(${code.slice(en.start, en.end)})`]);
}

function replace(code: string, catalogs: readonly Catalog[], by: (one: Catalog) => [Range, string]): string {
  return catalogs.reduceRight((text, catalog) => {
    const [{ start, end }, next] = by(catalog);
    return text.slice(0, start) + next + text.slice(end);
  }, code);
}

/** Every `export const x = defineTexts(nb, en)`; throws where texts are defined in another way, which would not be split. */
function findCatalogs(code: string): Catalog[] {
  if (!/(?<!function )\bdefineTexts\(/.test(code)) return [];
  const catalogs: Catalog[] = [];
  for (const statement of parseAst(code, { lang: 'ts' }).body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    if (statement.declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declaration.declarations) {
      if (id.type !== 'Identifier' || init?.type !== 'CallExpression') continue;
      const [nb, en] = init.arguments;
      if (init.callee.type !== 'Identifier' || init.callee.name !== 'defineTexts' || !nb || !en) continue;
      catalogs.push({ name: id.name, call: init, nb, en });
    }
  }
  const calls = code.match(/\bdefineTexts\(/g)?.length ?? 0;
  if (catalogs.length !== calls)
    throw new Error('Write catalogs as export const name = defineTexts(nb, en).');
  return catalogs;
}
