import { type Command, demand } from '@tandem/core';
import type { Exercise, Scene } from '../exercise.decider';
import {
  type Entry,
  isOver,
  membersOf,
  missingOf,
  noSwaps,
  type RoleSwap,
  type Swap,
  swappersOf,
  type SwapStatus,
  teamsOf,
  withEvent,
} from './role-swap-work.measures';
import type {
  Confusion,
  LookBack,
  Outcomes,
  Preparation,
  Pulse,
  Reception,
  Resolver,
  RoleSwapEvent,
  TaskOutcome,
} from './role-swap.events';
import { roleSwapEvidence } from './role-swap.measures';
import { roleSwapTemplate } from './role-swap.template';
import { placementsOf, type Proposal } from './proposal.decider';

type OfSwap<Data = object> = { readonly swapId: string } & Data;

export type RoleSwapCommand =
  | Command<'ListOutcomes', Outcomes>
  | Command<'ProposeSwap', Proposal>
  | Command<'AcceptSwap' | 'ApproveSwap' | 'AbortSwap', OfSwap>
  | Command<'PrepareForSwap', OfSwap<Preparation>>
  | Command<'ReceiveSwapper', OfSwap<Reception>>
  | Command<'CheckVision', OfSwap<{ ranking: readonly string[]; statement: string }>>
  | Command<'StartSwap' | 'PauseSwap' | 'ResumeSwap' | 'ReturnFromSwap', OfSwap>
  | Command<'LogConfusion', OfSwap<Confusion & { entryId: string }>>
  | Command<'ResolveConfusion', { entryId: string; resolvedBy: Resolver; minutesLost: number }>
  | Command<'TakePulse', OfSwap<Pulse>>
  | Command<'LogIntervention', OfSwap<{ text: string; minutes: number }>>
  | Command<'JudgeTask', OfSwap<{ task: string; outcome: TaskOutcome }>>
  | Command<'LookBackOnSwap', OfSwap<LookBack>>
  | Command<'BeginJointDebrief' | 'EndJointDebrief', OfSwap>;

const onTheWay: SwapStatus[] = ['active', 'paused', 'returned'];

