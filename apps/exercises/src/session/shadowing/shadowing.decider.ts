import { type Command, demand } from '@tandem/core';
import type { Exercise, Scene } from '../exercise.decider';
import { pairsOf } from './pairing.measures';
import {
  blankRound,
  type Card,
  type FollowedPair,
  isOver,
  isReleased,
  membersOf,
  type PairStatus,
  type Shadowing,
  teamsOf,
  withEvent,
} from './shadowing-work.measures';
import type {
  CardAnswer,
  Enrolment,
  Expectations,
  Observation,
  PairingFacts,
  ShadowingEvent,
  SoloDebrief,
} from './shadowing.events';
import { shadowingEvidence } from './shadowing.measures';
import { shadowingTemplate } from './shadowing.template';

type OfPair<Data = object> = { readonly pairId: string } & Data;

export type ShadowingCommand =
  | Command<'EnrolInRound', Omit<Enrolment, 'personId' | 'teamId'>>
  | Command<'LeaveRound'>
  | Command<'MatchPairs', { roundId: string; facts: PairingFacts }>
  | Command<'AcceptPair' | 'ApprovePair' | 'DeclinePair' | 'MissShadowDay' | 'HoldShadowDay', OfPair>
  | Command<'BeginPairDebrief' | 'EndPairDebrief', OfPair>
  | Command<'ScheduleShadowDay', OfPair<{ day: string }>>
  | Command<'ListPriorities', OfPair<{ priorities: readonly string[] }>>
  | Command<'SealExpectations', OfPair<Expectations>>
  | Command<'PublishObservation', OfPair<Observation & { observationId: string }>>
  | Command<'AnswerObservation', { observationId: string; answer: CardAnswer; context?: string }>
  | Command<'DebriefAlone', OfPair<SoloDebrief>>
  | Command<'ShareObservation', { observationId: string }>;

