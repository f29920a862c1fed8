import { Transform, type Readable } from 'node:stream';
import { Problem } from '@tandem/platform';

const tooLarge = (limit: number) =>
  new Problem(413, 'PAYLOAD_TOO_LARGE', `The body is larger than ${Math.floor(limit / 1024)} KiB.`, {
    connection: 'close',
  });

/** Far beyond any limit the rest is not even thrown away: the connection is cut. */
const patience = 64 * 1024 * 1024;

/** Reads a body whole. One that is too large is read to its end and thrown away, so that the sender hears the answer. */
export async function readBody(stream: Readable, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (size > limit + patience) break;
  }
  if (size > limit) throw tooLarge(limit);
  return Buffer.concat(chunks);
}

/** Reads a body that is too large to its end, so that the sender hears the answer: the error that this throws. */
export async function discard(stream: Readable, limit: number): Promise<never> {
  let size = 0;
  for await (const chunk of stream) if ((size += chunk.length) > patience) break;
  throw tooLarge(limit);
}

/** Lets so many bytes pass, then fails with the error that the sender is told. */
export function atMost(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > limit ? tooLarge(limit) : null, chunk);
    },
  });
}
