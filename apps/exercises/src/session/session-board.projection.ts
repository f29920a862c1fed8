import type { Projection } from '@tandem/core';
import { isDetached, usualAnonymity } from './anonymity.measures';
import { findingAfter, type FollowedFinding } from './finding.measures';
import type { Anonymity, Extension, Kind, Phase, SessionEvent, SessionRole, SessionStatus } from './session.events';

export interface SessionRow {
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  readonly status: SessionStatus;
  readonly phases: readonly string[];
  /** The phases as its template has them. */
  readonly course: readonly Phase[];
  /** The published template it was drafted by, null when it was the kind's own; and its edition. */
  readonly templateId: string | null;
  readonly templateVersion: number;
  /** The session that this one measures again. */
  readonly remeasureOf: string | null;
  /** Null before the first phase and after the last. */
  readonly phase: string | null;
  readonly startsAt: string | null;
  /** When the timebox of the phase is over. */
  readonly endsAt: string | null;
  readonly closedAt: string | null;
  readonly teamIds: readonly string[];
  readonly facilitatorIds: readonly string[];
  /** Null where every author is known. */
  readonly anonymity: Anonymity | null;
  /** Until then what was written stays among those who take part. */
  readonly publicFrom: string | null;
  readonly participants: readonly { readonly personId: string; readonly teamId: string; readonly ready: boolean }[];
  /** Roles beside facilitator and participant. */
  readonly roles: readonly { readonly personId: string; readonly role: SessionRole }[];
  /** Time boxes that were made longer, in order. */
  readonly extensions: readonly Extension[];
  /** In the order in which they were recorded. */
  readonly findings: readonly FollowedFinding[];
  readonly changedAt: string;
}

/** Every session: how far it is, who takes part, what was found. */
export const sessionBoard: Projection<SessionRow, SessionEvent> = {
  table: 'session_board_v3',
  indexes: [`(row->>'changedAt')`, `(row->>'remeasureOf')`],

  evolve(row, event) {
    const changedAt = event.at.toISOString();
    if (event.type === 'SessionDrafted') {
      const { title, template, teamIds, facilitatorIds, remeasureOf = null, anonymity = usualAnonymity } = event.data;
      return {
        id: event.streamId,
        kind: template.kind,
        title,
        status: 'draft',
        phases: template.phases.map(({ id }) => id),
        course: template.phases,
        templateId: template.templateId ?? null,
        templateVersion: template.version,
        remeasureOf,
        phase: null,
        startsAt: null,
        endsAt: null,
        closedAt: null,
        teamIds,
        facilitatorIds,
        anonymity: isDetached(template) ? anonymity : null,
        publicFrom: null,
        participants: [],
        roles: [],
        extensions: [],
        findings: [],
        changedAt,
      };
    }
    return row && { ...row, ...changeOf(row, event), changedAt };
  },
};

function changeOf(row: SessionRow, event: SessionEvent): Partial<SessionRow> {
  switch (event.type) {
    case 'SessionScheduled':
      return { status: 'scheduled', startsAt: event.data.startsAt };
    case 'ParticipantJoined':
      return { participants: [...row.participants, { ...event.data, ready: false }] };
    case 'RoleAssigned':
      return event.data.role === 'facilitator'
        ? { facilitatorIds: [...row.facilitatorIds, event.data.personId] }
        : { roles: [...row.roles, event.data] };
    case 'RoleWithdrawn': {
      const { personId, role } = event.data;
      return role === 'facilitator'
        ? { facilitatorIds: row.facilitatorIds.filter((id) => id !== personId) }
        : { roles: row.roles.filter((one) => one.personId !== personId || one.role !== role) };
    }
    case 'TimeboxExtended':
      return { endsAt: event.data.endsAt, extensions: [...row.extensions, event.data] };
    case 'SessionOpened':
      return { status: 'open' };
    case 'PhaseEntered':
    case 'PhaseReverted': {
      const { phase, endsAt } = event.data;
      return { phase, endsAt, participants: row.participants.map((one) => ({ ...one, ready: false })) };
    }
    case 'ContributionsSealed':
      return { publicFrom: event.data.publicFrom ?? row.publicFrom };
    case 'ParticipantReady': {
      const { personId } = event.data;
      return {
        participants: row.participants.map((one) => (one.personId === personId ? { ...one, ready: true } : one)),
      };
    }
    case 'SynthesisBegun':
    case 'SessionReopened':
      return { status: 'synthesis', phase: null, endsAt: null, closedAt: null };
    case 'FindingRecorded':
    case 'FindingLinked':
    case 'FindingDeferred':
    case 'FindingDismissed': {
      const { findingId } = event.data;
      const isNew = row.findings.every((one) => one.findingId !== findingId);
      const findings = isNew ? [...row.findings, null] : row.findings;
      const changed = findings.map((one) => (!one || one.findingId === findingId ? findingAfter(one, event) : one));
      return { findings: changed.filter((one) => one !== null) };
    }
    case 'SessionClosed':
      return { status: 'closed', closedAt: event.data.closedAt };
    case 'SessionArchived':
      return { status: 'archived' };
    case 'SessionCancelled':
      return { status: 'cancelled', phase: null, endsAt: null };
    default:
      return {};
  }
}
