/** The embedded PostgreSQL cannot start; the message says why and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code:
      | 'no-binaries'
      | 'not-writable'
      | 'other-version'
      | 'no-password'
      | 'in-use'
      | 'port-in-use'
      | 'initdb-failed'
      | 'not-ready'
      | 'ended',
    message: string,
  ) {
    super(message);
  }
}
