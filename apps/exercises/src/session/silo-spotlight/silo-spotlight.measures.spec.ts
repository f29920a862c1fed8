import { describe, expect, it } from '@jest/globals';
import { goldenSpotlight } from './golden-network.fixture';
import { siloChange } from './silo-change.measures';
import { siloEvidence, suggestionsOf } from './silo-suggestions.measures';
import { blindSpotTable, headline, recognitionTable, siloTable, voteTable } from './silo-table.measures';
import { type SiloSpotlight } from './silo-spotlight-work.measures';
import { siloSpotlightOf } from './silo-spotlight.measures';

const asOf = '2026-03-02T12:00:00.000Z';
const golden = siloSpotlightOf(goldenSpotlight, asOf);
const team = (teamId: string, { teams } = golden) => teams.find((one) => one.teamId === teamId)!;
const pair = (from: string, to: string, { pairs } = golden) =>
  pairs.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to);

describe('A network of silos', () => {
  it('reads the golden graph', () => {
    const { density, reciprocity, weightedReciprocity } = golden.network;
    expect(density).toBe(0.4);
    expect(reciprocity).toBe(0.75);
    expect(weightedReciprocity).toBeCloseTo(14 / 27, 12);
    expect(['P', 'E', 'D', 'A', 'S'].map((id) => team(id).betweenness)).toEqual([
      expect.closeTo(5 / 12, 12),
      expect.closeTo(5 / 12, 12),
      0,
      0,
      0,
    ]);
    expect(team('E')).toMatchObject({ inStrength: 11, outStrength: 7 });
    expect(golden.statsVersion).toMatch(/./);
  });

  it('tells who looks outwards', () =>
    expect(['P', 'E', 'D', 'A', 'S'].map((id) => team(id).externalInternal.value)).toEqual(
      [1 / 3, -3 / 17, 1 / 4, 2 / 3, -7 / 11].map((index) => expect.closeTo(index, 12)),
    ));

  it('finds the silo where the need has no tie, not where the friction passes', () => {
    expect(golden.network.congruence).toMatchObject({ value: expect.closeTo(0.4222, 4), n: 8 });
    expect(golden.pairs.slice(0, 2)).toMatchObject([
      { fromTeamId: 'A', toTeamId: 'P', gap: expect.closeTo(0.8333, 4) },
      { fromTeamId: 'E', toTeamId: 'S', gap: 0.5 },
    ]);
    // Product: 5/6 from Data, 3/6 · .5 from Eng, 2/6 · .4 from Design.
    expect(golden.teams[0]).toMatchObject({
      teamId: 'P',
      gap: { value: expect.closeTo(5 / 6 + 1 / 4 + 2 / 15, 12), n: 3 },
    });
  });

  it('tells what a team did not know that it caused', () => {
    expect(team('E').blindSpot).toMatchObject({ value: expect.closeTo(0.4545, 4), n: 4, lowSample: false });
    expect(team('A').blindSpot).toMatchObject({ value: null, n: 0 });
    // Unaware: 3 + 5 + 2 of 27.
    expect(golden.network.blindSpot.value).toBeCloseTo(10 / 27, 12);
    expect(pair('P', 'E')).toMatchObject({ n: 2, weight: 6, need: 1, knew: 1, suspected: 0, unaware: 1 });
  });

  it('tells how much of what names it a team accepts', () =>
    expect(team('E').responsiveness).toMatchObject({ value: 0.5, n: 4, ciLow: expect.closeTo(0.15, 3) }));

  it('counts a daily challenge four times as much as a rare one', () => {
    const one = { ...goldenSpotlight.challenges[0]!, severity: 2 };
    const weights = (['daily', 'weekly', 'monthly', 'rare'] as const).map((frequency) => {
      const work = {
        ...goldenSpotlight,
        weighting: 'severity_frequency',
        challenges: [{ ...one, frequency }],
      } as const;
      return pair('P', 'E', siloSpotlightOf(work, asOf))?.weight;
    });
    expect(weights).toEqual([8, 6, 4, 2]);
  });

  it('takes help for no friction, and naming a team twice for once', () => {
    const relations = (...types: ('waits_on' | 'lacks_info_from' | 'helped_by')[]) => ({
      ...goldenSpotlight,
      challenges: [{ ...goldenSpotlight.challenges[0]!, relations: types.map((type) => ({ teamId: 'E', type })) }],
    });
    expect(siloSpotlightOf(relations('helped_by'), asOf)).toMatchObject({
      network: { density: 0, congruence: { value: null } },
      pairs: [{ fromTeamId: 'P', toTeamId: 'E', n: 0, weight: 0, need: 0, helped: 1 }],
    });
    expect(pair('P', 'E', siloSpotlightOf(relations('waits_on', 'lacks_info_from'), asOf))?.weight).toBe(3);
  });

  it('says nothing of a network without friction', () => {
    const quiet = siloSpotlightOf({ ...goldenSpotlight, challenges: [], recognitions: {} }, asOf);
    expect(quiet.network).toMatchObject({
      density: 0,
      reciprocity: null,
      congruence: { value: null, least: null, most: null },
      blindSpot: { value: null },
    });
    expect(quiet.pairs).toEqual([]);
    expect(suggestionsOf(quiet)).toEqual([]);
  });
});

