import { isIPv6 } from 'node:net';
import type { Context } from 'hono';

type WithSocket = { incoming?: { socket?: { remoteAddress?: string } } };

/**
 * Whom to count a request against: the socket's address, or, behind our own proxy (`TRUST_PROXY`), the last address in
 * X-Forwarded-For, which that proxy added; what stands left of it the client may have invented. Of IPv6 the first 64
 * bits, since one household has all the rest.
 */
export function clientAddress(context: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? context.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined;
  const socket = (context.env as WithSocket | undefined)?.incoming?.socket?.remoteAddress;
  const address = (forwarded || socket || 'unknown').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(address) ? firstHalf(address) : address;
}

function firstHalf(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
