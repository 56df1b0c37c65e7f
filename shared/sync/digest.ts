/**
 * A digest of a set of short texts, whatever their order: 16 hex digits, the XOR of a 64-bit hash of each (cyrb53's two
 * lanes, by bryc, public domain). Adding and taking away are the same step. It finds accidents, not forgeries.
 */
export type Digest = string;

/** The digest of nothing. */
export const emptyDigest: Digest = '0'.repeat(16);

/** The digest of these texts; each must occur once. */
export function digestOf(texts: Iterable<string>, before: Digest = emptyDigest): Digest {
  let high = Number.parseInt(before.slice(0, 8), 16);
  let low = Number.parseInt(before.slice(8), 16);
  for (const text of texts) {
    let a = 0xdeadbeef;
    let b = 0x41c6ce57;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 2_654_435_761);
      b = Math.imul(b ^ code, 1_597_334_677);
    }
    a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
    b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
    high ^= a;
    low ^= b;
  }
  return hex(high) + hex(low);
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