/** People work in one another's place for some days, and what confuses them is told as the hosting team's process. */
export const roleSwap: Exercise<RoleSwap, RoleSwapCommand, RoleSwapEvent> = {
  template: roleSwapTemplate,

  commands: {
    ListOutcomes: 'facilitator',
    ProposeSwap: 'participant',
    AcceptSwap: 'participant',
    ApproveSwap: 'team_rep',
    AbortSwap: 'participant',
    PrepareForSwap: 'participant',
    ReceiveSwapper: 'participant',
    CheckVision: 'participant',
    StartSwap: 'participant',
    PauseSwap: 'participant',
    ResumeSwap: 'participant',
    ReturnFromSwap: 'participant',
    LogConfusion: 'participant',
    ResolveConfusion: 'participant',
    TakePulse: 'participant',
    LogIntervention: 'participant',
    JudgeTask: 'participant',
    LookBackOnSwap: 'participant',
    BeginJointDebrief: 'participant',
    EndJointDebrief: 'participant',
  },

  initialWork: () => noSwaps,

  decide({ type, data }, work, scene) {
    const { personId, teamId, now } = scene;
    switch (type) {
      case 'ListOutcomes': {
        const [outcomes, others] = [trimmed(data.outcomes), trimmed(data.others)];
        demand(outcomes.length === 5, 'outcomes-not-five', 'outcomes lists five, what matters most first.');
        const isEnough = others.length >= 5 && others.length <= 15;
        demand(isEnough, 'others-out-of-range', 'others lists 5 to 15 that it could be about but is not.');
        const all = [...outcomes, ...others];
        const areApart = new Set(all).size === all.length && !all.includes('');
        demand(areApart, 'outcomes-not-apart', 'outcomes and others name different things, none of them empty.');
        const isOpen = work.swaps.every(({ before }) => Object.keys(before).length === 0);
        demand(isOpen, 'already-sealed', 'Somebody has checked the vision: the list stays as it is.');
        return [{ type: 'OutcomesListed', data: { outcomes, others } }];
      }

      case 'ProposeSwap': {
        const isNew = work.swaps.every(({ swapId }) => swapId !== data.swapId);
        demand(isNew, 'swap-exists', 'A swap with this id already exists.');
        demand(data.days >= 0.5 && data.days <= 5, 'days-out-of-range', 'days is 0.5 to 5.');
        demand(isDate(data.endsOn), 'end-date-malformed', 'endsOn is a date such as 2026-03-09.');
        demand(data.endsOn >= now.slice(0, 10), 'end-date-in-the-past', 'endsOn is today or later.');
        const placements = placementsOf(data, scene);
        const busy = work.swaps.filter((one) => !isOver(one)).flatMap(swappersOf);
        const isFree = placements.every(({ swapperId }) => !busy.includes(swapperId));
        demand(isFree, 'already-swapping', 'Nobody is in two swaps at a time: end the other one first.');
        const { swapId, days, endsOn } = data;
        return [{ type: 'SwapProposed', data: { swapId, personId, placements, days, endsOn } }];
      }

      case 'AcceptSwap': {
        const { swapId, acceptedBy } = own(work, data, scene, 'proposed');
        return acceptedBy.includes(personId) ? [] : [{ type: 'SwapAccepted', data: { swapId, personId } }];
      }

      case 'ApproveSwap': {
        const swap = swapOf(work, data, 'proposed');
        demand(teamsOf(swap).includes(teamId!), 'not-your-team', 'The leads of the teams of a swap agree to it.');
        const { swapId, approvedBy } = swap;
        return approvedBy.includes(teamId!) ? [] : [{ type: 'SwapApproved', data: { swapId, teamId: teamId! } }];
      }

      case 'AbortSwap': {
        const swap = swapOf(work, data, 'proposed', 'approved', 'active', 'paused', 'returned', 'debriefing');
        const isIn = membersOf(swap).includes(personId) || (scene.represents && teamsOf(swap).includes(teamId!));
        demand(isIn, 'not-your-swap', 'Only the people of a swap and their leads may do this.');
        return [{ type: 'SwapAborted', data: { swapId: swap.swapId } }];
      }

      case 'PrepareForSwap': {
        asSwapper(work, data, scene, 'approved');
        demand(data.handOver.trim() !== '', 'hand-over-missing', 'handOver says what goes on at home, and who has it.');
        const tasks = trimmed(data.tasks);
        const areReal = tasks.length >= 3 && tasks.length <= 7 && new Set(tasks).size === tasks.length;
        demand(areReal && !tasks.includes(''), 'tasks-out-of-range', 'tasks names 3 to 7 different real tasks.');
        return [{ type: 'SwapperPrepared', data: { ...data, tasks, personId } }];
      }

      case 'ReceiveSwapper': {
        asBuddy(work, data, scene, 'approved');
        demand(isDate(data.accessUntil), 'access-date-malformed', 'accessUntil is a date such as 2026-03-09.');
        return [{ type: 'SwapperReceived', data: { ...data, personId } }];
      }

      case 'CheckVision': {
        const swap = asSwapper(work, data, scene, 'approved', 'returned');
        demand(work.outcomes.length > 0, 'outcomes-missing', 'A facilitator lists the outcomes of the product first.');
        const known = [...work.outcomes, ...work.others];
        const isRanking = data.ranking.every((one) => known.includes(one)) && new Set(data.ranking).size === 5;
        demand(isRanking && data.ranking.length === 5, 'ranking-incomplete', 'ranking names five of those listed.');
        const isSaid = data.statement.trim() !== '' && data.statement.length <= 280;
        demand(isSaid, 'statement-out-of-range', 'statement says the vision in 1 to 280 characters.');
        const moment = swap.status === 'approved' ? 'before' : 'after';
        demand(!swap[moment][personId], 'already-sealed', 'What you hold the vision to be is sealed.');
        return [{ type: 'VisionChecked', data: { ...data, personId, moment } }];
      }

      case 'StartSwap': {
        const swap = own(work, data, scene, 'approved');
        demand(swap.endsOn >= now.slice(0, 10), 'end-date-passed', 'endsOn has gone by: propose the swap anew.');
        const [first] = missingOf(swap);
        demand(!first, first?.code ?? '', first?.message ?? '');
        return [{ type: 'SwapStarted', data: { swapId: swap.swapId, at: now } }];
      }

      case 'PauseSwap':
        return [{ type: 'SwapPaused', data: { swapId: own(work, data, scene, 'active').swapId, at: now } }];

      case 'ResumeSwap':
        return [{ type: 'SwapResumed', data: { swapId: own(work, data, scene, 'paused').swapId, at: now } }];

      case 'ReturnFromSwap': {
        const { swapId } = own(work, data, scene, 'active', 'paused');
        return [{ type: 'SwapReturned', data: { swapId, at: now } }];
      }

      case 'LogConfusion': {
        asSwapper(work, data, scene, ...onTheWay);
        const isNew = work.log.every(({ entryId }) => entryId !== data.entryId);
        demand(isNew, 'entry-exists', 'An entry with this id already exists.');
        demand(data.text.trim() !== '', 'text-missing', 'text says what was not clear.');
        demandMinutes(data.minutesLost);
        return [{ type: 'ConfusionLogged', data: { ...data, personId, at: now } }];
      }

      case 'ResolveConfusion': {
        const { swapId, personId: swapperId } = entryOf(work, data.entryId);
        swapOf(work, { swapId }, ...onTheWay);
        demand(swapperId === personId, 'not-your-entry', 'Who wrote an entry says how it was resolved.');
        demandMinutes(data.minutesLost);
        return [{ type: 'ConfusionResolved', data }];
      }

      case 'TakePulse': {
        asSwapper(work, data, scene, ...onTheWay);
        demand(isScore(data.clarity), 'clarity-out-of-range', 'clarity is 1 to 7.');
        demand(isScore(data.help), 'help-out-of-range', 'help is 1 to 7.');
        demand(data.hours > 0 && data.hours <= 12, 'hours-out-of-range', 'hours is more than 0 and 12 at most.');
        return [{ type: 'PulseTaken', data: { ...data, personId, day: now.slice(0, 10) } }];
      }

      case 'LogIntervention': {
        asBuddy(work, data, scene, ...onTheWay);
        demand(data.text.trim() !== '', 'text-missing', 'text says what you helped with.');
        demand(data.minutes >= 0, 'minutes-out-of-range', 'minutes is 0 or more.');
        return [{ type: 'BuddyIntervened', data: { ...data, personId, at: now } }];
      }

      case 'JudgeTask': {
        const { swapperId, preparations } = asBuddy(work, data, scene, ...onTheWay);
        const isTask = preparations[swapperId]?.tasks.includes(data.task) ?? false;
        demand(isTask, 'no-such-task', 'task is one of those that the swapper named.');
        return [{ type: 'TaskJudged', data: { ...data, personId: swapperId, at: now } }];
      }

      case 'LookBackOnSwap': {
        const { swapId } = own(work, data, scene, 'returned');
        return [{ type: 'SwapLookedBackOn', data: { ...data, swapId, personId } }];
      }

      case 'BeginJointDebrief': {
        const swap = own(work, data, scene, 'returned');
        const isReady = membersOf(swap).every((id) => swap.lookBacks[id]);
        demand(isReady, 'solo-debrief-missing', 'Everybody of the swap looks back alone first.');
        const isChecked = swappersOf(swap).every((id) => swap.after[id]);
        demand(isChecked, 'vision-check-missing', 'Each swapper checks the vision again first.');
        return [{ type: 'JointDebriefBegun', data: { swapId: swap.swapId } }];
      }

      case 'EndJointDebrief':
        return [{ type: 'JointDebriefEnded', data: { swapId: own(work, data, scene, 'debriefing').swapId } }];
    }
  },

  evolve: withEvent,

  guards: {
    'swap-approved': {
      holds: ({ swaps }) => swaps.some(({ status }) => status === 'approved'),
      message: 'The people of a swap and both leads must have agreed to it.',
    },
    'swap-debriefed': {
      holds: ({ swaps }) => swaps.some(({ status }) => status === 'debriefed'),
      message: 'The people of a swap must have talked it over.',
    },
  },

  reveal: (_, now) => [{ type: 'SwapsSynthesised', data: { asOf: now } }],
  evidence: roleSwapEvidence,
};

