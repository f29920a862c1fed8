import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { session } from '../session.decider';
import type { SessionEvent } from '../session.events';
import { drafted } from '../session.fixture';
import { siloSpotlightBoard } from './silo-spotlight-board.projection';
import type { SiloSpotlightEvent } from './silo-spotlight.events';
import { siloSpotlightTemplate } from './silo-spotlight.template';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): SessionEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can be folded. The compiler asks for new ones. */
const files: Record<SiloSpotlightEvent['type'], string> = {
  SpotlightPrepared: 'spotlight-prepared.v1.json',
  TiesTaken: 'ties-taken.v1.json',
  ListsRevealed: 'lists-revealed.v1.json',
  ChallengeRecognised: 'challenge-recognised.v1.json',
  NetworkRevealed: 'network-revealed.v1.json',
  ClusterFormed: 'cluster-formed.v1.json',
  VotesTallied: 'votes-tallied.v1.json',
};

it('still reads every event of a Silo Spotlight that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const history = [drafted(siloSpotlightTemplate), ...events];

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  const work = { weighting: 'severity_frequency', asOf: '2026-03-02T12:45:00.000Z', tally: { dots: { 'k-1': 11 } } };
  expect(history.reduce(session.evolve, session.initialState())).toMatchObject({ status: 'draft', work });
  expect(rowOf(siloSpotlightBoard, ...history.map((event) => recorded(event)))).toMatchObject({
    work: { ...work, listsRevealed: true },
    result: { network: { density: 0 }, teams: [{}, {}, {}] },
  });
});
