import { wilson } from '@tandem/statistics';
import type { Decision, Ground } from './decision.events';
import type { Outcome, Side, Verdict } from './experiment.events';

/** How often what was believed came true. */
export interface WinRate {
  readonly n: number;
  readonly wins: number;
  /** Null: nothing has ended. */
  readonly rate: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly lowSample: boolean;
}

/** Experiments that ended, of one outcome and one set of proposing sides. */
export interface Ended {
  readonly outcome: Outcome;
  readonly proposedBy: readonly Side[];
  readonly count: number;
}

export interface WinRates {
  readonly overall: WinRate;
  /** By the side of whoever proposed it; who leads both counts for both. */
  readonly bySide: readonly (WinRate & { readonly side: Side })[];
}

const fewest = 10;

/** What a decision says of the hypothesis. Shipping because it does no harm confirms nothing. Null: it goes on. */
export function outcomeOfDecision(decision: Decision, ground: Ground): Outcome | null {
  switch (decision) {
    case 'keep_running':
      return null;
    case 'ship':
      return ground === 'primary-better' ? 'confirmed' : 'inconclusive';
    case 'roll_back':
      return ground === 'primary-worse' || ground === 'guardrail-beyond-margin' ? 'refuted' : 'inconclusive';
    case 'iterate':
      return 'inconclusive';
  }
}

export function outcomeOfVerdict(verdict: Verdict): Outcome {
  return verdict === 'ship' ? 'confirmed' : verdict === 'stop' ? 'refuted' : 'inconclusive';
}

/** The share of ended experiments that confirmed what was believed, with its 95 % Wilson interval. */
export function winRates(ended: readonly Ended[]): WinRates {
  const rateOf = (some: readonly Ended[]): WinRate => {
    const count = (each: readonly Ended[]) => each.reduce((sum, one) => sum + one.count, 0);
    const [n, wins] = [count(some), count(some.filter(({ outcome }) => outcome === 'confirmed'))];
    const interval = wilson(wins, n);
    return {
      n,
      wins,
      rate: n === 0 ? null : wins / n,
      ciLow: interval?.low ?? null,
      ciHigh: interval?.high ?? null,
      lowSample: n < fewest,
    };
  };
  const bySide = (side: Side) => ({ side, ...rateOf(ended.filter(({ proposedBy }) => proposedBy.includes(side))) });
  return { overall: rateOf(ended), bySide: [bySide('product'), bySide('engineering')] };
}
