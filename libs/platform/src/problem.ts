/** A request turned away before any rule was asked. Clients branch on `code`; people read `message`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What a request can be turned away for, at every door. Rules of the trade have codes of their own, in kebab-case. */
export type ProblemCode =
  | 'BAD_REQUEST'
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'QUERY_TOO_COMPLEX'
  | 'INTERNAL_SERVER_ERROR'
  | 'UNAVAILABLE';

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

/** Answers with application/problem+json (RFC 9457) and the code as a member of it. */
export function problem(reply: Reply, status: number, { code, message }: { code: string; message: string }): void {
  const body = { type: 'about:blank', title: code, status, detail: message, code };
  reply.status(status).header('content-type', 'application/problem+json').send(JSON.stringify(body));
}
