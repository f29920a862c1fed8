import { describe, expect, it } from '@jest/globals';
import { type Enterprise, enterprise, feedbackBatch, inConsensus } from './planted-truth.fixture';
import { feedbackSpeedOf } from './session/feedback-speed/feedback-speed.measures';
import { signalNoiseOf } from './session/signal-noise/signal-noise.measures';
import { blankSpotlight } from './session/silo-spotlight/silo-spotlight-work.measures';
import { siloSpotlightOf } from './session/silo-spotlight/silo-spotlight.measures';

const asOf = '2027-01-04T12:00:00.000Z';
const seeds = (first: number, n: number) => Array.from({ length: n }, (_, index) => first + index);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('Eight silos planted among 24 teams', () => {
  // The rule was chosen on seeds from 10,000 on.
  const runs = seeds(0, 50).map(enterprise);

  it('stand beside one challenge in nine that names the wrong team', () => {
    for (const { teamIds, planted, signals } of runs) {
      expect(teamIds).toHaveLength(24);
      expect(signals.sheets).toHaveLength(300);
      expect(new Set(planted).size).toBe(8);
    }
    const named = runs.flatMap(({ challenges }) => challenges);
    const wrong = named.filter(({ challengeId, relations }) => challengeId.split(' ')[1] !== relations[0]!.teamId);
    expect(wrong.length / named.length).toBeCloseTo(1 / 9, 1);
  });

  it('are found by Silo Spotlight with Signal-to-Noise: recall and precision are .9 or more over 50 enterprises', () => {
    const found = runs.map(({ planted, ...said }) => {
      const silos = silosIn({ ...said, signals: inConsensus(said.signals) });
      const right = silos.filter((pair) => planted.includes(pair)).length;
      return { recall: right / planted.length, precision: silos.length > 0 ? right / silos.length : 0 };
    });
    expect(mean(found.map(({ recall }) => recall))).toBeGreaterThanOrEqual(0.9);
    expect(mean(found.map(({ precision }) => precision))).toBeGreaterThanOrEqual(0.9);
  });

  it('are the same where each of 300 people speaks alone', () => {
    const [run] = runs;
    expect(silosIn(run!)).toEqual(silosIn({ ...run!, signals: inConsensus(run!.signals) }));
    expect(silosIn(run!)).not.toEqual([]);
  });

  function silosIn({ teamIds, challenges, signals }: Omit<Enterprise, 'planted'>) {
    const ties = { source: 'signal-noise' as const, ties: signalNoiseOf(signals, asOf).cells };
    const { silos } = siloSpotlightOf({ ...blankSpotlight, teamIds, challenges, ties }, asOf);
    return silos.filter(({ isSilo }) => isSilo).map((silo) => silo.teamIds.join(' '));
  }
});

describe('A hop planted at three times the median of the others, with five traces', () => {
  const called = (traces: number, isPlanted: boolean, runs: number) =>
    seeds(0, runs).map((seed) => {
      const { bottleneck } = feedbackSpeedOf({ asOf, traces: feedbackBatch(seed, traces, isPlanted) });
      return bottleneck?.conclusive ? `${bottleneck.fromTeamId} ${bottleneck.toTeamId}` : null;
    });

  it('is called the bottleneck in 95 % of runs', () =>
    expect(called(5, true, 800).filter((hop) => hop === 'D E').length / 800).toBeGreaterThanOrEqual(0.95));

  it('is called in no more than 10 % of runs where none is', () =>
    expect(called(5, false, 500).filter((hop) => hop !== null).length / 500).toBeLessThanOrEqual(0.1));
});
