import { type Command, type Decider, demand } from '@tandem/core';
import { demandSoundDesign } from './design.decider';
import { type DecisionCommand, decideByRule, type Look } from './decision.decider';
import type { Design } from './design.events';
import type { ExperimentEvent, Outcome, Side, Verdict } from './experiment.events';
import { demandOpenGate, type Gated, obstacleOf, signersOf } from './gate.decider';
import { decideObservations, type ObservationCommand, withEntries } from './observation.decider';
import type { Entry } from './observation.events';
import { decideSignature, type SignatureCommand } from './signature.decider';
import { demandText } from './text.decider';

/** Who proposes a design, from where, and whom they ask to sign it. */
interface Proposal {
  readonly functions?: readonly Side[];
  readonly importedFrom?: string;
  readonly askedIds?: readonly string[];
}

export type ExperimentCommand =
  | Command<'ProposeExperiment', Design & Proposal>
  | Command<'EditDesign', { design: Design; now: string }>
  | SignatureCommand
  | Command<'ScheduleExperiment', { startsAt: string; personId: string; now: string }>
  | Command<'CancelSchedule', { reason: string }>
  | Command<'StartWhenDue', { now: string }>
  | Command<'StartExperiment', { now: string }>
  | Command<'PauseExperiment', { reason: string; now: string }>
  | Command<'ResumeExperiment', { reason: string; now: string }>
  | Command<'VoidPhase', { phase: number; reason: string }>
  | ObservationCommand
  | Command<'StopExperiment', { reason: string; now: string }>
  | DecisionCommand
  | Command<'ConcludeExperiment', { verdict: Verdict; reason: string; now: string }>
  | Command<'RecordLearning', { outcome: Outcome; found: string; next: string; tags: readonly string[] }>;

/** An experiment from its design on. `signers` keeps for which side a person has ever signed: never for both;
 * `asked`, whose signatures the proposer asked for. */
export interface Designed extends Gated {
  readonly status: 'proposed' | 'scheduled' | 'running' | 'paused' | 'stopped' | 'concluded';
  readonly signers: Readonly<Record<string, Side>>;
  readonly asked: readonly string[];
  readonly startsAt: string | null;
  readonly startedAt: string | null;
  readonly phases: readonly { readonly voided: boolean }[];
  readonly entries: readonly Entry[];
  readonly looks: readonly Look[];
}

export type Experiment = { readonly status: 'unknown' } | Designed;

type Status = Experiment['status'];

/** In which states a wish can come true, and how it is refused elsewhere. */
const allowedIn: Readonly<Record<ExperimentCommand['type'], readonly [code: string, ...Status[]]>> = {
  ProposeExperiment: ['already-proposed', 'unknown'],
  EditDesign: ['not-open', 'proposed', 'scheduled', 'running', 'paused'],
  EndorseExperiment: ['not-open', 'proposed', 'scheduled', 'paused'],
  WithdrawEndorsement: ['not-open', 'proposed', 'scheduled', 'running', 'paused'],
  TickChecklistItem: ['not-open', 'proposed', 'scheduled', 'paused'],
  ScheduleExperiment: ['not-open', 'proposed', 'scheduled'],
  CancelSchedule: ['not-scheduled', 'scheduled'],
  StartWhenDue: ['not-scheduled', 'scheduled'],
  StartExperiment: ['not-open', 'proposed', 'scheduled'],
  PauseExperiment: ['not-running', 'running'],
  ResumeExperiment: ['not-paused', 'paused'],
  VoidPhase: ['not-running', 'running', 'paused', 'stopped'],
  RecordObservations: ['not-running', 'running', 'paused', 'stopped'],
  VoidObservations: ['not-running', 'running', 'paused', 'stopped'],
  StopExperiment: ['not-running', 'running', 'paused'],
  DecideExperiment: ['not-running', 'running', 'paused', 'stopped'],
  ConcludeExperiment: ['not-running', 'running', 'paused', 'stopped'],
  RecordLearning: ['not-concluded', 'concluded'],
};

