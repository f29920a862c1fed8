import { setTimeout as sleep } from 'node:timers/promises';
import { type Step, toGraphql } from '../sample/script';

/** Who asks: everything goes through the doors that customers use, as one of the sample people. */
export interface Customer {
  ask<Data>(as: string, query: string, variables?: object): Promise<Data>;
  /**
   * Carries out a script step by step. A step that was done before answers the same and does nothing; drafts of a
   * phase that is over are passed over.
   */
  play(script: string, steps: readonly Step[], isOver?: (phase: string) => boolean): Promise<void>;
  post(path: string, body: string, headers: Readonly<Record<string, string>>, as?: string): Promise<unknown>;
}

/** A door answered with a refusal. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A customer of the gateway at this address. Waits and tries again while a service is not there yet. */
export function customer(url: string, tokenFor: (person: string) => Promise<string>): Customer {
  async function send(path: string, body: string, headers: Record<string, string>, as?: string, tries = 20) {
    const authorization = as && { authorization: `Bearer ${await tokenFor(as)}` };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers: { ...headers, ...authorization }, body });
    if (response.status !== 503 || tries === 0) return response;
    await sleep(250);
    return send(path, body, headers, as, tries - 1);
  }

  async function ask<Data>(as: string, query: string, variables?: object): Promise<Data> {
    const response = await send('/graphql', JSON.stringify({ query, variables }), json, as);
    const { data, errors } = (await response.json()) as Answer;
    const [error] = errors ?? [];
    if (error) throw new Refused(error.extensions?.code ?? 'UNKNOWN', error.message);
    return data as Data;
  }

  return {
    ask,
    async play(script, steps, isOver = () => false) {
      for (const [index, step] of steps.entries()) {
        if (step.phase && isOver(step.phase)) continue;
        const query = toGraphql(step, script, index);
        await ask(step.as, query).catch((error: Error) => {
          throw new Error(
            `The sample's step ${script} ${index + 1} (${step.mutation} as ${step.as}) failed: ${error.message}`,
          );
        });
      }
    },
    async post(path, body, headers, as) {
      const response = await send(path, body, headers, as);
      if (response.ok) return response.json();
      const { code = 'UNKNOWN', detail } = (await response.json()) as Record<string, string>;
      throw new Refused(code, `${path} answered ${response.status}: ${detail ?? code}`);
    },
  };
}

const json = { 'content-type': 'application/json' };
