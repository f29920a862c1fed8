import type { CycleRow } from './cycle.measures';
import type { ChangeCard, Sample, Verdict } from './cycle.events';
import type { Iteration } from './cycle.measures';
import { levelOf, sizeOf } from './verdict.measures';

/** An analysis as the page tells it. */
export interface ToldAnalysis {
  readonly sentence: string;
  readonly readings: readonly string[];
  readonly roots: readonly { readonly text: string; readonly control: string; readonly evidence: readonly string[] }[];
}

/** All that the page is made of. */
export interface A3Source {
  readonly cycle: CycleRow;
  readonly finding: { readonly summary: string; readonly severity: number } | null;
  readonly analyses: readonly ToldAnalysis[];
  nameOf(id: string): string;
  /** Makes a text show itself and do nothing else. */
  escaped(text: string): string;
}

/**
 * A cycle on one page, in Markdown: background, current state, goal, root cause, countermeasures, plan, follow-up.
 * Source: the A3 report, Shook, Managing to Learn (2008).
 */
export function a3Of(source: A3Source): string {
  const { cycle, finding, escaped, nameOf } = source;
  const name = (id: string) => escaped(nameOf(id));
  const title = finding ? escaped(finding.summary) : 'Improvement cycle';
  const current = cycle.iterations.at(-1);
  const background = [
    `- Symptom: ${escaped(cycle.symptomId)}${finding ? `, severity ${finding.severity} of 5` : ''}`,
    `- Teams: ${cycle.teamIds.map(name).join(', ')}`,
    `- Owners: ${name(cycle.ownerProductId)} (product), ${name(cycle.ownerEngineeringId)} (engineering)`,
    `- Noticed: ${dayOf(cycle.openedAt)}`,
  ];
  return (
    [
      `# A3: ${title}`,
      `Status: ${wordsOf(cycle.status)}${cycle.staleSince ? `, stale since ${dayOf(cycle.staleSince)}` : ''}`,
      ...section('Background', background),
      ...section('Current state', [
        ...source.analyses.map(({ sentence }) => `- ${escaped(sentence)}`),
        ...baselineOf(source),
      ]),
      ...section('Goal', current ? goalOf(current.card, escaped) : []),
      ...section(
        'Root cause',
        source.analyses.flatMap((analysis) => rootsOf(analysis, escaped)),
      ),
      ...section(
        'Countermeasures',
        cycle.iterations.map((one) => countermeasure(one, escaped)),
      ),
      ...section('Plan', planOf(cycle, name)),
      ...section('Follow-up', followUpOf(source)),
    ].join('\n\n') + '\n'
  );
}

const section = (title: string, lines: readonly string[]) => [
  `## ${title}`,
  lines.length > 0 ? lines.join('\n') : '_Nothing yet._',
];

const dayOf = (moment: string) => moment.slice(0, 10);
const wordsOf = (status: string) => status.replaceAll('_', ' ');
const rounded = (value: number) => String(Number(value.toPrecision(4)));

function levelText({ measure, hypothesis }: ChangeCard, sample: Sample, escaped: A3Source['escaped']): string {
  const level = rounded(levelOf(measure.kind, sample));
  const size = sizeOf(sample);
  return `${escaped(hypothesis.metric)}: ${level} (n = ${size}, ${dayOf(sample.from)} to ${dayOf(sample.to)})`;
}

function baselineOf({ cycle, escaped }: A3Source): readonly string[] {
  const card = cycle.iterations.at(-1)?.card;
  if (!card) return [];
  const { baseline } = card.measure;
  return [baseline ? `- ${levelText(card, baseline, escaped)}` : '- No baseline was taken.'];
}

function goalOf({ hypothesis, measure }: ChangeCard, escaped: A3Source['escaped']): readonly string[] {
  const { ifWe, metric, direction, by, withinDays } = hypothesis;
  return [
    `- If we ${escaped(ifWe)}, then ${escaped(metric)} moves ${direction} by ${escaped(by)} within ${withinDays} days.`,
    `- Target: ${rounded(measure.target)}; least effect worth having: ${rounded(measure.minEffect)}`,
  ];
}

const rootsOf = ({ roots, readings }: ToldAnalysis, escaped: A3Source['escaped']): readonly string[] => [
  ...roots.map(({ text, control, evidence }) => {
    const proofs = evidence.map(escaped).join('; ');
    return `- **${escaped(text)}** (control: ${wordsOf(control)})${proofs ? `, evidence: ${proofs}` : ''}`;
  }),
  ...readings.map((reading) => `- ${escaped(reading)}`),
];

const countermeasure = ({ iteration, card, overrideReason }: Iteration, escaped: A3Source['escaped']): string =>
  `${iteration}. ${escaped(card.hypothesis.ifWe)} (${escaped(card.processArea)}, ` +
  `${rounded(card.effortPersonWeeks)} person-weeks). Stopped ${escaped(card.stopRule)}.` +
  (overrideReason === undefined ? '' : ` Begun without a baseline: ${escaped(overrideReason)}`);

function planOf({ collaborators, iterations }: CycleRow, name: (id: string) => string): readonly string[] {
  const people = [...new Set(collaborators.map(({ personId }) => personId))].map(name);
  const dates = iterations.map(({ iteration, card, agreedAt, startedAt }) => {
    const agreed = agreedAt === undefined ? 'not agreed yet' : `agreed ${dayOf(agreedAt)}`;
    const started = startedAt === undefined ? 'not begun' : `begun ${dayOf(startedAt)}`;
    const teams = card.teamIds.map(name).join(', ');
    return `- Try ${iteration}: ${agreed}, ${started}, review ${dayOf(card.reviewAt)}, teams ${teams}`;
  });
  return people.length > 0 ? [`- Thought out by ${people.join(', ')}`, ...dates] : dates;
}

function followUpOf({ cycle, escaped }: A3Source): readonly string[] {
  const { iterations, adoptedAt, watchUntil, recurredAt, abandonedBecause, adoptedBecause, closedAt } = cycle;
  const measurements = iterations.flatMap(({ iteration, card, measurements: all, refinedBecause }) => [
    ...all.map(({ sample, verdict }) => {
      const told = verdictText(verdict);
      return `- Try ${iteration}: ${levelText(card, sample, escaped)}: **${wordsOf(verdict.outcome)}**, ${told}`;
    }),
    ...(refinedBecause === undefined ? [] : [`- Tried once more: ${escaped(refinedBecause)}`]),
  ]);
  return [
    ...measurements,
    ...(adoptedAt ? [`- Adopted ${dayOf(adoptedAt)}${adoptedBecause ? `: ${escaped(adoptedBecause)}` : ''}`] : []),
    ...(watchUntil ? [`- Watched until ${dayOf(watchUntil)}`] : []),
    ...recurredAt.map((at) => `- Came back ${dayOf(at)}`),
    ...(abandonedBecause ? [`- Abandoned: ${escaped(abandonedBecause)}`] : []),
    ...(closedAt ? [`- Closed ${dayOf(closedAt)}`] : []),
  ];
}

function verdictText({ effect, interval, nBefore, nAfter, nNeeded, method, statsVersion }: Verdict): string {
  const range = interval
    ? ` (${Math.round(interval.level * 100)} % interval ${rounded(interval.low)} to ${interval.high === null ? 'open' : rounded(interval.high)})`
    : '';
  const told = effect === null ? 'no effect can be told' : `effect ${rounded(effect)}${range}`;
  const more = nNeeded === null ? '' : `; ${nNeeded} a side would decide`;
  return `${told}, n = ${nBefore} and ${nAfter}${more} (${method}, statistics ${statsVersion})`;
}
