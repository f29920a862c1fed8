import { type Command, type Decider, demand } from '@tandem/core';
import { answer, demandEvidence, demandText, merge, share, standingCause } from './cause.decider';
import { agree, linkChange, linkRoots, type RootWish } from './root.decider';
import { standing } from './why-graph.measures';
import { type Analysis, analysisAfter, problemId, type WhyStatus } from './why.measures';
import type { CauseEvidence, Contributor, Control, Frame, WhyEvent } from './why.events';

/** What can be asked of an analysis. */
export type WhyWish =
  | Command<'FrameWhy', Frame>
  | Command<'JoinWhy', Omit<Contributor, 'personId'>>
  | Command<'AskWhy', { questionId: string; ofId: string; text: string }>
  | Command<'AnswerWhy', { causeId: string; questionId: string; text: string; control: Control }>
  | Command<'ShareCause', { causeId: string; parentId: string }>
  | Command<'MergeAnswers', { keptId: string; mergedId: string }>
  | Command<'AddEvidence', { causeId: string; evidence: CauseEvidence }>
  | Command<'RefuteAnswer', { causeId: string; reason: string }>
  | Command<'CheckEvidence'>
  | Command<'ConfirmStep', { causeId: string; parentId: string }>
  | Command<'AgreeRoot', RootWish>
  | Command<'LinkRoots', { causeId: string; otherWhyId: string; otherCauseId: string }>
  | Command<'LinkChange', { cycleId: string; causeIds: readonly string[] }>
  | Command<'VerifyWhy', { cycleId: string }>
  | Command<'ReopenWhy', { reason: string }>;

/** A wish with whose it is. */
export type WhyCommand = WhyWish & { readonly by: string };

type State = Analysis | { readonly status: 'unknown' };

const searching: readonly WhyStatus[] = ['exploring', 'evidence_check', 'reopened'];
const settled: readonly WhyStatus[] = ['roots_agreed', 'linked_to_change'];

/** In which states a wish can come true. */
const allowedIn: Readonly<Record<WhyWish['type'], readonly State['status'][]>> = {
  FrameWhy: ['unknown'],
  JoinWhy: ['framed', ...searching, ...settled],
  AskWhy: ['framed', ...searching],
  AnswerWhy: searching,
  ShareCause: searching,
  MergeAnswers: searching,
  AddEvidence: [...searching, 'roots_agreed'],
  RefuteAnswer: [...searching, 'roots_agreed'],
  CheckEvidence: ['exploring', 'reopened'],
  ConfirmStep: ['evidence_check', 'roots_agreed'],
  AgreeRoot: ['evidence_check', 'roots_agreed'],
  LinkRoots: settled,
  LinkChange: settled,
  VerifyWhy: ['linked_to_change'],
  ReopenWhy: [...settled, 'verified'],
};

/** Wishes of those who lead the analysis; the others are for everyone who has joined it. */
const facilitated: ReadonlySet<WhyWish['type']> = new Set([
  ...(['MergeAnswers', 'CheckEvidence', 'AgreeRoot', 'LinkRoots', 'VerifyWhy', 'ReopenWhy'] as const),
]);

