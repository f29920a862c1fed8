import type { Projection } from '@tandem/core';
import type { DecisionRecord } from './decision.events';
import type { Design, ExperimentKind, Metric, Plan, Rule, Variant } from './design.events';
import type { ExperimentEvent, Side, Verdict } from './experiment.events';
import type { Entry } from './observation.events';

/** A stretch in which one version of the design ran. */
export interface PhaseRow {
  readonly phase: number;
  readonly designVersion: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Why it ended. Null: it runs. */
  readonly reason: string | null;
  /** Why it does not count. Null: it does. */
  readonly voidedBecause: string | null;
}

export type BoardStatus =
  'proposed' | 'signed' | 'scheduled' | 'running' | 'paused' | 'stopped' | Verdict | 'roll_back';

export interface BoardRow {
  readonly id: string;
  readonly hypothesis: string;
  readonly teamIds: readonly string[];
  readonly variants: readonly Variant[];
  readonly metrics: readonly Metric[];
  readonly kind: ExperimentKind;
  readonly plan: Plan | null;
  readonly customerInsight: string | null;
  readonly feasibility: string | null;
  readonly rule: Rule | null;
  readonly checklist: readonly string[];
  readonly ticked: readonly string[];
  readonly opportunityId: string | null;
  readonly designVersion: number;
  readonly proposedBy: readonly Side[];
  readonly importedFrom: string | null;
  readonly status: BoardStatus;
  readonly waitingFor: readonly Side[];
  readonly endorsements: readonly { readonly side: Side; readonly personId: string; readonly at: string }[];
  readonly startsAt: string | null;
  readonly scheduledBy: string | null;
  readonly startRefused: { readonly code: string; readonly message: string } | null;
  readonly startedAt: string | null;
  readonly phases: readonly PhaseRow[];
  readonly entries: readonly Entry[];
  readonly concludedAt: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
  readonly decisions: readonly DecisionRecord[];
  readonly changedAt: string;
  readonly version: number;
}

/** What a team sees on its board: every experiment, whose yes it waits for, and how it went. */
export const experimentBoard: Projection<BoardRow, ExperimentEvent> = {
  table: 'experiment_board_v2',
  indexes: [`row->>'changedAt'`, `row->>'opportunityId'`, `row->>'startsAt'`],

  evolve(row, event) {
    const changed = { changedAt: event.at.toISOString(), version: event.version };
    if (event.type === 'ExperimentProposed') {
      const { proposedBy = [], importedFrom = null, ...design } = event.data;
      return { ...blank, ...designed(design), id: event.streamId, proposedBy, importedFrom, ...changed };
    }
    return row && { ...after(row, event, changed.changedAt), ...changed };
  },
};

const bothSides: readonly Side[] = ['product', 'engineering'];

const blank = {
  designVersion: 1,
  ticked: [],
  status: 'proposed',
  waitingFor: bothSides,
  endorsements: [],
  startsAt: null,
  scheduledBy: null,
  startRefused: null,
  startedAt: null,
  phases: [],
  entries: [],
  concludedAt: null,
  decidedAt: null,
  reason: null,
  decisions: [],
} as const;

function designed(design: Design) {
  const { hypothesis, teamIds, variants, metrics, kind = 'ab', plan = null, checklist = [] } = design;
  const { customerInsight = null, feasibility = null, rule = null, opportunityId = null } = design;
  const signed = { customerInsight, feasibility, rule, opportunityId };
  return { hypothesis, teamIds, variants, metrics, kind, plan, checklist, ...signed };
}

/** Before it has begun: proposed, or signed once both sides have said yes. */
const unbegun = ({ status }: BoardRow, waitingFor: readonly Side[]): BoardStatus =>
  status === 'proposed' || status === 'signed' ? (waitingFor.length === 0 ? 'signed' : 'proposed') : status;

