import { describe, expect, it } from '@jest/globals';
import { missing, noise, signal, signalNoiseWork } from './signal-noise/info-sheets.fixture';
import { signalNoiseOf } from './signal-noise/signal-noise.measures';
import { goldenSpotlight, siloTeams } from './silo-spotlight/golden-network.fixture';
import { siloSpotlightOf } from './silo-spotlight/silo-spotlight.measures';
import { teamNetworkOf } from './team-network.measures';

const asOf = '2026-03-02T12:00:00.000Z';
const golden = { sessionId: 'silo-1', teamIds: siloTeams, result: siloSpotlightOf(goldenSpotlight, asOf) };
const matrixOf = (sessionId: string, ...sheets: Parameters<typeof signalNoiseWork>[0]) => {
  const work = signalNoiseWork(sheets);
  return { sessionId, teamIds: work.teamIds, result: signalNoiseOf(work, asOf) };
};
const oneBlock = (teamIds: readonly string[]) => [teamIds];

describe('The network of an organisation', () => {
  it('is that of its one session, with the ties that this took', () => {
    const network = teamNetworkOf([golden], [], oneBlock);
    expect(network).toMatchObject({ density: 0.4, reciprocity: 0.75, chartModularity: expect.closeTo(0, 12) });
    expect(network.weightedReciprocity).toBeCloseTo(14 / 27, 12);
    expect(network.teams[0]).toMatchObject({
      teamId: 'P',
      inStrength: expect.closeTo(10 / 6, 12),
      betweenness: expect.closeTo(5 / 12, 12),
    });
    expect(network.pairs[0]).toEqual({
      fromTeamId: 'A',
      toTeamId: 'P',
      need: expect.closeTo(5 / 6, 12),
      tie: 0,
      gap: expect.closeTo(5 / 6, 12),
      needFrom: 'silo-1',
      tieFrom: 'silo-1',
    });
  });

  it('takes ties from what was measured last, and needs too', () => {
    // Of Product to Engineering now 5 of signal to 2 of noise, before 1 to 7; Design to Engineering is silent.
    const newer = matrixOf('snr-2', ['E', signal('P', 5), noise('P', 2), missing('D')]);
    const older = matrixOf('snr-1', ['E', noise('P', 5), noise('P', 2), signal('P', 1)], ['D', signal('P', 3)]);
    const network = teamNetworkOf([golden], [newer, older], oneBlock);
    const pair = (from: string, to: string) =>
      network.pairs.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to);
    expect(pair('P', 'E')).toMatchObject({
      need: 1,
      tie: 6 / 9,
      gap: expect.closeTo(1 / 3, 12),
      needFrom: 'silo-1',
      tieFrom: 'snr-2',
    });
    expect(pair('D', 'E')).toMatchObject({ need: 0.5, tie: 0, gap: 0.5, tieFrom: 'snr-2' });
    // The newer matrix does not know what reaches Design, the older one does.
    expect(pair('P', 'D')).toMatchObject({ tie: 0.8, tieFrom: 'snr-1' });
    expect(pair('A', 'P')).toMatchObject({ tie: 0, tieFrom: 'silo-1' });
    expect(pair('A', 'S')).toMatchObject({ need: 0, tie: null, gap: null, tieFrom: null });
  });

  it('knows no need of teams that only rated, and nothing where there was no session', () => {
    const { pairs, blocks } = teamNetworkOf([], [matrixOf('snr', ['E', signal('P', 5)])], oneBlock);
    expect(pairs[0]).toMatchObject({
      fromTeamId: 'P',
      toTeamId: 'E',
      need: null,
      tie: 6 / 7,
      gap: null,
      needFrom: null,
    });
    expect(blocks?.blocks).toEqual([['P', 'E'], ['D']]);
    expect(teamNetworkOf([], [], oneBlock)).toMatchObject({
      teams: [],
      pairs: [],
      density: null,
      blocks: null,
      chartModularity: null,
    });
  });
});
