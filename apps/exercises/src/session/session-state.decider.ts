import { usualAnonymity } from './anonymity.measures';
import { type Findings, withFinding } from './finding.measures';
import { exerciseOf } from './kinds.decider';
import { contributed, type Course } from './phase.decider';
import type { Cast } from './role.decider';
import type { Draft, Sealed, SessionEvent, SessionRole, SessionStatus, WorkEvent } from './session.events';

/** A session that somebody drafted. */
export interface Drafted extends Course, Cast {
  readonly status: SessionStatus;
  readonly findings: Findings;
  /** By phase what was sealed; and of all of it what was redacted. */
  readonly contributions: Readonly<Record<string, { readonly ids: readonly string[]; readonly publicFrom?: string }>>;
  readonly redacted: readonly string[];
  readonly closedAt?: string;
}

export type Session = { readonly status: 'unknown' } | Drafted;

/** What a session is after one more event. */
export function evolve(state: Session, event: SessionEvent): Session {
  if (event.type === 'SessionDrafted') return drafted(event.data);
  if (state.status === 'unknown') return state;

  switch (event.type) {
    case 'SessionScheduled':
      return { ...state, status: 'scheduled' };
    case 'ParticipantJoined':
      return { ...state, roster: { ...state.roster, [event.data.personId]: event.data.teamId } };
    case 'RoleAssigned':
      return withRole(state, event.data.role, (ids) => [...ids, event.data.personId]);
    case 'RoleWithdrawn':
      return withRole(state, event.data.role, (ids) => ids.filter((id) => id !== event.data.personId));
    case 'SessionOpened':
      return { ...state, status: 'open' };
    case 'PhaseEntered':
      return at(state, event.data);
    case 'ContributionsSealed':
      return withSealed(state, event.data);
    case 'ContributionRedacted':
      return withRedacted(state, event.data.contributionId);
    case 'ParticipantReady':
      return { ...state, ready: [...state.ready, event.data.personId] };
    case 'TimeboxExtended':
      return { ...state, endsAt: event.data.endsAt };
    case 'PhaseReverted':
      return { ...at(state, event.data), reverted: [...state.reverted, event.data.from] };
    case 'SynthesisBegun':
      return { ...state, status: 'synthesis', phase: state.template.phases.length };
    case 'FindingRecorded':
    case 'FindingLinked':
    case 'FindingDeferred':
    case 'FindingDismissed':
      return { ...state, findings: withFinding(state.findings, event) };
    case 'SessionClosed':
      return { ...state, status: 'closed', closedAt: event.data.closedAt };
    case 'SessionReopened':
      return { ...state, status: 'synthesis' };
    case 'SessionArchived':
      return { ...state, status: 'archived' };
    case 'SessionCancelled':
      return { ...state, status: 'cancelled' };
    default:
      return { ...state, work: workAfter(state, event) };
  }
}

const drafted = ({ template, teamIds, facilitatorIds, anonymity = usualAnonymity }: Draft): Drafted => ({
  status: 'draft',
  template,
  teamIds,
  roles: { facilitator: facilitatorIds, team_rep: [], observer: [], sponsor: [], coach: [] },
  roster: {},
  phase: -1,
  ready: [],
  reverted: [],
  sealed: [],
  findings: {},
  contributions: {},
  redacted: [],
  anonymity,
  work: exerciseOf(template.kind).initialWork(),
});

/** An event that no kind knows was written by a newer process: better to stop than to forget it. */
function workAfter({ template, work }: Course, event: WorkEvent): unknown {
  const after = exerciseOf(template.kind).evolve(work, event);
  if (after === undefined) throw new Error(`The rules of ${template.kind} do not know the event ${event.type}.`);
  return after;
}

function withSealed(state: Drafted, sealed: Sealed): Drafted {
  const { phase, mode, publicFrom } = sealed;
  const ids = sealed.items.map(({ contributionId }) => contributionId);
  return {
    ...state,
    sealed: mode === 'detached' ? [...state.sealed, phase] : state.sealed,
    contributions: { ...state.contributions, [phase]: { ids, publicFrom } },
    work: contributed(exerciseOf(state.template.kind), state.work, sealed),
  };
}

function withRedacted(state: Drafted, contributionId: string): Drafted {
  const { redacted } = exerciseOf(state.template.kind);
  const work = redacted ? redacted(state.work, contributionId) : state.work;
  return { ...state, redacted: [...state.redacted, contributionId], work };
}

const withRole = (
  state: Drafted,
  role: SessionRole,
  change: (ids: readonly string[]) => readonly string[],
): Drafted => ({
  ...state,
  roles: { ...state.roles, [role]: change(state.roles[role]) },
});

const at = (state: Drafted, { phase, endsAt }: { phase: string; endsAt: string }): Drafted => ({
  ...state,
  phase: state.template.phases.findIndex(({ id }) => id === phase),
  endsAt,
  ready: [],
});
