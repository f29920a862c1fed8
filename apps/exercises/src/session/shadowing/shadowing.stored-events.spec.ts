import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { session } from '../session.decider';
import type { SessionEvent } from '../session.events';
import { drafted } from '../session.fixture';
import { shadowingBoard } from './shadowing-board.projection';
import type { ShadowingEvent } from './shadowing.events';
import { shadowingTemplate } from './shadowing.template';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): SessionEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can be folded. The compiler asks for new ones. */
const files: Record<ShadowingEvent['type'], string> = {
  PersonEnrolled: 'person-enrolled.v1.json',
  PairsMatched: 'pairs-matched.v1.json',
  PairAccepted: 'pair-accepted.v1.json',
  PairApproved: 'pair-approved.v1.json',
  PairDeclined: 'pair-declined.v1.json',
  ShadowDayMissed: 'shadow-day-missed.v1.json',
  ShadowDayScheduled: 'shadow-day-scheduled.v1.json',
  PrioritiesListed: 'priorities-listed.v1.json',
  ExpectationsSealed: 'expectations-sealed.v1.json',
  ShadowDayHeld: 'shadow-day-held.v1.json',
  ObservationPublished: 'observation-published.v1.json',
  ObservationAnswered: 'observation-answered.v1.json',
  SoloDebriefed: 'solo-debriefed.v1.json',
  ExpectationsRevealed: 'expectations-revealed.v1.json',
  PairDebriefed: 'pair-debriefed.v1.json',
  ObservationShared: 'observation-shared.v1.json',
  PersonLeftRound: 'person-left-round.v1.json',
  RoundSynthesised: 'round-synthesised.v1.json',
};

it('still reads every event of a round of shadowing that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const history = [drafted(shadowingTemplate), ...events];

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  const work = {
    teamIds: ['P', 'E'],
    pairs: [{ status: 'debriefed', missed: 1 }, { status: 'declined' }],
    cards: [{ answer: 'context', shared: true }],
  };
  expect(history.reduce(session.evolve, session.initialState())).toMatchObject({ status: 'draft', work });
  expect(rowOf(shadowingBoard, ...history.map((event) => recorded(event)))).toMatchObject({
    work,
    result: { gaps: [{ valueStep: 'Review', minutesLost: 30 }], coverage: { value: 0.5, n: 2 } },
  });
});
