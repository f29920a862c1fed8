import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { whyBoard } from './why-board.projection';
import { why } from './why.decider';
import type { WhyEvent } from './why.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): WhyEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can be folded. The compiler asks for new ones. */
const files: Record<WhyEvent['type'], string> = {
  WhyFramed: 'why-framed.v1.json',
  ContributorJoined: 'contributor-joined.v1.json',
  WhyAsked: 'why-asked.v1.json',
  WhyAnswered: 'why-answered.v1.json',
  CauseShared: 'cause-shared.v1.json',
  EvidenceAdded: 'evidence-added.v1.json',
  CausesMerged: 'causes-merged.v1.json',
  AnswerRefuted: 'answer-refuted.v1.json',
  EvidenceCheckBegun: 'evidence-check-begun.v1.json',
  StepConfirmed: 'step-confirmed.v1.json',
  RootAgreed: 'root-agreed.v1.json',
  RootsLinked: 'roots-linked.v1.json',
  ChangeLinked: 'change-linked.v1.json',
  WhyVerified: 'why-verified.v1.json',
  WhyReopened: 'why-reopened.v1.json',
};

it('still reads every event of an analysis that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const first = stored(files.WhyAnswered);
  const more = ['62', '63'].map(
    (end) => ({ ...first, data: { ...first.data, causeId: `018f0000-0000-7000-8000-0000000000${end}` } }) as WhyEvent,
  );
  const all = [...events.slice(0, 4), ...more, ...events.slice(4)];
  const beforeReopened = all.slice(0, -2);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(all.reduce(why.evolve, why.initialState())).toMatchObject({ status: 'reopened', roots: [] });
  expect(rowOf(whyBoard, ...beforeReopened.map((event) => recorded(event)))).toMatchObject({
    status: 'linked_to_change',
    contributors: [{ contributions: 8 }],
    causes: {
      '018f0000-0000-7000-8000-000000000061': {
        status: 'refuted',
        refutedBecause: 'It happens without it',
        leadsTo: [
          { confirmedBy: ['018f0000-0000-7000-8000-000000000012'] },
          { id: '018f0000-0000-7000-8000-000000000062' },
        ],
      },
    },
    roots: [
      {
        earlyStopReason: 'We own the process',
        sameAs: [{ whyId: '018f0000-0000-7000-8000-000000000052' }],
        cycleIds: ['018f0000-0000-7000-8000-000000000071'],
      },
    ],
  });
});