/** An experiment runs only while product and engineering have both signed the very design that runs. */
export const experiment: Decider<Experiment, ExperimentCommand, ExperimentEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide(command, state) {
    const [code, ...statuses] = allowedIn[command.type];
    demand(statuses.includes(state.status), code, `${command.type} is not possible: it is ${state.status}.`);
    if (command.type === 'ProposeExperiment') return propose(command.data);
    if (state.status === 'unknown') return [];

    switch (command.type) {
      case 'EditDesign': {
        const { now } = command.data;
        const { opportunityId } = state.design;
        const design = { ...command.data.design, ...(opportunityId === undefined ? {} : { opportunityId }) };
        demandSoundDesign(design);
        const same = (design.kind ?? 'ab') === (state.design.kind ?? 'ab') || state.startedAt === null;
        demand(same, 'kind-fixed', 'The kind of an experiment that has begun does not change: propose a new one.');
        const designVersion = state.designVersion + 1;
        const edited: ExperimentEvent = { type: 'DesignEdited', data: { design, designVersion, ...askedAgain(state) } };
        return [edited, ...pauseIfRunning(state, `Version ${designVersion} of the design must be signed.`, now)];
      }

      case 'EndorseExperiment':
      case 'TickChecklistItem':
        return decideSignature(command, state);

      case 'WithdrawEndorsement': {
        const withdrawn = decideSignature(command, state);
        const { reason, now } = command.data;
        return withdrawn.length === 0 ? [] : [...withdrawn, ...pauseIfRunning(state, reason, now)];
      }

      case 'ScheduleExperiment': {
        const { startsAt, personId, now } = command.data;
        demand(isAfter(startsAt, now), 'starts-in-the-past', '`startsAt` must lie in the future.');
        demandOpenGate(state);
        return [{ type: 'ExperimentScheduled', data: { startsAt, personId } }];
      }

      case 'CancelSchedule':
        demandText('reason', command.data.reason);
        return [{ type: 'ScheduleCancelled', data: command.data }];

      case 'StartWhenDue': {
        const { startsAt } = state;
        if (startsAt === null || isAfter(startsAt, command.data.now)) return [];
        const obstacle = obstacleOf(state);
        if (obstacle) return [{ type: 'ScheduledStartRefused', data: { startsAt, ...obstacle } }];
        return [started(state, command.data.now)];
      }

      case 'StartExperiment':
        demandOpenGate(state);
        return [started(state, command.data.now)];

      case 'PauseExperiment':
        demandText('reason', command.data.reason);
        demandAfterStart(state, command.data.now);
        return pauseIfRunning(state, command.data.reason, command.data.now);

      case 'ResumeExperiment': {
        const { reason, now } = command.data;
        demandText('reason', reason);
        demandOpenGate(state);
        demandAfterStart(state, now);
        const data = { reason, resumedAt: now, designVersion: state.designVersion };
        return [{ type: 'ExperimentResumed', data }];
      }

      case 'VoidPhase': {
        const { phase, reason } = command.data;
        demandText('reason', reason);
        const named = state.phases[phase - 1];
        demand(named !== undefined, 'no-such-phase', `\`phase\` must be 1 to ${state.phases.length}.`);
        return named.voided ? [] : [{ type: 'PhaseVoided', data: command.data }];
      }

      case 'RecordObservations':
      case 'VoidObservations':
        return decideObservations(command, state);

      case 'StopExperiment':
        demandText('reason', command.data.reason);
        demandAfterStart(state, command.data.now);
        return [{ type: 'ExperimentStopped', data: { reason: command.data.reason, stoppedAt: command.data.now } }];

      case 'DecideExperiment':
        demandAfterStart(state, command.data.now);
        return decideByRule(command.data, state);

      case 'ConcludeExperiment': {
        const { verdict, reason, now } = command.data;
        const ruled = state.design.rule;
        demand(
          ruled === undefined,
          'rule-declared',
          `Its design declares ${ruled}: decide it by that, or differ from it with a reason.`,
        );
        demandText('reason', reason);
        demandAfterStart(state, now);
        const data = { teamIds: state.design.teamIds, verdict, reason, concludedAt: now };
        return [{ type: 'ExperimentConcluded', data }];
      }

      case 'RecordLearning':
        demandText('found', command.data.found);
        demandText('next', command.data.next);
        demand(command.data.tags.length <= 10, 'too-many', '`tags` holds at most 10.');
        for (const tag of command.data.tags) demandText('tags', tag, 50);
        return [{ type: 'LearningRecorded', data: command.data }];
    }
  },

  evolve(state, event) {
    if (event.type === 'ExperimentProposed') {
      const { proposedBy: _, importedFrom: __, askedIds = [], ...design } = event.data;
      return designed(design, askedIds);
    }
    if (state.status === 'unknown') return state;

    switch (event.type) {
      case 'DesignEdited': {
        const { design, designVersion } = event.data;
        return { ...state, design, designVersion, signatures: [], ticked: [] };
      }
      case 'ExperimentEndorsed': {
        const { side, personId, designVersion = 1 } = event.data;
        const signatures = [...state.signatures, { side, personId, designVersion }];
        return { ...state, signatures, signers: { ...state.signers, [personId]: side } };
      }
      case 'EndorsementWithdrawn':
        return { ...state, signatures: state.signatures.filter(({ side }) => side !== event.data.side) };
      case 'ChecklistItemTicked':
        return { ...state, ticked: [...state.ticked, event.data.item] };
      case 'ExperimentScheduled':
        return { ...state, status: 'scheduled', startsAt: event.data.startsAt };
      case 'ScheduleCancelled':
      case 'ScheduledStartRefused':
        return { ...state, status: 'proposed', startsAt: null };
      case 'ExperimentStarted': {
        const { startedAt } = event.data;
        return { ...state, status: 'running', startsAt: null, startedAt, phases: [{ voided: false }] };
      }
      case 'ExperimentPaused':
        return { ...state, status: 'paused' };
      case 'ExperimentResumed':
        return { ...state, status: 'running', phases: [...state.phases, { voided: false }] };
      case 'PhaseVoided': {
        const voided = (index: number) => index === event.data.phase - 1;
        return { ...state, phases: state.phases.map((phase, i) => (voided(i) ? { voided: true } : phase)) };
      }
      case 'ObservationsRecorded':
      case 'ObservationsVoided':
        return { ...state, entries: withEntries(state.entries, event) };
      case 'ExperimentStopped':
        return { ...state, status: 'stopped' };
      case 'ExperimentDecided': {
        const { decision, watermark } = event.data;
        const looks = [...state.looks, { units: watermark.units }];
        return { ...state, looks, status: decision === 'keep_running' ? state.status : 'concluded' };
      }
      case 'ExperimentConcluded':
        return { ...state, status: 'concluded' };
      case 'LearningRecorded':
        return state;
    }
  },
};