describe('A tie that nobody knows', () => {
  const hidden = {
    ...goldenSpotlight.ties,
    ties: goldenSpotlight.ties.ties.map((one) => (one.fromTeamId === 'A' ? { ...one, tie: null } : one)),
  };
  const result = siloSpotlightOf({ ...goldenSpotlight, ties: hidden }, asOf);

  it('is no tie of 0: its gap is not known either', () => {
    expect(pair('A', 'P', result)).toMatchObject({ tie: null, gap: null });
    expect(result.pairs[0]).toMatchObject({ fromTeamId: 'E', toTeamId: 'S' });
    expect(team('P', result).gap).toMatchObject({ value: expect.closeTo(1 / 4 + 2 / 15, 12), n: 2 });
  });

  it('leaves open by how much it changes the whole', () =>
    // Served: 11.4 of 27, of which 5 are not known.
    expect(result.network.congruence).toMatchObject({
      value: expect.closeTo(11.4 / 22, 12),
      n: 7,
      least: expect.closeTo(11.4 / 27, 12),
      most: expect.closeTo(16.4 / 27, 12),
    }));
});

describe('How two teams mean to work together', () => {
  const withModes = (...modes: SiloSpotlight['modes']) => siloSpotlightOf({ ...goldenSpotlight, modes }, asOf);

  it('makes little contact a flag where they mean to collaborate', () => {
    const result = withModes(
      { teamIds: ['D', 'E'], mode: 'collaboration' },
      { teamIds: ['P', 'E'], mode: 'collaboration' },
    );
    expect(pair('D', 'E', result)).toMatchObject({ mode: 'collaboration', flag: 'collaboration-without-tie' });
    expect(pair('P', 'E', result)).toMatchObject({ mode: 'collaboration', flag: null });
    // .5 is enough; Eng to Design has no tie that is known, and no friction.
    expect(pair('E', 'P', result)).toMatchObject({ flag: null });
    expect(pair('E', 'D', result)).toMatchObject({ n: 0, tie: null, gap: null, flag: null });
  });

  it('makes silence healthy where one serves the other and nobody complains', () => {
    const result = withModes(
      { teamIds: ['A', 'S'], mode: 'x-as-a-service' },
      { teamIds: ['A', 'P'], mode: 'x-as-a-service' },
    );
    expect(pair('A', 'S', result)).toMatchObject({ weight: 0, flag: 'healthy-silence' });
    expect(pair('A', 'P', result)).toMatchObject({ weight: 5, flag: null });
  });

  it('is over on its last day', () => {
    const until = (day: string) =>
      pair('D', 'E', withModes({ teamIds: ['D', 'E'], mode: 'collaboration', until: day }))?.mode;
    expect(until('2026-03-02T12:00:00.000Z')).toBeNull();
    expect(until('2026-03-02T12:00:00.001Z')).toBe('collaboration');
  });
});

describe('Blocks', () => {
  it('are where information flows, whoever complains', () => {
    const tie = (fromTeamId: string, toTeamId: string, value: number) => ({ fromTeamId, toTeamId, tie: value });
    const ties = [tie('P', 'D', 0.9), tie('D', 'P', 0.9), tie('E', 'S', 0.9), tie('S', 'A', 0.8), tie('P', 'E', 0.1)];
    const { network } = siloSpotlightOf({ ...goldenSpotlight, ties: { source: 'estimate', ties } }, asOf);
    expect(network.blocks).toEqual([
      ['P', 'D'],
      ['E', 'A', 'S'],
    ]);
    // 3.6 of weight: 1.8 and 1.7 inside; degrees 3.7 and 3.5 of 7.2.
    expect(network.modularity).toBeCloseTo(3.5 / 3.6 - (3.7 / 7.2) ** 2 - (3.5 / 7.2) ** 2, 12);
  });
});