/** People who said yes go along with one another, and nothing of it reaches the others against the host's word. */
export const shadowing: Exercise<Shadowing, ShadowingCommand, ShadowingEvent> = {
  template: shadowingTemplate,

  commands: {
    EnrolInRound: 'participant',
    LeaveRound: 'participant',
    MatchPairs: 'facilitator',
    AcceptPair: 'participant',
    ApprovePair: 'team_rep',
    DeclinePair: 'participant',
    ScheduleShadowDay: 'participant',
    MissShadowDay: 'participant',
    ListPriorities: 'participant',
    SealExpectations: 'participant',
    HoldShadowDay: 'participant',
    PublishObservation: 'participant',
    AnswerObservation: 'participant',
    DebriefAlone: 'participant',
    BeginPairDebrief: 'participant',
    EndPairDebrief: 'participant',
    ShareObservation: 'participant',
  },

  initialWork: () => blankRound,

  decide({ type, data }, work, scene) {
    const { personId, teamId, now } = scene;
    switch (type) {
      case 'EnrolInRound':
        demand(livePairOf(work, personId) === undefined, 'already-paired', 'You are in a pair: leave the round first.');
        return [{ type: 'PersonEnrolled', data: { ...data, personId, teamId: teamId! } }];

      case 'LeaveRound': {
        const isIn = work.enrolled.some((one) => one.personId === personId);
        return isIn ? [{ type: 'PersonLeftRound', data: { personId } }] : [];
      }

      case 'MatchPairs': {
        const free = work.enrolled.filter((one) => livePairOf(work, one.personId) === undefined);
        demand(free.length >= 2, 'too-few-enrolled', 'It takes two people who said yes and are in no pair.');
        const declined = work.pairs
          .filter(({ status }) => status === 'declined')
          .flatMap(({ hostId, shadows }) => shadows.map((one) => [hostId, one.personId] as const));
        const found = pairsOf({ free, facts: data.facts, declined, now }, data.roundId);
        demand(found.pairs.length > 0, 'nobody-matches', 'No two of them may be paired: ask more people.');
        return [{ type: 'PairsMatched', data: { teamIds: scene.teamIds, ...found } }];
      }

      case 'AcceptPair': {
        const pair = own(work, data, scene, 'matched');
        const { pairId } = pair;
        return pair.acceptedBy.includes(personId) ? [] : [{ type: 'PairAccepted', data: { pairId, personId } }];
      }

      case 'ApprovePair': {
        const pair = pairOf(work, data, 'matched');
        demand(teamsOf(pair).includes(teamId!), 'not-your-team', 'The leads of the teams of a pair agree to it.');
        const { pairId } = pair;
        return pair.approvedBy.includes(teamId!) ? [] : [{ type: 'PairApproved', data: { pairId, teamId: teamId! } }];
      }

      case 'DeclinePair':
        return [{ type: 'PairDeclined', data: { pairId: own(work, data, scene, 'matched', 'accepted').pairId } }];

      case 'ScheduleShadowDay': {
        const { pairId } = own(work, data, scene, 'accepted', 'scheduled');
        const isDay = /^\d{4}-\d{2}-\d{2}$/.test(data.day) && !Number.isNaN(Date.parse(data.day));
        demand(isDay, 'day-malformed', 'day is a date such as 2026-03-09.');
        demand(data.day >= now.slice(0, 10), 'day-in-the-past', 'day is today or later.');
        return [{ type: 'ShadowDayScheduled', data: { pairId, day: data.day } }];
      }

      case 'MissShadowDay':
        return [{ type: 'ShadowDayMissed', data: { pairId: own(work, data, scene, 'scheduled').pairId } }];

      case 'ListPriorities': {
        const pair = own(work, data, scene, 'accepted', 'scheduled');
        const priorities = data.priorities.map((one) => one.trim());
        demand(pair.hostId === personId, 'not-host', 'The host lists the priorities of the team.');
        const isFive = priorities.length === 5 && priorities.every((one) => one !== '') && areApart(priorities);
        demand(isFive, 'priorities-not-five', 'priorities lists five different things.');
        const isOpen = Object.keys(pair.expectations).length === 0;
        demand(isOpen, 'already-sealed', 'Somebody has ranked the list: it stays as it is.');
        return [{ type: 'PrioritiesListed', data: { pairId: pair.pairId, priorities: priorities.toSorted() } }];
      }

      case 'SealExpectations': {
        const pair = own(work, data, scene, 'accepted', 'scheduled');
        const { ranking, blockers, understanding } = data;
        demand(pair.priorities.length > 0, 'priorities-missing', 'The host lists the priorities of the team first.');
        const isRanking = ranking.toSorted().join('\n') === pair.priorities.join('\n');
        demand(isRanking, 'ranking-incomplete', 'ranking names each of the listed priorities once.');
        demand(blockers.length <= 3, 'too-many-blockers', 'blockers names three at most.');
        const mustSay = pair.hostId !== personId;
        demand(isScore(understanding, mustSay), 'understanding-out-of-range', 'understanding is 1 to 7.');
        demand(!pair.expectations[personId], 'already-sealed', 'What you expect is sealed.');
        return [{ type: 'ExpectationsSealed', data: { ...data, personId } }];
      }

      case 'HoldShadowDay': {
        const pair = own(work, data, scene, 'scheduled');
        const isSealed = membersOf(pair).every((id) => pair.expectations[id]);
        demand(isSealed, 'expectations-missing', 'Everybody of the pair says first what they expect.');
        demand(pair.day! <= now.slice(0, 10), 'day-to-come', `The day is ${pair.day}.`);
        return [{ type: 'ShadowDayHeld', data: { pairId: pair.pairId } }];
      }

      case 'PublishObservation': {
        const pair = own(work, data, scene, 'shadowed', 'debriefing');
        demand(pair.hostId !== personId, 'not-shadow', 'A shadow writes down what they saw.');
        const isNew = work.cards.every(({ observationId }) => observationId !== data.observationId);
        demand(isNew, 'observation-exists', 'An observation with this id already exists.');
        demand(data.text.trim() !== '', 'text-missing', 'text says what you saw.');
        demand(data.valueStep.trim() !== '', 'value-step-missing', 'valueStep says at which step of the work.');
        const isSeverity = Number.isInteger(data.severity) && data.severity >= 1 && data.severity <= 5;
        demand(isSeverity, 'severity-out-of-range', 'severity is 1 to 5.');
        demand((data.minutesLost ?? 0) >= 0, 'minutes-out-of-range', 'minutesLost is 0 or more.');
        const areOurs = data.teamIds.every((id) => scene.teamIds.includes(id));
        demand(areOurs, 'team-not-in-session', 'teamIds names teams of this session.');
        return [{ type: 'ObservationPublished', data: { ...data, personId, at: now } }];
      }

      case 'AnswerObservation': {
        const { observationId, answer, context } = data;
        const { pairId } = cardOf(work, observationId);
        const pair = own(work, { pairId }, scene, 'shadowed', 'debriefing', 'debriefed');
        demand(pair.hostId === personId, 'not-host', 'The host answers what a shadow saw.');
        const isSaid = answer !== 'context' || !!context?.trim();
        demand(isSaid, 'context-missing', 'context says what the shadow could not see.');
        return [{ type: 'ObservationAnswered', data: { observationId, answer, ...(context && { context }) } }];
      }

      case 'DebriefAlone': {
        const pair = own(work, data, scene, 'shadowed');
        demand(isScore(data.understanding, true), 'understanding-out-of-range', 'understanding is 1 to 7.');
        return [{ type: 'SoloDebriefed', data: { ...data, pairId: pair.pairId, personId } }];
      }

      case 'BeginPairDebrief': {
        const pair = own(work, data, scene, 'shadowed');
        const isReady = membersOf(pair).every((id) => pair.debriefs[id]);
        demand(isReady, 'solo-debrief-missing', 'Everybody of the pair looks back alone first.');
        return [{ type: 'ExpectationsRevealed', data: { pairId: pair.pairId } }];
      }

      case 'EndPairDebrief': {
        const { pairId } = own(work, data, scene, 'debriefing');
        const open = work.cards.filter((card) => card.pairId === pairId && !card.answer && !isReleased(card, now));
        demand(open.length === 0, 'cards-unanswered', 'The host answers each card, or a day goes by.');
        return [{ type: 'PairDebriefed', data: { pairId } }];
      }

      case 'ShareObservation': {
        const card = cardOf(work, data.observationId);
        own(work, card, scene, 'debriefed');
        demand(isReleased(card, now), 'not-released', 'The host lets a card through, or says nothing for 24 hours.');
        return card.shared ? [] : [{ type: 'ObservationShared', data: { observationId: card.observationId } }];
      }
    }
  },

  evolve: withEvent,

  guards: {
    'people-enrolled': {
      holds: ({ enrolled }) => new Set(enrolled.map(({ teamId }) => teamId)).size >= 2,
      message: 'People of two teams must have said yes.',
    },
    'day-scheduled': {
      holds: ({ pairs }) => pairs.some(({ status }) => status === 'scheduled'),
      message: 'At least one pair must have a day.',
    },
    'pair-debriefed': {
      holds: ({ pairs }) => pairs.some(({ status }) => status === 'debriefed'),
      message: 'At least one pair must have talked. Those who have not are left out of the result.',
    },
  },

  reveal: (_, now) => [{ type: 'RoundSynthesised', data: { asOf: now } }],
  evidence: shadowingEvidence,
};