/** An analysis asks why until it finds roots that several teams can prove, and that nobody is to blame for. */
export const why: Decider<State, WhyCommand, WhyEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide(command, state) {
    const { by } = command;
    const isPossible = allowedIn[command.type].includes(state.status);
    demand(isPossible, 'wrong-status', `${command.type} is not possible: the analysis is ${state.status}.`);
    if (command.type === 'FrameWhy') return frame(command.data);
    if (state.status === 'unknown') return [];
    if (command.type === 'JoinWhy') return join(state, { ...command.data, personId: by });
    demandPart(state, command, by);

    switch (command.type) {
      case 'AskWhy': {
        const { questionId, ofId, text } = command.data;
        if (ofId !== problemId) standingCause(state, 'ofId', ofId);
        demandText('text', text);
        return [{ type: 'WhyAsked', data: { questionId, ofId, text, personId: by } }];
      }

      case 'AnswerWhy':
        return answer(state, command.data, by);

      case 'ShareCause':
        return share(state, command.data, by);

      case 'MergeAnswers':
        return merge(state, command.data);

      case 'AddEvidence':
        standingCause(state, 'causeId', command.data.causeId);
        demandEvidence(command.data.evidence);
        return [{ type: 'EvidenceAdded', data: { ...command.data, personId: by } }];

      case 'RefuteAnswer': {
        const { causeId } = command.data;
        standingCause(state, 'causeId', causeId);
        demandText('reason', command.data.reason);
        const isRoot = state.roots.some((root) => root.causeId === causeId);
        demand(!isRoot, 'root-agreed', 'This answer is an agreed root. Reopen the analysis before you refute it.');
        return [{ type: 'AnswerRefuted', data: { ...command.data, personId: by } }];
      }

      case 'CheckEvidence':
        demandContributors(state);
        demand(
          Object.keys(standing(state.causes)).length > 0,
          'no-answer',
          'Answer at least one why before evidence is checked.',
        );
        return [{ type: 'EvidenceCheckBegun', data: {} }];

      case 'ConfirmStep': {
        const { causeId, parentId } = command.data;
        const step = standingCause(state, 'causeId', causeId).leadsTo.find(({ id }) => id === parentId);
        demand(step !== undefined, 'no-such-step', `\`parentId\`: ${causeId} does not lead to ${parentId}.`);
        if (step.confirmedBy.includes(by)) return [];
        return [{ type: 'StepConfirmed', data: { causeId, parentId, personId: by } }];
      }

      case 'AgreeRoot':
        return agree(state, command.data);

      case 'LinkRoots':
        return linkRoots(state, command.data);

      case 'LinkChange':
        return linkChange(state, command.data);

      case 'VerifyWhy': {
        const { cycleId } = command.data;
        const isLinked = state.roots.some(({ cycleIds }) => cycleIds.includes(cycleId));
        demand(isLinked, 'change-not-linked', '`cycleId` is no cycle that this analysis is linked to.');
        return [{ type: 'WhyVerified', data: command.data }];
      }

      case 'ReopenWhy':
        demandText('reason', command.data.reason);
        return [{ type: 'WhyReopened', data: command.data }];
    }
  },

  evolve(state, event) {
    if (state.status === 'unknown') return event.type === 'WhyFramed' ? analysisAfter(null, event)! : state;
    return analysisAfter(state, event)!;
  },
};

function frame(data: Frame): readonly WhyEvent[] {
  for (const part of ['when', 'then', 'leadingTo'] as const) demandText(`problem.${part}`, data.problem[part]);
  if (data.problem.and !== undefined) demandText('problem.and', data.problem.and);
  demand(/^S([1-9]|1[0-8])$/.test(data.symptomId), 'no-such-symptom', '`symptomId` must be one of S1 to S18.');
  demand(data.severity >= 1 && data.severity <= 5, 'bad-severity', '`severity` goes from 1 to 5.');
  demand(data.teamIds.length > 0, 'no-team', '`teamIds` must name at least one team.');
  return [{ type: 'WhyFramed', data: { ...data, teamIds: [...new Set(data.teamIds)] } }];
}

function join({ contributors }: Analysis, data: Contributor): readonly WhyEvent[] {
  const before = contributors.find(({ personId }) => personId === data.personId);
  demand(
    !before || before.teamId === data.teamId,
    'other-team',
    'You speak for another team in this analysis already.',
  );
  return before ? [] : [{ type: 'ContributorJoined', data }];
}

function demandPart({ facilitatorIds, contributors }: Analysis, { type }: WhyWish, by: string) {
  if (type === 'LinkChange') return; // for the owners of the cycle, which its own rules see to
  if (facilitated.has(type))
    demand(facilitatorIds.includes(by), 'not-facilitator', 'Only a facilitator of this analysis may do this.');
  else
    demand(
      contributors.some(({ personId }) => personId === by),
      'not-a-contributor',
      'Join the analysis first.',
    );
}

function demandContributors({ teamIds, contributors }: Analysis) {
  if (teamIds.length < 2) return;
  const active = contributors.filter(({ contributions }) => contributions > 0);
  const teams = new Set(active.map(({ teamId }) => teamId));
  const message = 'A symptom of several teams needs answers from at least 2 teams; so far one team has spoken.';
  demand(teams.size >= 2, 'one-team-only', message);
  const functions = new Set(active.map((one) => one.function));
  demand(
    functions.size >= 2,
    'one-function-only',
    'It needs answers from at least 2 functions, such as product and design.',
  );
}