describe('What the network speaks for', () => {
  it('names symptoms with the figure and from where it counts', () => {
    const suggestions = suggestionsOf(golden);
    expect(suggestions).toContainEqual({
      symptomId: 'S4',
      because: 'silo-gap',
      value: expect.closeTo(5 / 6, 12),
      threshold: 0.5,
      teamIds: ['A', 'P'],
      fromTeamId: 'A',
      toTeamId: 'P',
    });
    expect(suggestions.filter(({ symptomId }) => symptomId === 'S4').map(({ fromTeamId }) => fromTeamId)).toEqual([
      'A',
      'E',
    ]);
    expect(suggestions.filter(({ symptomId }) => symptomId === 'S10').map(({ toTeamId }) => toTeamId)).toEqual([
      'P',
      'E',
    ]);
    expect(suggestions.filter(({ symptomId }) => symptomId === 'S9')).toHaveLength(8);
    expect(suggestions.filter(({ symptomId }) => symptomId === 'S1')).toEqual([]);
  });

  it('takes two in five that nobody knew of for decisions made alone', () => {
    const heard = goldenSpotlight.recognitions['ES.1 S']!;
    const recognitions = { ...goldenSpotlight.recognitions, 'ES.1 S': { ...heard, awareness: 'unaware' } } as const;
    const all = suggestionsOf(siloSpotlightOf({ ...goldenSpotlight, recognitions }, asOf));
    expect(all[0]).toMatchObject({
      symptomId: 'S1',
      value: expect.closeTo(14 / 27, 12),
      teamIds: expect.arrayContaining(['P', 'A']),
    });
  });

  it('is evidence for a pair, a team or all, once it is shown', () => {
    const shown = { ...goldenSpotlight, asOf };
    expect(siloEvidence(goldenSpotlight, {})).toBeNull();
    expect(siloEvidence(shown, { fromTeamId: 'A', toTeamId: 'P' })).toEqual({
      fromTeamId: 'A',
      toTeamId: 'P',
      n: 1,
      gap: expect.closeTo(5 / 6, 12),
    });
    expect(siloEvidence(shown, { fromTeamId: 'P', toTeamId: 'A' })).toBeNull();
    expect(siloEvidence(shown, { toTeamId: 'E' })).toEqual({
      toTeamId: 'E',
      n: 4,
      blindSpot: expect.closeTo(5 / 11, 12),
    });
    expect(siloEvidence(shown, { toTeamId: 'A' })).toBeNull();
    expect(siloEvidence(shown, {})).toEqual({ n: 9, blindSpot: expect.closeTo(10 / 27, 12) });
  });

  it('is read as tables, and in a sentence', () => {
    const nameOf = (id: string) => `Team ${id}`;
    const work = { ...goldenSpotlight, tally: { voters: 6, dots: { 'PE.1': 3, 'PE.2': 7 } } };
    const tables = [
      siloTable(golden, nameOf),
      recognitionTable(golden, nameOf),
      blindSpotTable(golden, nameOf),
      voteTable(work),
    ];
    expect(tables.map(({ rows }) => rows[0])).toEqual([
      ['Team A', 'Team P', '1', '0.83', '0.00', '0.83', null, null],
      ['Team A', 'Team P', '0', '0', '1'],
      ['Team P', '3', '0.50', '0.67', '0.42', '0.33', '1.22'],
      ['P needs E (2)', '1', '7'],
    ]);
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(voteTable(goldenSpotlight).rows).toEqual([]);
    expect(headline(golden, nameOf)).toBe('Team A needs Team P with 0.83 and has a tie of 0.00: a gap of 0.83.');
    expect(
      headline(siloSpotlightOf({ ...goldenSpotlight, ties: { source: 'tools', ties: [] } }, asOf), nameOf),
    ).toBeNull();
  });
});

describe('A network measured again', () => {
  const after: SiloSpotlight = {
    ...goldenSpotlight,
    modes: [{ teamIds: ['A', 'P'], mode: 'x-as-a-service' }],
    challenges: [
      {
        ...goldenSpotlight.challenges.find(({ challengeId }) => challengeId === 'AP.1')!,
        severity: 4,
        repeats: 'AP.1',
      },
      { ...goldenSpotlight.challenges.find(({ challengeId }) => challengeId === 'PD.1')!, repeats: 'PD.1' },
    ],
    recognitions: {
      'AP.1 P': { challengeId: 'AP.1', teamId: 'P', awareness: 'knew', answer: 'accept' },
      'PD.1 D': { challengeId: 'PD.1', teamId: 'D', awareness: 'unaware', answer: 'dispute' },
    },
  };
  const before = { work: goldenSpotlight, result: golden };

  it('tells what is still named, and how far it got', () => {
    const change = siloChange(before, { work: after, result: siloSpotlightOf(after, asOf) });
    expect(change.persistence).toMatchObject({ value: 2 / 16, n: 16 });
    // Congruence: Data to Product 4 · 0 + Product to Design 2 · .8 of 6.
    expect(change.congruence).toBeCloseTo(1.6 / 6 - 11.4 / 27, 12);
    expect(change.blindSpot).toBeCloseTo(2 / 6 - 10 / 27, 12);
    expect(change.teams).toContainEqual({ teamId: 'P', blindSpot: expect.closeTo(-5 / 10, 12) });
    expect(change.teams).toContainEqual({ teamId: 'E', blindSpot: null });
    expect(change.pairs[0]).toMatchObject({ fromTeamId: 'A', flag: null });
  });

  it('flags a service whose complaints grow', () => {
    const lighter = { ...before, result: siloSpotlightOf({ ...goldenSpotlight, challenges: [] }, asOf) };
    const change = siloChange(lighter, { work: after, result: siloSpotlightOf(after, asOf) });
    expect(change.pairs.find(({ fromTeamId }) => fromTeamId === 'A')).toMatchObject({
      flag: 'service-friction-rising',
    });
    expect(change.persistence).toMatchObject({ value: 2 / 16 });
  });
});
