import { demand } from '@tandem/core';
import type { Design, ExperimentKind, Metric, Plan } from './design.events';
import { unitsNeeded } from './power.measures';

const key = /^[a-z0-9][a-z0-9_-]{0,62}$/i;
/** Characters that any text of an experiment has room for. */
export const mostText = 1_000;
const mostKeys = 20;
const weights = { least: 0.0001, most: 1_000_000 };
/** People in a usability test: from there on a measured test tells more. */
export const mostUsabilityUnits = 30;

export const kindOf = ({ kind }: Design): ExperimentKind => kind ?? 'ab';

/** The metric's part in the decision: the first is the primary one unless the design says otherwise. */
export const roleOf = (metrics: readonly Metric[], index: number) =>
  metrics[index]!.role ?? (index === 0 ? 'primary' : 'secondary');

/** Refuses a design that contradicts itself. It may still lack what a signature needs. */
export function demandSoundDesign(design: Design): void {
  const { hypothesis, teamIds, variants, metrics, customerInsight = '', feasibility = '', checklist = [] } = design;
  demand(hypothesis.trim() !== '', 'hypothesis-missing', '`hypothesis` must say what you believe, in one sentence.');
  for (const [name, text] of Object.entries({ hypothesis, customerInsight, feasibility }))
    demand(text.length <= mostText, 'too-long', `\`${name}\` has room for ${mostText} characters.`);
  demand(teamIds.length > 0, 'team-missing', '`teamIds` must name at least one team.');
  demand(isOnce(teamIds), 'team-twice', '`teamIds` must name each team once.');
  demandVersions(design);
  demand(metrics.length >= 1, 'nothing-to-measure', '`metrics` must name at least one; the first decides.');
  const few = [teamIds, variants, metrics, checklist].every((listed) => listed.length <= mostKeys);
  const lists = '`teamIds`, `variants`, `metrics` and `checklist`';
  demand(few, 'too-many', `${lists} hold at most ${mostKeys} each.`);
  const keys = [variants, metrics].map((named) => named.map((each) => each.key));
  const wellFormed = keys.flat().every((each) => key.test(each));
  demand(wellFormed, 'bad-key', 'A `key` is made of letters, digits, - and _, at most 63 of them, no sign first.');
  demand(keys.every(isOnce), 'key-twice', 'Each `key` stands once among the variants and once among the metrics.');
  const weighed = variants.every(({ weight }) => weight >= weights.least && weight <= weights.most);
  demand(weighed, 'bad-weight', `Each \`weight\`, a variant's share, must be ${weights.least} to ${weights.most}.`);
  demandRoles(metrics);
  const items = checklist.every((item) => item.trim() !== '' && item.length <= 200) && isOnce(checklist);
  demand(items, 'bad-checklist', '`checklist` must name each item once, in 1 to 200 characters.');
  if (design.plan) demandSoundPlan(design.plan, design);
}

function demandVersions(design: Design): void {
  const { length } = design.variants;
  const kind = kindOf(design);
  const single = kind === 'prototype' || kind === 'fake_door' || kind === 'usability';
  const compared = '`variants` must name at least two versions; the first is the control.';
  demand(length >= (single ? 1 : 2), 'nothing-to-compare', compared);
  const two = `\`variants\` of a ${kind.replace('_', ' ')} must name at most two; the first is the control.`;
  demand(kind === 'ab' || length <= 2, 'too-many-versions', two);
}

function demandRoles(metrics: readonly Metric[]): void {
  const primary = metrics.filter((_, index) => roleOf(metrics, index) === 'primary');
  const one = '`metrics` must hold exactly one with the role primary, and it must stand first.';
  demand(primary.length === 1 && primary[0] === metrics[0], 'one-primary', one);
  for (const [index, { key, kind, margin, benchmark }] of metrics.entries()) {
    const guards = roleOf(metrics, index) === 'guardrail';
    const limit = `\`margin\` of ${key} must be a positive number: how much worse the guardrail may be.`;
    demand(!guards || (margin !== undefined && isPositive(margin)), 'margin-missing', limit);
    demand(guards || margin === undefined, 'margin-unused', `\`margin\` of ${key} belongs to a guardrail only.`);
    const rate = benchmark === undefined || (kind === 'proportion' && benchmark > 0 && benchmark < 1);
    demand(rate, 'bad-benchmark', `\`benchmark\` of ${key} must be a share between 0 and 1, of a proportion.`);
  }
}

