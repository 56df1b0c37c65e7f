import { createHash } from 'node:crypto';

/** What happened in a world, without what the server and its transactions name by chance. */
export class Trace {
  readonly lines: string[] = [];
  #hash = createHash('sha256');

  add(line: string): void {
    const said = line.replaceAll(/\/api\/uploads\/[\w-]+/g, '/api/uploads/…');
    this.lines.push(said);
    this.#hash.update(`${said}\n`);
  }

  digest(): string {
    return this.#hash.copy().digest('hex').slice(0, 16);
  }
}

/** A request's body as the trace tells it: cookies, pages and generations are the server's. */
export function tellBody(body: string | null): string {
  if (body === null) return '';
  const { cookie, page, held, appVersion: _, ...rest } = JSON.parse(body) as Record<string, unknown>;
  const scopes = Array.isArray(held)
    ? (held as { kind: string; id: string }[]).map(({ kind, id }) => `${kind}:${id}`)
    : held;
  const of = (value: unknown) => (typeof value === 'string' ? 'some' : value);
  return JSON.stringify({ ...rest, cookie: of(cookie), page: of(page), held: scopes });
}
