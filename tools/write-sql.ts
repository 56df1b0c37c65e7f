import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotSql } from '#server/sql/snapshot-sql.ts';

/* `npm run sql`: writes the SQL of every query function to server/sql/<slice>.sql. */

const folder = join(import.meta.dirname, '..', 'server', 'sql');
for (const [name, text] of await snapshotSql()) writeFileSync(join(folder, name), text);
