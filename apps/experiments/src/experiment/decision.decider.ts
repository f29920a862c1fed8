import { type Command, demand } from '@tandem/core';
import { normalUpperTail, sequentialBounds, statsVersion } from '@tandem/statistics';
import type { Decision, DecisionRecord, Reading } from './decision.events';
import { type Contrast, rulingOf } from './decision.measures';
import { kindOf } from './design.decider';
import type { Design, Plan } from './design.events';
import type { ExperimentEvent } from './experiment.events';
import { type Gated, signersOf } from './gate.decider';
import type { Entry } from './observation.events';
import { resultOf } from './result.measures';
import { smallSampleContrasts, unitsIn } from './small-sample.measures';
import { demandText } from './text.decider';

export type DecisionCommand = Command<
  'DecideExperiment',
  {
    /** The sums as they were read at `now`; empty for what is entered by hand. */
    readings: readonly Reading[];
    /** Left out: what the rule says. */
    decision?: Decision;
    reason?: string;
    personId: string;
    now: string;
  }
>;

/** What a decision is derived from: the log up to it, and the figures that it carries. */
export interface Case {
  readonly status: string;
  readonly design: Design;
  readonly designVersion: number;
  readonly startedAt: string | null;
  readonly entries: readonly Entry[];
  readonly looks: readonly Look[];
}

/** A look that was taken: how many units the data held. */
export interface Look {
  readonly units: number;
}

const dayMs = 86_400_000;

/** The days of the plan at which it is looked at. */
const lookDaysOf = ({ plan }: Design): readonly number[] => plan?.lookDays ?? (plan ? [plan.days] : []);

/** When the next look is due. Null: the plan has no further one, and it may be looked at whenever there are more units. */
export function nextLookOf({ design, startedAt, looks }: Pick<Case, 'design' | 'startedAt' | 'looks'>): string | null {
  const day = lookDaysOf(design)[looks.length];
  if (day === undefined || startedAt === null) return null;
  return new Date(Date.parse(startedAt) + day * dayMs).toISOString();
}

/** When results may first be seen, if the design hides them. Null: at any time. */
export function hiddenUntil({ hidesResults, days, lookDays = [days] }: Plan, startedAt: string | null): string | null {
  if (!hidesResults || startedAt === null) return null;
  return new Date(Date.parse(startedAt) + lookDays[0]! * dayMs).toISOString();
}

/** Until when its team has agreed not to look. Null: it may be looked at, from the first look or the end on. */
export function hidden({ plan, startedAt, concludedAt }: Lookable, now: Date): string | null {
  const until = plan && concludedAt === null ? hiddenUntil(plan, startedAt) : null;
  return until !== null && Date.parse(until) > now.getTime() ? until : null;
}

interface Lookable {
  readonly plan: Plan | null;
  readonly startedAt: string | null;
  readonly concludedAt: string | null;
}

/** Decides by the declared rule, or otherwise with a reason; each look of the plan once. */
export function decideByRule(
  data: DecisionCommand['data'],
  state: Case & Pick<Gated, 'signatures'>,
): ExperimentEvent[] {
  const { rule } = state.design;
  demand(rule !== undefined, 'no-rule', 'Its design declares no rule: conclude it with a verdict and a reason.');
  const stopped = state.status === 'stopped';
  const due = nextLookOf(state);
  const isDue = stopped || due === null || Date.parse(data.now) >= Date.parse(due);
  demand(isDue, 'look-not-due', `Look ${state.looks.length + 1} is agreed for ${due}.`);
  if (data.reason !== undefined) demandText('reason', data.reason);
  const record = recordOf(data, state);
  const differs = record.decision !== record.ruled;
  const said = `The rule says ${record.ruled} (${record.ground}). \`reason\` must say why you differ.`;
  demand(!differs || record.reason !== null, 'reason-missing', said);
  const ends = record.decision !== 'keep_running' || !stopped;
  demand(ends, 'already-stopped', 'It has been stopped: it cannot be kept running.');
  return [{ type: 'ExperimentDecided', data: { ...record, readings: data.readings, signerIds: signersOf(state) } }];
}

/** The record of a decision: a function of the log before it and of what the decision carries. */
export function recordOf(data: DecisionCommand['data'], state: Case): DecisionRecord {
  const { readings, decision, reason = null, personId, now } = data;
  const { design, designVersion, entries, startedAt, looks, status } = state;
  const rule = design.rule ?? 'clear_signals';
  const { variants, metrics, plan } = design;
  const tracked = kindOf(design) === 'ab' ? resultOf(variants, metrics, readings) : null;
  const units = tracked?.units ?? unitsIn(entries);
  const challengers = (variants.length > 1 ? variants.slice(1) : variants).map(({ key }) => key);
  const lastDay = Date.parse(startedAt ?? now) + (plan?.days ?? 0) * dayMs;
  const isFulfilled = units >= (plan?.units ?? 0) || Date.parse(now) >= lastDay;
  const alpha = levelOf(design, [...looks, { units }], isFulfilled) / challengers.length;
  const { ruled, ground, winner, figures } = rulingOf({
    rule,
    metrics,
    challengers,
    contrasts: tracked ? trackedContrasts(tracked) : smallSampleContrasts(design, entries),
    alpha,
    sampleRatioAlarm: tracked?.sampleRatio?.verdict === 'alarm',
    isOver: status === 'stopped' || isFulfilled,
  });
  return {
    teamIds: design.teamIds,
    decision: decision ?? ruled,
    ruled,
    ground,
    winner: (decision ?? ruled) === 'ship' ? winner : null,
    rule,
    designVersion,
    look: looks.length + 1,
    alpha,
    watermark: { readAt: now, units },
    figures,
    statsVersion,
    reason,
    personId,
    decidedAt: now,
  };
}

/**
 * The level at which the last of these looks tests. A single look at a plan that is fulfilled has the whole of it;
 * otherwise it is spent look by look as units come in, so that looking often, stopping early or running on past the
 * plan raises no false alarm.
 */
function levelOf(design: Design, looks: readonly Look[], isFulfilled: boolean): number {
  const { alpha = 0.05, units: planned = 1 } = design.plan ?? {};
  if (looks.length === 1 && lookDaysOf(design).length <= 1 && isFulfilled) return alpha;
  let most = 0;
  const fractions = looks.map(({ units }) => (most = Math.max(most, units / planned))).filter((share) => share > 0);
  if (fractions.length === 0) return 0;
  return 2 * normalUpperTail(sequentialBounds(fractions, 1 - alpha).at(-1)!);
}

/** Derives a decision again from the log before it. With the same edition of the statistics it is the same to the byte. */
export function derivedRecord(
  state: Case,
  { data }: Extract<ExperimentEvent, { type: 'ExperimentDecided' }>,
): DecisionRecord {
  const { readings, decision, reason, personId, decidedAt } = data;
  return recordOf({ readings, decision, personId, now: decidedAt, ...(reason === null ? {} : { reason }) }, state);
}

function trackedContrasts({ metrics }: ReturnType<typeof resultOf>): Contrast[] {
  return metrics.flatMap(({ metric, method, arms, comparisons }) =>
    comparisons.map(({ variant, control, difference, p, ciLow, ciHigh }) => {
      const n = arms
        .filter((arm) => arm.variant === variant || arm.variant === control)
        .reduce((sum, arm) => sum + arm.n, 0);
      return { metric, variant, n, difference, p, ciLow, ciHigh, method };
    }),
  );
}