function demandSoundPlan(plan: Plan, design: Design): void {
  const kind = kindOf(design);
  const { baseline, spread } = plan;
  const isShare = design.metrics[0]!.kind === 'proportion';
  const today = baseline === undefined || (isShare ? baseline > 0 && baseline < 1 : Number.isFinite(baseline));
  demand(
    today,
    'bad-baseline',
    '`baseline` must be a share between 0 and 1, or a number if the primary metric is a mean.',
  );
  const spreads = spread === undefined || (!isShare && isPositive(spread));
  demand(spreads, 'bad-spread', '`spread` must be a positive number, and belongs to a mean only.');
  const { minimumEffect, power, alpha, units, days, lookDays = [days] } = plan;
  const effect = minimumEffect === undefined || isPositive(minimumEffect);
  demand(effect, 'bad-effect', '`minimumEffect` must be a positive number, in the unit of the primary metric.');
  demand(power === undefined || (power >= 0.5 && power < 1), 'bad-power', '`power` must be .5 to below 1, usually .8.');
  demand(alpha === undefined || (alpha > 0 && alpha <= 0.2), 'bad-alpha', '`alpha` must be above 0 and at most .2.');
  demand(isWhole(units, 1, 1e9), 'bad-units', '`units` must be a whole number of at least 1.');
  const people = `\`units\` of a usability test must be at most ${mostUsabilityUnits}: with more, compare versions.`;
  demand(kind !== 'usability' || units <= mostUsabilityUnits, 'too-many-units', people);
  demand(isWhole(days, 1, 366), 'bad-days', '`days` must be a whole number, 1 to 366.');
  const ascending = lookDays.every((day, i) => isWhole(day, 1, days) && (i === 0 || day > lookDays[i - 1]!));
  const looks = `\`lookDays\` must be whole days in ascending order, at most ${mostKeys}, the last of them day ${days}.`;
  demand(ascending && lookDays.at(-1) === days && lookDays.length <= mostKeys, 'bad-looks', looks);
}

/** What a design still lacks before anybody can sign it. Null: nothing. */
export function lackOf(design: Design): { readonly code: string; readonly message: string } | null {
  const { plan, customerInsight = '', feasibility = '', rule, metrics, variants } = design;
  const kind = kindOf(design);
  if (customerInsight.trim() === '')
    return {
      code: 'insight-missing',
      message: '`customerInsight` must say what is known of customers; product signs it.',
    };
  if (feasibility.trim() === '')
    return {
      code: 'feasibility-missing',
      message: '`feasibility` must say how it is built, measured and taken back; engineering signs it.',
    };
  if (!plan) return { code: 'plan-missing', message: '`plan` must say how many units, for how many days.' };
  if (kind === 'ab' && (plan.minimumEffect === undefined || plan.power === undefined))
    return { code: 'power-missing', message: '`plan` of an A/B test must hold `minimumEffect` and `power`.' };
  const needed = unitsNeeded(design);
  if (needed !== null && needed > plan.units)
    return {
      code: 'underpowered',
      message: `\`plan.units\` must be at least ${needed} to find that effect; or name a larger effect or less power.`,
    };
  if (rule && variants.length === 1 && metrics[0]!.benchmark === undefined)
    return {
      code: 'benchmark-missing',
      message: 'A rule over a single version needs the `benchmark` of the primary metric.',
    };
  return null;
}

const isOnce = (names: readonly string[]) => new Set(names).size === names.length;
const isPositive = (value: number) => Number.isFinite(value) && value > 0;
const isWhole = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;
