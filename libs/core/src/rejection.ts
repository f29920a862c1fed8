/** A command refused by a rule. Clients branch on `code`; people read `message`. */
export class Rejection extends Error {
  override readonly name = 'Rejection';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** States a rule: refuses the command unless it holds. */
export function demand(rule: boolean, code: string, message: string): asserts rule {
  if (!rule) throw new Rejection(code, message);
}
