import { sqlExamples } from '#server/sql/examples.ts';
import { recordSql } from '#server/sql/record-sql.ts';

/**
 * The SQL of every query function, as files by slice: what a reviewer reads, and what a change of a query shows in its
 * diff. `npm run sql` writes them, a test keeps them fresh.
 */
export async function snapshotSql(): Promise<Map<string, string>> {
  const slices = new Map<string, string[]>();
  for (const [file, functions] of Object.entries(sqlExamples)) {
    const slice = file.split('/')[0] ?? file;
    const lines = slices.get(slice) ?? ['-- Written by `npm run sql`; the functions are in server/' + slice + '/.'];
    for (const [name, example] of Object.entries(functions)) {
      const statements = await recordSql(example.call, example.rows);
      lines.push('', `-- ${file}.ts ${name}`, ...statements.map((sql) => `${tidy(sql)};`));
    }
    slices.set(slice, lines);
  }
  return new Map([...slices].map(([slice, lines]) => [`${slice}.sql`, `${lines.join('\n')}\n`]));
}

function tidy(sql: string): string {
  return sql
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n  ');
}
