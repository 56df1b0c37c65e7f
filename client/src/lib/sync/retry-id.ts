import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Id } from '#shared/kernel/ids.ts';

/**
 * The id of the command in which a refused one goes again by itself: the same wherever it is made, so that two
 * profiles that are copies of each other make one command of it, and it counts once. A UUID of version 8.
 */
export function retryIdOf(refused: Id): Id {
  const hex = bytesToHex(sha256(utf8ToBytes(`retry of ${refused}`)));
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
