import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOfCommand, insertLine, isCommandName, linesOfCommand } from './command-files.ts';

/* `npm run new:command -- hand-over-task`: writes a command's rule and failing cases and names it where it must be. */

const top = join(import.meta.dirname, '..');
const name = process.argv[2] ?? '';

if (!isCommandName(name)) {
  fail('Name the command in kebab-case, a verb first: npm run new:command -- hand-over-task');
} else if (filesOfCommand(name).some((file) => existsSync(join(top, file.path)))) {
  fail(`There is a command ${name} already: git ls-files '*${name}*' shows it.`);
} else {
  for (const file of filesOfCommand(name)) writeFileSync(join(top, file.path), file.text);
  for (const line of linesOfCommand(name)) {
    const path = join(top, line.path);
    writeFileSync(path, insertLine(readFileSync(path, 'utf8'), line));
  }
  process.stdout.write(
    `${filesOfCommand(name)
      .map((file) => file.path)
      .join('\n')}\n` +
      'Now run "npm run types": the compiler lists what is missing. Then "npm run unit" until the cases pass:\n' +
      'what changes, every state, every person; a stored example in shared/sync/stored-commands.json.\n',
  );
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
