import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ByteRange } from '#server/files/file-store.ts';
import { isProgram } from '#server/files/recognise-program.ts';
import { sniffLength, sniffType } from '#server/files/sniff-type.ts';

/** What the check of the bytes found, as `landFile` of shared/tasks asks it. */
export interface CheckedBytes {
  readonly sha256: string;
  readonly size: number;
  readonly type: string | null;
  readonly program: boolean;
}

/**
 * Reads a file once from beginning to end for its SHA-256 and length, and looks at a few places for its type; never
 * holds more than some of it in memory. `open` gives the bytes, or a part of them, anew at each call.
 */
export async function verifyBytes(open: (range?: ByteRange) => Promise<Readable>): Promise<CheckedBytes> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of (await open()) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  const read = async (start: number, length: number): Promise<Buffer> => {
    const end = Math.min(start + length, size);
    if (end <= start) return Buffer.alloc(0);
    const chunks: Buffer[] = [];
    for await (const chunk of (await open({ start, end })) as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  return {
    sha256: hash.digest('hex'),
    size,
    type: await sniffType(await read(0, sniffLength)),
    program: await isProgram(read, size),
  };
}
