/** A record as it came, which may be anybody's. */
export interface Carried {
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly value: string | null;
}

/** What is wrong with a record. */
export type Fault =
  | 'missing-header'
  | 'duplicate-header'
  | 'bad-header'
  | 'foreign-key'
  | 'bad-body'
  | 'unknown-type'
  | 'unknown-version';

/** A record that is no public event of ours. The message says what is wrong and shows no values of the body. */
export class Malformed extends Error {
  override readonly name = 'Malformed';

  constructor(
    readonly code: Fault,
    message: string,
  ) {
    super(message);
  }
}

/** Reads headers strictly: each at most once, whatever its case. */
export function headersOf({ headers }: Carried) {
  const optional = (name: string): string | undefined => {
    const values = Object.keys(headers)
      .filter((key) => key.toLowerCase() === name)
      .flatMap((key) => headers[key] ?? []);
    if (values.length > 1)
      throw new Malformed('duplicate-header', `Header ${name} is there ${values.length} times; send it once.`);
    return values[0];
  };
  const header = (name: string): string => {
    const value = optional(name);
    if (!value) throw new Malformed('missing-header', `Header ${name} is missing.`);
    return value;
  };
  return { header, optional };
}
