import { demand } from '@tandem/core';
import { lackOf } from './design.decider';
import type { Design } from './design.events';
import type { Side } from './experiment.events';

/** The yes of a person for a side, to one version of the design. */
export interface Signature {
  readonly side: Side;
  readonly personId: string;
  readonly designVersion: number;
}

/** What the gate looks at: the design as it stands, who has signed which version of it, what is ticked. */
export interface Gated {
  readonly design: Design;
  readonly designVersion: number;
  readonly signatures: readonly Signature[];
  readonly ticked: readonly string[];
}

export interface Obstacle {
  readonly code: string;
  readonly message: string;
}

/**
 * What keeps an experiment from running: a design that lacks something, a side that has not signed this very version,
 * one person for both sides, an open item of the checklist. Null: nothing. Whatever begins or resumes an experiment
 * asks here, at that moment.
 */
export function obstacleOf({ design, designVersion, signatures, ticked }: Gated): Obstacle | null {
  const signed = (side: Side) =>
    signatures.find((one) => one.side === side && one.designVersion === designVersion)?.personId;
  const [product, engineering] = [signed('product'), signed('engineering')];
  if (product === undefined || engineering === undefined) {
    const missing = [product === undefined && 'product', engineering === undefined && 'engineering'].filter(Boolean);
    return {
      code: 'one-side-missing',
      message: `Version ${designVersion} must be signed by ${missing.join(' and ')} first.`,
    };
  }
  if (product === engineering)
    return { code: 'same-person', message: 'Each side must be endorsed by a person of its own.' };
  const lack = lackOf(design);
  if (lack) return lack;
  const open = (design.checklist ?? []).filter((item) => !ticked.includes(item));
  if (open.length === 0) return null;
  return { code: 'checklist-open', message: `Tick first: ${open.join('; ')}.` };
}

/** Who has signed the design as it stands. */
export const signersOf = ({ signatures }: Pick<Gated, 'signatures'>): readonly string[] =>
  signatures.map(({ personId }) => personId);

/** Refuses unless nothing is in the way. */
export function demandOpenGate(state: Gated): void {
  const obstacle = obstacleOf(state);
  demand(obstacle === null, obstacle?.code ?? '', obstacle?.message ?? '');
}