const trimmed = (texts: readonly string[]) => texts.map((one) => one.trim());
const isDate = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
const isScore = (score: number) => Number.isInteger(score) && score >= 1 && score <= 7;
const demandMinutes = (minutes: number) => demand(minutes >= 0, 'minutes-out-of-range', 'minutesLost is 0 or more.');

function swapOf({ swaps }: RoleSwap, { swapId }: OfSwap, ...statuses: SwapStatus[]): Swap {
  const swap = swaps.find((one) => one.swapId === swapId);
  demand(swap !== undefined, 'no-such-swap', 'There is no swap with this id in this session.');
  demand(statuses.includes(swap.status), 'wrong-swap-status', `This is not possible: the swap is ${swap.status}.`);
  return swap;
}

function own(work: RoleSwap, key: OfSwap, { personId }: Scene, ...statuses: SwapStatus[]): Swap {
  const swap = swapOf(work, key, ...statuses);
  demand(membersOf(swap).includes(personId), 'not-your-swap', 'Only the people of a swap may do this.');
  return swap;
}

function asSwapper(work: RoleSwap, key: OfSwap, scene: Scene, ...statuses: SwapStatus[]): Swap {
  const swap = own(work, key, scene, ...statuses);
  demand(swappersOf(swap).includes(scene.personId), 'not-swapper', 'Who swaps does this.');
  return swap;
}

function asBuddy(work: RoleSwap, key: OfSwap, scene: Scene, ...statuses: SwapStatus[]) {
  const swap = own(work, key, scene, ...statuses);
  const placement = swap.placements.find(({ buddyId }) => buddyId === scene.personId);
  demand(placement !== undefined, 'not-buddy', 'The buddy does this.');
  return { ...swap, swapperId: placement.swapperId };
}

function entryOf({ log }: RoleSwap, entryId: string): Entry {
  const entry = log.find((one) => one.entryId === entryId);
  demand(entry !== undefined, 'no-such-entry', 'There is no entry with this id in this session.');
  return entry;
}
