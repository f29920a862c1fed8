/** What takes too long. It may still happen: whoever waits must not rely on either. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** Waits for work, but no longer than this. What becomes of the work afterwards nobody hears. */
export async function within<Result>(ms: number, what: string, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`${what} took more than ${ms} ms.`)), ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
