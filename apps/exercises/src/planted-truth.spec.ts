import { describe, expect, it } from '@jest/globals';
import { enterprise, feedbackBatch } from './planted-truth.fixture';
import { feedbackSpeedOf } from './session/feedback-speed/feedback-speed.measures';

const asOf = '2027-01-04T12:00:00.000Z';

it('An enterprise has eight silos among 24 teams, and one challenge in ten names the wrong team', () => {
  const runs = Array.from({ length: 50 }, (_, seed) => enterprise(seed));
  for (const { teamIds, planted } of runs) {
    expect(teamIds).toHaveLength(24);
    expect(new Set(planted).size).toBe(8);
  }
  const named = runs.flatMap(({ challenges }) => challenges);
  const wrong = named.filter(({ challengeId, relations }) => challengeId.split(' ')[1] !== relations[0]!.teamId);
  expect(wrong.length / named.length).toBeCloseTo(0.1 / 0.9, 1);
});

describe('A hop planted at three times the median of the others', () => {
  const called = (traces: number, isPlanted: boolean, runs: number) =>
    Array.from({ length: runs }, (_, seed) => {
      const { bottleneck } = feedbackSpeedOf({ asOf, traces: feedbackBatch(seed, traces, isPlanted) });
      return bottleneck?.conclusive ? `${bottleneck.fromTeamId} ${bottleneck.toTeamId}` : null;
    });

  it('is called the bottleneck in 95 % of runs with eight traces', () =>
    expect(called(8, true, 40).filter((hop) => hop === 'D E').length / 40).toBeGreaterThanOrEqual(0.95));

  it('is called in no more than 10 % of runs where none is', () =>
    expect(called(5, false, 120).filter((hop) => hop !== null).length / 120).toBeLessThanOrEqual(0.1));
});
