/** Something outside is down; trying again later is all that helps. */
export class Unavailable extends Error {
  override readonly name: string = 'Unavailable';
}

/** SQLSTATEs: connection, transaction rollback, resources, locks, shutdown, idle time-outs, system. Not a query's own time-out. */
const passing = /^(08...|40...|53...|55P03|55006|57P..|25P03|25P04|58...)$/;
const network = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
const driver =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|connection ended/i;

/** True for what lies not in the record but in the moment: a lost connection, a serialization conflict, a full disk. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (passing.test(code) || network.has(code))) return true;
  return driver.test(error.message) || (error.cause !== undefined && isTransient(error.cause));
}

/** Someone did the same at the same moment, or the answer was lost with the connection: a second try tells at once. */
export function isWorthAnotherTry(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return code === '23505' || (isTransient(error) && !/^(53|55|58)/.test(code));
}