const designed = (design: Design, asked: readonly string[]): Designed => ({
  status: 'proposed',
  design,
  designVersion: 1,
  signatures: [],
  signers: {},
  asked,
  ticked: [],
  startsAt: null,
  startedAt: null,
  phases: [],
  entries: [],
  looks: [],
});

function propose({ functions, ...proposal }: Design & Proposal): ExperimentEvent[] {
  demandSoundDesign(proposal);
  demand((proposal.askedIds ?? []).length <= 10, 'too-many', '`askedIds` holds at most 10.');
  return [{ type: 'ExperimentProposed', data: functions ? { ...proposal, proposedBy: functions } : proposal }];
}

/** An edit voids every signature: whoever was asked or has signed before is asked for a new one. */
function askedAgain({ asked, signers }: Designed) {
  const askedIds = [...new Set([...asked, ...Object.keys(signers)])];
  return askedIds.length === 0 ? {} : { askedIds };
}

const started = ({ design, designVersion, signatures }: Designed, now: string): ExperimentEvent => ({
  type: 'ExperimentStarted',
  data: { teamIds: design.teamIds, startedAt: now, designVersion, signerIds: signersOf({ signatures }) },
});

const pauseIfRunning = ({ status }: Designed, reason: string, now: string): ExperimentEvent[] =>
  status === 'running' ? [{ type: 'ExperimentPaused', data: { reason, pausedAt: now } }] : [];

function demandAfterStart({ startedAt }: Designed, now: string): void {
  const after = startedAt === null || !isAfter(startedAt, now);
  demand(after, 'ends-before-start', `It started on ${startedAt}: it cannot have ended before that.`);
}

const isAfter = (a: string, b: string) => Date.parse(a) > Date.parse(b);
