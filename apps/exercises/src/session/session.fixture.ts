import { feedbackSpeedTemplate } from './feedback-speed/feedback-speed.template';
import { goldenTraces, path } from './feedback-speed/golden-traces.fixture';
import type { SessionCommand } from './session.decider';
import type { SessionEvent, Template } from './session.events';

/** A session of five teams, each with the person of its initial; ann facilitates. Everything is asked at noon. */
export const noon = '2026-03-02T12:00:00.000Z';

export const hoursAfterNoon = (hours: number) => new Date(Date.parse(noon) + hours * 3_600_000).toISOString();

export const people: Readonly<Record<string, string>> = { S: 'sue', P: 'pat', D: 'dee', E: 'eve', R: 'rex' };

type Type = SessionCommand['type'];
type DataOf<T extends Type> = Extract<SessionCommand, { type: T }>['data'];

/** What somebody asks for: ann at noon unless told otherwise. */
export const wish = <T extends Type>(type: T, data: DataOf<T>, by = 'ann', now = noon) =>
  ({ type, data, by, now }) as Extract<SessionCommand, { type: T }>;

export const draft = (template: Template = feedbackSpeedTemplate) => ({
  title: 'How fast do we hear our users?',
  template,
  teamIds: path,
  facilitatorIds: ['ann'],
});

export const drafted = (template?: Template): SessionEvent => ({ type: 'SessionDrafted', data: draft(template) });
export const scheduled: SessionEvent = { type: 'SessionScheduled', data: { startsAt: '2026-03-02T13:00:00.000Z' } };
export const opened: SessionEvent = { type: 'SessionOpened', data: {} };
export const begun: SessionEvent = { type: 'SynthesisBegun', data: {} };
export const closed: SessionEvent = { type: 'SessionClosed', data: { closedAt: noon } };

export const joined = (personId: string, teamId: string): SessionEvent => ({
  type: 'ParticipantJoined',
  data: { personId, teamId },
});
export const everybody = Object.entries(people).map(([teamId, personId]) => joined(personId, teamId));

export const entered = (phase: string, endsAt = '2026-03-02T12:30:00.000Z'): SessionEvent => ({
  type: 'PhaseEntered',
  data: { phase, endsAt },
});

export const revealed: SessionEvent = { type: 'TracesRevealed', data: { asOf: noon, traces: goldenTraces } };

/** A session of this template on its way: opened, everybody there, in the named phase. */
export const inPhase = (phase: string, template = feedbackSpeedTemplate): SessionEvent[] => {
  const index = template.phases.findIndex(({ id }) => id === phase);
  const passed = template.phases.slice(0, index + 1);
  const shown = passed.some(({ reveals }) => reveals) ? [revealed] : [];
  return [drafted(template), scheduled, ...everybody, opened, ...passed.map(({ id }) => entered(id)), ...shown];
};

/** All phases done. */
export const inSynthesis: SessionEvent[] = [...inPhase('commit'), begun];

export const finding = {
  findingId: 'f-1',
  summary: 'Design to Engineering holds feedback up',
  teamIds: ['D', 'E'],
  severity: 4,
};
export const figures = {
  fromTeamId: 'D',
  toTeamId: 'E',
  n: 5,
  share: 294 / 520,
  p50Hours: 60,
  p90Hours: 73.2,
};
export const found: SessionEvent = { type: 'FindingRecorded', data: { ...finding, evidence: figures } };
export const linked: SessionEvent = {
  type: 'FindingLinked',
  data: {
    findingId: 'f-1',
    kind: 'feedback-speed',
    symptomId: 'S3',
    teamIds: ['D', 'E'],
    severity: 4,
    evidence: figures,
  },
};
