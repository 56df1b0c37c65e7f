/**
 * SQLSTATE: serialization failure, deadlock, lock not available, statement cancelled, database starting or stopping,
 * resources used up, connection lost.
 */
const transientState = /^(40001|40P01|55P03|57014|57P0[1-5]|53\w{3}|08\w{3})$/;

/** The same from driver and network, where no SQL was spoken. */
const transientCodes: ReadonlySet<string> = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
]);

/**
 * Whether the same request may well succeed in a moment. Such faults answer 503, never 500: a device isolates a command
 * after three answers of 500.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return transientState.test(error.code) || transientCodes.has(error.code);
}
