import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** A service that answers a part of the graph at this address. */
export interface Subgraph {
  readonly name: string;
  readonly url: string;
}

/** What the gateway plans with, and what a client may see of it. */
export interface Supergraph {
  readonly supergraphSdl: string;
  readonly publicSdl: string;
}

/** Asks a service for its part of the schema. */
export async function sdlOf({ name, url }: Subgraph): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
    signal: AbortSignal.timeout(5_000),
  });
  const answer = (await response.json()) as { data?: { _service?: { sdl?: string } }; errors?: { message: string }[] };
  const sdl = answer.data?._service?.sdl;
  if (!sdl) throw new Error(`${name} does not tell its schema: ${answer.errors?.[0]?.message ?? response.status}`);
  return sdl;
}

/** Puts the parts together. Throws with every contradiction between them. */
export function compose(parts: readonly (Subgraph & { readonly sdl: string })[]): Supergraph {
  const composed = composeServices(parts.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (composed.supergraphSdl) return { supergraphSdl: composed.supergraphSdl, publicSdl: composed.publicSdl };
  throw new Error(
    `The services contradict each other:\n${composed.errors?.map(({ message }) => `  ${message}`).join('\n')}`,
  );
}
