import { demand } from '@tandem/core';
import type { ChangeCard, Hypothesis, Measure, MeasureKind, Period, Sample } from './cycle.events';

const day = 24 * 3_600_000;
const mostPersonWeeks = 2;
const mostTeams = 3;
const mostDays = 42;
const mostValues = 500;
const mostLooks = 12;

/** A change is small, says what it should move and how far, and when it is given up. */
export function demandSmall(card: ChangeCard): void {
  const { hypothesis, measure, effortPersonWeeks, teamIds } = card;
  demandText('hypothesis.ifWe', hypothesis.ifWe);
  demandText('hypothesis.metric', hypothesis.metric);
  demandText('hypothesis.by', hypothesis.by);
  const { withinDays } = hypothesis;
  demand(withinDays >= 1, 'no-time-to-work', '`hypothesis.withinDays` must be at least one day.');
  demandText('processArea', card.processArea);
  demandText('stopRule', card.stopRule);
  const isSmall = effortPersonWeeks > 0 && effortPersonWeeks <= mostPersonWeeks;
  const smaller = `\`effortPersonWeeks\` must be more than 0 and at most ${mostPersonWeeks}: try a smaller change first.`;
  demand(isSmall, 'too-much-effort', smaller);
  const teams = new Set(teamIds).size;
  const fewer = `\`teamIds\` must name 1 to ${mostTeams} teams: try it with fewer first.`;
  demand(teams >= 1 && teams <= mostTeams, 'too-many-teams', fewer);
  const days = (Date.parse(card.reviewAt) - Date.parse(card.startAt)) / day;
  demand(days > 0, 'review-before-start', '`reviewAt` must lie after `startAt`.');
  demand(days <= mostDays, 'review-too-late', `\`reviewAt\` must lie within ${mostDays} days of \`startAt\`.`);
  demandMeasure(hypothesis, measure);
}

function demandMeasure({ direction }: Hypothesis, { kind, baseline, looks = 1, ...measure }: Measure) {
  const named = [measure.metricRef, measure.exerciseRef].filter((ref) => ref !== undefined && ref.trim() !== '');
  demand(named.length === 1, 'one-measure', 'Name either `measure.metricRef` or `measure.exerciseRef`.');
  const { target, minEffect } = measure;
  demand(Number.isFinite(target), 'bad-target', '`measure.target` must be a number.');
  demand(Number.isFinite(minEffect) && minEffect > 0, 'bad-min-effect', '`measure.minEffect` must be more than 0.');
  const isRatio = kind === 'duration' || kind === 'count';
  const message = '`measure.minEffect` must be a share below 1, such as .2, where a duration or a count shall go down.';
  demand(!isRatio || direction === 'up' || minEffect < 1, 'bad-min-effect', message);
  const isFew = Number.isInteger(looks) && looks >= 1 && looks <= mostLooks;
  demand(isFew, 'bad-looks', `\`measure.looks\` goes from 1 to ${mostLooks}.`);
  if (baseline) demandSample('measure.baseline', kind, baseline);
}

/** A sample has what its kind needs and nothing else, over a window of time. */
export function demandSample(field: string, kind: MeasureKind, { from, to, ...sample }: Sample): void {
  demand(Date.parse(from) < Date.parse(to), 'empty-window', `\`${field}.from\` must lie before \`${field}.to\`.`);
  const { needs, message } = shapes[kind];
  const given = Object.entries(sample).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  demand(given.toSorted().join() === needs, 'bad-sample', `\`${field}\` of a ${kind} holds ${message}`);
  const { values = [], periods = [], count = 0, n = 1 } = sample;
  const isMany = values.length <= mostValues && periods.length <= mostValues;
  const some = needs !== 'values' || values.length > 0;
  const holds = isMany && some && (needs !== 'periods' || periods.length > 0);
  demand(holds, 'bad-sample', `\`${field}.${needs}\` must hold 1 to ${mostValues} entries.`);
  const least = kind === 'duration' ? 0 : -Infinity;
  const areValues = values.every((value) => Number.isFinite(value) && value >= least);
  demand(areValues, 'bad-sample', `\`${field}.values\` must all be numbers, of a duration none below 0.`);
  const isPeriod = (one: Period) => isCount(one.count) && Number.isFinite(one.exposure) && one.exposure > 0;
  const bad = `\`${field}.periods\` each need a whole \`count\` and an \`exposure\` above 0.`;
  demand(periods.every(isPeriod), 'bad-sample', bad);
  const isShare = isCount(count) && isCount(n) && n > 0 && (needs !== 'count,n' || count <= n);
  demand(isShare, 'bad-sample', `\`${field}.count\` must be a whole number, at most \`${field}.n\`, which is above 0.`);
}

const isCount = (value: number) => Number.isInteger(value) && value >= 0;

const listed = { needs: 'values', message: '`values`, and nothing else but its window.' };
const shapes: Readonly<Record<MeasureKind, { readonly needs: string; readonly message: string }>> = {
  score: listed,
  duration: listed,
  series: listed,
  count: { needs: 'periods', message: '`periods`, and nothing else but its window.' },
  share: { needs: 'count,n', message: '`count` and `n`, and nothing else but its window.' },
};

/** A text that says something and is not a book. */
export function demandText(field: string, text: string | undefined): asserts text is string {
  demand(text !== undefined && text.trim() !== '', 'empty-text', `\`${field}\` must not be empty.`);
  demand(text.length <= 1_000, 'text-too-long', `\`${field}\` holds at most 1000 characters.`);
}
