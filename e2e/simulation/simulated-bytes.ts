import type { SendBytes } from '#lib/sync/ports.ts';
import { travel, type Line } from './line.ts';
import type { WholeAnswer } from './simulated-server.ts';

/** Small pieces, so that a file of a few hundred kilobytes has places to be cut. */
const pieceBytes = 256 * 1024;

/** Sends bytes as tus does, in whatever weather: what the server has got it keeps. */
export async function sendOverTus(line: Line, send: SendBytes): Promise<{ refusedWith: number | null }> {
  const head = await ask(line, send, 'HEAD', {}, null);
  if (head.status >= 400) return ended(head);
  for (let offset = offsetOf(head); offset < send.size;) {
    const piece = await send.read(offset, Math.min(send.size, offset + pieceBytes));
    if (send.signal.aborted || line.isDead()) throw new TypeError('Failed to fetch');
    const headers = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) };
    const patched = await ask(line, send, 'PATCH', headers, piece);
    if (patched.status >= 400) return ended(patched);
    offset = offsetOf(patched);
    send.onProgress(offset);
  }
  return { refusedWith: null };
}

async function ask(
  line: Line,
  send: SendBytes,
  method: 'HEAD' | 'PATCH',
  headers: Record<string, string>,
  piece: Uint8Array<ArrayBuffer> | null,
): Promise<WholeAnswer> {
  const { name, server, trace, weather } = line;
  const fault = line.isOnline() ? weather.next() : null;
  trace.add(`${name} ${method} ${send.size} ${headers['Upload-Offset'] ?? ''} ${fault ?? ''}`);
  await travel(line, send.signal);
  // A proxy that sends its own page, says 503 or loses the request is one and the same to tus: it comes again.
  const passes = new Set([
    null,
    'answer-dropped',
    'cut',
    'server-dies-before-commit',
    'server-dies-after-commit',
  ]);
  if (!passes.has(fault)) throw new TypeError(`tus met ${fault}`);
  const sent =
    fault === 'cut' && piece !== null ? piece.slice(0, Math.floor(piece.length * weather.fraction())) : piece;
  const doom = fault?.startsWith('server-dies')
    ? { commits: weather.between(1, 2), committed: fault === 'server-dies-after-commit' }
    : null;
  const length = sent === null ? {} : { 'Content-Length': String(sent.length) };
  const asked = {
    method,
    path: send.uploadUrl,
    body: sent,
    headers: { 'Tus-Resumable': '1.0.0', ...headers, ...length },
  };
  const answer = sent?.length === 0 ? null : await server.ask(line.cookie(), asked, doom);
  // What was answered with a refusal (a lock that was waited for in vain, another browser at the same file) was not kept.
  const isKept = answer !== null && answer.status < 400 && fault === null;
  if (sent !== null) line.sent?.(send, sent.length, isKept);
  await travel(line, send.signal);
  trace.add(`${name} ${answer?.status}`);
  if (answer === null || fault !== null) throw new TypeError('Failed to fetch');
  return answer;
}

function ended({ status }: WholeAnswer): { refusedWith: number } {
  if ([401, 403, 404, 410].includes(status)) return { refusedWith: status };
  throw new Error(`tus answered ${status}`);
}

function offsetOf({ headers }: WholeAnswer): number {
  return Number(headers.get('Upload-Offset'));
}