function after(
  row: BoardRow,
  { type, data }: Exclude<ExperimentEvent, { type: 'ExperimentProposed' }>,
  at: string,
): BoardRow {
  switch (type) {
    case 'DesignEdited': {
      const { design, designVersion } = data;
      const reopened = { designVersion, waitingFor: bothSides, endorsements: [], ticked: [] };
      return { ...row, ...designed(design), ...reopened, status: unbegun(row, bothSides) };
    }
    case 'ExperimentEndorsed': {
      const { side, personId } = data;
      const waitingFor = row.waitingFor.filter((each) => each !== side);
      const endorsements = [...row.endorsements, { side, personId, at }];
      return { ...row, waitingFor, endorsements, status: unbegun(row, waitingFor) };
    }
    case 'EndorsementWithdrawn': {
      const waitingFor = bothSides.filter((side) => side === data.side || row.waitingFor.includes(side));
      const endorsements = row.endorsements.filter(({ side }) => side !== data.side);
      return { ...row, waitingFor, endorsements, status: unbegun(row, waitingFor) };
    }
    case 'ChecklistItemTicked':
      return { ...row, ticked: [...row.ticked, data.item] };
    case 'ExperimentScheduled': {
      const { startsAt, personId } = data;
      return { ...row, status: 'scheduled', startsAt, scheduledBy: personId, startRefused: null };
    }
    case 'ScheduleCancelled':
      return { ...unscheduled(row), startRefused: null };
    case 'ScheduledStartRefused':
      return { ...unscheduled(row), startRefused: { code: data.code, message: data.message } };
    case 'ExperimentStarted': {
      const { startedAt, designVersion = 1 } = data;
      return { ...row, status: 'running', startsAt: null, startedAt, phases: [phase(1, designVersion, startedAt)] };
    }
    case 'ExperimentPaused':
      return { ...row, status: 'paused', phases: ended(row, data.pausedAt, data.reason) };
    case 'ExperimentResumed': {
      const next = phase(row.phases.length + 1, data.designVersion, data.resumedAt);
      return { ...row, status: 'running', phases: [...row.phases, next] };
    }
    case 'PhaseVoided': {
      const voided = (each: PhaseRow) => (each.phase === data.phase ? { ...each, voidedBecause: data.reason } : each);
      return { ...row, phases: row.phases.map(voided) };
    }
    case 'ObservationsRecorded':
      return { ...row, entries: [...row.entries, ...data.entries] };
    case 'ObservationsVoided':
      return { ...row, entries: row.entries.filter(({ entryId }) => !data.entryIds.includes(entryId)) };
    case 'ExperimentStopped': {
      const { stoppedAt, reason } = data;
      return { ...row, status: 'stopped', concludedAt: stoppedAt, reason, phases: ended(row, stoppedAt, reason) };
    }
    case 'ExperimentDecided': {
      const { readings: _, ...record } = data;
      const decisions = [...row.decisions, record];
      if (record.decision === 'keep_running') return { ...row, decisions };
      return { ...concluded(row, record.decision, record.reason ?? record.ground, record.decidedAt), decisions };
    }
    case 'ExperimentConcluded':
      return concluded(row, data.verdict, data.reason, data.concludedAt);
    case 'LearningRecorded':
      return row;
  }
}

function unscheduled(row: BoardRow): BoardRow {
  const free = { ...row, startsAt: null, scheduledBy: null, status: 'proposed' as const };
  return { ...free, status: unbegun(free, row.waitingFor) };
}

const phase = (number: number, designVersion: number, startedAt: string): PhaseRow => ({
  phase: number,
  designVersion,
  startedAt,
  endedAt: null,
  reason: null,
  voidedBecause: null,
});

const ended = ({ phases }: BoardRow, endedAt: string, reason: string): PhaseRow[] =>
  phases.map((each) => (each.endedAt === null ? { ...each, endedAt, reason } : each));

const concluded = (row: BoardRow, status: BoardStatus, reason: string, at: string): BoardRow => ({
  ...row,
  status,
  reason,
  concludedAt: row.concludedAt ?? at,
  decidedAt: at,
  phases: ended(row, at, reason),
});

/** The stretches of time that do not count. */
export const voidedPhases = ({ phases }: Pick<BoardRow, 'phases'>): PhaseRow[] =>
  phases.filter(({ voidedBecause }) => voidedBecause !== null);
