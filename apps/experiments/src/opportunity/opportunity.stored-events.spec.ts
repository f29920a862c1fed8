import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { opportunityBoard } from './opportunity-board.projection';
import { opportunity } from './opportunity.decider';
import type { OpportunityEvent } from './opportunity.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): OpportunityEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<OpportunityEvent['type'], string> = {
  OpportunityRaised: 'opportunity-raised.v1.json',
  EvidenceLinked: 'evidence-linked.v1.json',
  ScoringOpened: 'scoring-opened.v1.json',
  ScoresRevealed: 'scores-revealed.v1.json',
  EvidenceUnlinked: 'evidence-unlinked.v1.json',
  KanoAnswered: 'kano-answered.v1.json',
  HypothesisStated: 'hypothesis-stated.v1.json',
  DeliveryLinked: 'delivery-linked.v1.json',
  OpportunityDropped: 'opportunity-dropped.v1.json',
};

it('still reads every opportunity event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(opportunity.evolve, opportunity.initialState())).toEqual({ status: 'dropped' });
  expect(rowOf(opportunityBoard, ...events.map((event) => recorded(event)))).toMatchObject({
    ...{ id: 's-1', status: 'dropped', round: 1, voters: 2, gapSteps: 2, talkFirst: true, evidence: [] },
    scores: [
      { method: 'rice', value: (800 * 1.5 * 0.65) / 3 },
      { method: 'wsjf', value: (10.5 + 4 + 1.5) / 5.5 },
      { method: 'cd3', value: 4000 / 3 },
      { method: 'moscow', value: 2.5 },
    ],
    hypothesis: 'A later gate keeps more players',
    deliveries: [{ ref: 'GAME-42' }],
    droppedBecause: 'The game is sold',
  });
});
