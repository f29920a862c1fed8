import type { Suggestion } from '../suggestion.measures';
import { sum } from './flow.measures';
import type { NoiseReason } from './signal-noise.events';
import type { SignalNoise } from './signal-noise-work.measures';
import { type SignalCell, type SignalNoiseResult, signalNoiseOf, type SignalTotal } from './signal-noise.measures';

/** From where a figure speaks for a symptom: exercises page, 1.9. */
const thresholds = { noisyShare: 0.5, needed: 1, perception: 0.25, unclear: 0.25, wastedHours: 2, overload: 0.5 };

/** What the matrix speaks for: information that does not flow, misunderstanding, and too much of what serves nobody. */
export function suggestionsOf({ cells, receivers }: SignalNoiseResult): readonly Suggestion[] {
  return [...cells.flatMap(ofCell), ...receivers.flatMap(ofReceiver)].filter(
    ({ value, threshold }) => value >= threshold,
  );
}

function ofCell({ fromTeamId, toTeamId, flow, perceptionGap }: SignalCell): readonly Suggestion[] {
  if (!flow) return [];
  const pair = { fromTeamId, toTeamId, teamIds: [fromTeamId, toTeamId] };
  const silentNeed = flow.band === 'silent' ? flow.missing : 0;
  const noise = flow.band === 'noisy' ? 1 - flow.share.value! : 0;
  return [
    { ...pair, symptomId: 'S4', because: 'noise-share', value: noise, threshold: thresholds.noisyShare },
    { ...pair, symptomId: 'S4', because: 'silent-need', value: silentNeed, threshold: thresholds.needed },
    {
      ...pair,
      symptomId: 'S5',
      because: 'unclear-share',
      value: partOf(flow.reasons, ['unclear']),
      threshold: thresholds.unclear,
    },
    {
      ...pair,
      symptomId: 'S5',
      because: 'perception-gap',
      value: Math.abs(perceptionGap ?? 0),
      threshold: thresholds.perception,
    },
  ];
}

function ofReceiver({ teamId, flow }: SignalTotal): readonly Suggestion[] {
  if (!flow) return [];
  const team = { symptomId: 'S11', teamIds: [teamId], toTeamId: teamId } as const;
  const tooMuch = partOf(flow.reasons, ['too_much', 'wrong_audience']);
  return [
    {
      ...team,
      because: 'wasted-hours-per-person',
      value: flow.wastedHoursPerPersonWeek ?? 0,
      threshold: thresholds.wastedHours,
    },
    { ...team, because: 'too-much-share', value: tooMuch, threshold: thresholds.overload },
  ];
}

function partOf(
  reasons: readonly { readonly reason: NoiseReason; readonly n: number }[],
  some: readonly NoiseReason[],
) {
  const count = (list: typeof reasons) => sum(list.map(({ n }) => n));
  return reasons.length === 0 ? 0 : count(reasons.filter(({ reason }) => some.includes(reason))) / count(reasons);
}

/** The result with what it speaks for. */
export const resultOf = (result: SignalNoiseResult) => ({ ...result, suggestions: suggestionsOf(result) });

interface About {
  readonly fromTeamId?: string;
  readonly toTeamId?: string;
}

/** The figures behind a finding about a pair, or about all that reaches a team; null where there are none to show. */
export function signalEvidence(work: SignalNoise, { fromTeamId, toTeamId }: About) {
  if (!work.asOf) return null;
  const { cells, receivers } = signalNoiseOf(work, work.asOf);
  const isCell = (cell: SignalCell) => cell.fromTeamId === fromTeamId && cell.toTeamId === toTeamId;
  const flow = fromTeamId ? cells.find(isCell)?.flow : receivers.find(({ teamId }) => teamId === toTeamId)?.flow;
  return flow
    ? {
        fromTeamId,
        toTeamId,
        n: flow.raters,
        signalShare: flow.share.value ?? undefined,
        wastedHoursPerWeek: flow.wastedHoursPerWeek,
      }
    : null;
}