const areApart = (texts: readonly string[]) => new Set(texts).size === texts.length;

const isScore = (score: number | undefined, mustSay: boolean) =>
  score === undefined ? !mustSay : Number.isInteger(score) && score >= 1 && score <= 7;

const livePairOf = ({ pairs }: Shadowing, personId: string) =>
  pairs.find((pair) => !isOver(pair) && membersOf(pair).includes(personId));

function pairOf({ pairs }: Shadowing, { pairId }: { pairId: string }, ...statuses: PairStatus[]): FollowedPair {
  const pair = pairs.find((one) => one.pairId === pairId);
  demand(pair !== undefined, 'no-such-pair', 'There is no pair with this id in this session.');
  demand(statuses.includes(pair.status), 'wrong-pair-status', `This is not possible: the pair is ${pair.status}.`);
  return pair;
}

function own(work: Shadowing, key: { pairId: string }, { personId }: Scene, ...statuses: PairStatus[]): FollowedPair {
  const pair = pairOf(work, key, ...statuses);
  demand(membersOf(pair).includes(personId), 'not-your-pair', 'Only the people of a pair may do this.');
  return pair;
}

function cardOf({ cards }: Shadowing, observationId: string): Card {
  const card = cards.find((one) => one.observationId === observationId);
  demand(card !== undefined, 'no-such-observation', 'There is no observation with this id in this session.');
  return card;
}
