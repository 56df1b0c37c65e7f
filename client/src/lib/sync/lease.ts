import type { Meta } from '#lib/device/meta.ts';

/** Without contact for so long, records are hidden until the device has been heard of again (access.md, 14). */
const leaseFor = 14 * 24 * 60 * 60_000;

/**
 * Whether the device's lease is over: other people's data is hidden behind "connect to refresh", the person's own
 * unsent work never is. An honest bound for lost devices, not security.
 */
export function isLeaseOver(contact: Meta['contact'] | undefined, now: number): boolean {
  return contact !== undefined && now - contact.at > leaseFor;
}
