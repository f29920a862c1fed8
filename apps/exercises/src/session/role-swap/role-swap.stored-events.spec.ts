import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { session } from '../session.decider';
import type { SessionEvent } from '../session.events';
import { drafted } from '../session.fixture';
import { roleSwapBoard } from './role-swap-board.projection';
import type { RoleSwapEvent } from './role-swap.events';
import { roleSwapTemplate } from './role-swap.template';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): SessionEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can be folded. The compiler asks for new ones. */
const files: Record<RoleSwapEvent['type'], string> = {
  OutcomesListed: 'outcomes-listed.v1.json',
  SwapProposed: 'swap-proposed.v1.json',
  SwapAccepted: 'swap-accepted.v1.json',
  SwapApproved: 'swap-approved.v1.json',
  SwapperPrepared: 'swapper-prepared.v1.json',
  SwapperReceived: 'swapper-received.v1.json',
  VisionChecked: 'vision-checked.v1.json',
  SwapStarted: 'swap-started.v1.json',
  SwapPaused: 'swap-paused.v1.json',
  SwapResumed: 'swap-resumed.v1.json',
  ConfusionLogged: 'confusion-logged.v1.json',
  ConfusionResolved: 'confusion-resolved.v1.json',
  PulseTaken: 'pulse-taken.v1.json',
  BuddyIntervened: 'buddy-intervened.v1.json',
  TaskJudged: 'task-judged.v1.json',
  SwapReturned: 'swap-returned.v1.json',
  SwapLookedBackOn: 'swap-looked-back-on.v1.json',
  JointDebriefBegun: 'joint-debrief-begun.v1.json',
  JointDebriefEnded: 'joint-debrief-ended.v1.json',
  SwapAborted: 'swap-aborted.v1.json',
  SwapsSynthesised: 'swaps-synthesised.v1.json',
};

it('still reads every event of a role swap that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const history = [drafted(roleSwapTemplate), ...events];

  expect(readdirSync(folder).toSorted()).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  const work = {
    outcomes: ['A', 'B', 'C', 'D', 'E'],
    swaps: [{ status: 'debriefed', acceptedBy: ['pat', 'eve'], approvedBy: ['P'], pulses: [{ hours: 8 }] }],
    log: [{ kind: 'vocabulary', resolvedBy: 'buddy', minutesLost: 30 }],
  };
  expect(history.reduce(session.evolve, session.initialState())).toMatchObject({ status: 'draft', work });
  expect(rowOf(roleSwapBoard, ...history.map((event) => recorded(event)))).toMatchObject({
    work,
    result: { directions: [{ toTeamId: 'E', confusionRate: { value: 1 }, firstAcceptedHours: 3 }, { toTeamId: 'P' }] },
  });
});
