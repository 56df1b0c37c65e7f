type TextFile = Readonly<{ name: string; text: string }>;

const mostLines = 400;

/** Generated files say so in their first line, and may be as long as they need. */
const generated = /generated/i;

/** Sentences about files that are too long to be read at once. */
export function findLongFiles(files: readonly TextFile[]): string[] {
  return files.flatMap(({ name, text }) => {
    const lines = text.trimEnd().split('\n');
    if (lines.length <= mostLines || generated.test(lines[0] ?? '')) return [];
    return [`${name} has ${lines.length} lines; split it, ${mostLines} is the most.`];
  });
}

/** Top folders and files of this project; a word in backticks that begins with one is a path. */
const aPath =
  /^(?:(?:client|server|shared|e2e|bench|docs|tools|\.ci)\/[\w.@+[\]()/*{},-]*|[\w.-]+\.(?:md|json|ts|js|cjs|mjs))$/;

/** Made by a run, so not there in a fresh clone. */
const madeLater = /^(?:client\/(?:node_modules|\.svelte-kit)|server\/sql\/\*)/;

/**
 * Sentences about paths in a document that lead nowhere: in backticks from the project's top, or as links from the
 * document. Patterns with `*` must match something; words with `<…>` are patterns for people.
 */
export function findMissingPaths(document: TextFile, exists: (pattern: string) => boolean): string[] {
  const prose = document.text.replace(/^```[\s\S]*?^```/gm, '');
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((word) => aPath.test(word));
  const folder = document.name.split('/').slice(0, -1);
  const linked = [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalise([...folder, ...target.split('/')]));
  const missing = [...new Set([...quoted, ...linked])].filter(
    (path) => !madeLater.test(path) && !exists(literal(path)),
  );
  return missing.map((path) => `${document.name} names ${path}, which does not exist.`);
}

/** Routes have brackets in their names, which a glob would read as a set. */
function literal(path: string): string {
  return path.replace(/\[/g, '[[]').replace(/\/$/, '');
}

function normalise(parts: readonly string[]): string {
  const result: string[] = [];
  for (const part of parts) {
    if (part === '..') result.pop();
    else if (part !== '.' && part !== '') result.push(part);
  }
  return result.join('/');
}
