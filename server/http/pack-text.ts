import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipped = promisify(gzip);

/** Shorter texts gain nothing. Characters. */
const worthPacking = 1_000;

/** `gzip`, unless its weight says not at all. */
const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/u;

/** A body of text, packed where it is long and the asker takes gzip: fast rather than small, off the main thread. */
export async function packText(
  text: string,
  accepted: string | undefined,
): Promise<{ body: string | Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  if (text.length < worthPacking || !takesGzip.test(accepted ?? '')) return { body: text, headers: {} };
  const body = await gzipped(text, { level: 1 });
  return { body: new Uint8Array(body), headers: { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } };
}
