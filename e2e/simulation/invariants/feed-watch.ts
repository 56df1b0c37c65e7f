import type { NetworkRequest } from '#lib/sync/ports.ts';
import type { PullLine, PullRequest } from '#shared/sync/pull-message.ts';
import type { WholeAnswer } from '../simulated-server.ts';
import type { Violation } from './violation.ts';

/** Watches one device's pulls: a cookie comes only from a whole answer, and never goes back (invariants 4 and 9). */
export class FeedWatch {
  readonly broken: Violation[] = [];
  requests = 0;
  #issued: string[] = [];
  #last = -1;

  readonly #bytes = new Map<string, { sent: number; cut: number; size: number }>();

  /** What was sent of an upload is no more than its size and what was under way when it was cut (34). */
  readonly sent = (file: { uploadUrl: string; size: number }, bytes: number, through: boolean): void => {
    const { uploadUrl, size } = file;
    const known = this.#bytes.get(uploadUrl) ?? { sent: 0, cut: 0, size };
    known.sent += bytes;
    if (!through) known.cut += bytes;
    this.#bytes.set(uploadUrl, known);
    if (known.sent > size + known.cut) {
      this.broken.push({
        invariant: 34,
        says: `${known.sent} bytes of ${size} were sent, ${known.cut} of them cut`,
      });
    }
  };

  #epoch: string | null = null;
  #revs = new Map<string, number>();

  /** A revision never goes back (2), but by a reset. */
  compareRevs(revs: ReadonlyMap<string, number>, epoch: string | null): void {
    if (epoch !== this.#epoch) this.#revs.clear();
    this.#epoch = epoch;
    for (const [key, rev] of revs) {
      const before = this.#revs.get(key);
      if (before !== undefined && rev < before) {
        this.broken.push({ invariant: 2, says: `${key} went back from ${before} to ${rev}` });
      }
    }
    this.#revs = new Map([...this.#revs, ...revs]);
  }

  /** A device that lost its storage, or follows another profile's copy, begins anew. */
  forget(): void {
    this.#last = -1;
    this.#revs.clear();
  }

  /** What a cloned profile knows of the first one's answers. */
  follow(other: FeedWatch): void {
    this.#issued = [...other.#issued];
    this.#last = -1;
  }

  readonly asked = (request: NetworkRequest): void => {
    this.requests += 1;
    if (request.path !== '/api/sync/pull') return;
    const { cookie, drifted } = JSON.parse(request.body ?? '{}') as PullRequest;
    for (const { kind, id } of drifted) {
      this.broken.push({ invariant: 9, says: `the checksum of ${kind} ${id} did not agree` });
    }
    if (cookie === null) {
      this.#last = -1;
      return;
    }
    const at = this.#issued.indexOf(cookie);
    if (at < 0) this.broken.push({ invariant: 4, says: 'a cookie that no whole answer brought' });
    else if (at < this.#last) this.broken.push({ invariant: 4, says: 'a cookie older than the one before' });
    this.#last = Math.max(this.#last, at);
  };

  readonly delivered = (request: NetworkRequest, { status, bytes }: WholeAnswer): void => {
    if (request.path !== '/api/sync/pull' || status !== 200) return;
    const lines = new TextDecoder().decode(bytes).trim().split('\n');
    const end = safely(lines.at(-1));
    if (end?.line === 'end' && !this.#issued.includes(end.cookie)) this.#issued.push(end.cookie);
  };
}

function safely(text: string | undefined): PullLine | null {
  try {
    return JSON.parse(text ?? '') as PullLine;
  } catch {
    return null;
  }
}
