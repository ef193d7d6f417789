/** Node's codes for a server that cannot be reached, or went away. */
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
]);
/** SQLSTATE: no connection, no resources, ended or not started by an operator, broken outside of PostgreSQL. */
const AWAY_CLASSES = /^(08|53|57P|58)/;
/** What the driver says without a code. */
const DRIVER_TEXTS = /^(timeout exceeded when trying to connect|Connection terminated)/;

/** True when a database error says that the database is away, and nothing of what was asked. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') {
    return NETWORK_CODES.has(error.code) || (error.code.length === 5 && AWAY_CLASSES.test(error.code));
  }
  return DRIVER_TEXTS.test(error.message);
}
