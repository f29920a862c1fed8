import { type Command, demand } from '@tandem/core';
import type { FindingEvent, Findings } from './finding.measures';
import type { Evidence, Finding, Kind } from './session.events';

export type FindingCommand =
  | Command<'RecordFinding', Omit<Finding, 'evidence'> & { about: Pick<Evidence, 'fromTeamId' | 'toTeamId'> }>
  | Command<'LinkFinding', { findingId: string; symptomId: string }>
  | Command<'DeferFinding', { findingId: string; until: string }>
  | Command<'DismissFinding', { findingId: string; reason: string }>;

/** What a finding may know of its session: its kind, its teams, the time, and what the figures say. */
interface Ground {
  readonly kind: Kind;
  readonly teamIds: readonly string[];
  readonly now: string;
  evidence(about: Pick<Evidence, 'fromTeamId' | 'toTeamId'>): Evidence | null;
}

const symptom = /^S([1-9]|1[0-8])$/;

/** Nothing found is forgotten: a finding is linked to a symptom, deferred to a day, or dismissed for a reason. */
export function decideFinding(
  { type, data }: FindingCommand,
  findings: Findings,
  { kind, teamIds, now, evidence }: Ground,
): readonly FindingEvent[] {
  if (type === 'RecordFinding') {
    const { about, ...finding } = data;
    const figures = evidence(about);
    const isOurs = data.teamIds.length > 0 && data.teamIds.every((id) => teamIds.includes(id));
    demand(!Object.hasOwn(findings, data.findingId), 'finding-exists', 'A finding with this id already exists.');
    demand(data.summary.trim() !== '', 'summary-missing', 'Say in one sentence what was found.');
    demand(isOurs, 'team-not-in-session', 'A finding is about at least one team, and only teams of this session.');
    demand([1, 2, 3, 4, 5].includes(data.severity), 'severity-out-of-range', 'severity is 1, 2, 3, 4 or 5.');
    demand(figures !== null, 'no-evidence', 'The result shows nothing of the kind between these two teams.');
    return [{ type: 'FindingRecorded', data: { ...finding, evidence: figures } }];
  }

  const finding = Object.hasOwn(findings, data.findingId) ? findings[data.findingId] : undefined;
  demand(finding !== undefined, 'no-such-finding', 'There is no finding with this id in this session.');
  demand(finding.status !== 'dismissed', 'finding-dismissed', 'This finding was dismissed.');

  if (type === 'LinkFinding') {
    const { findingId, symptomId } = data;
    demand(symptom.test(symptomId), 'no-such-symptom', 'symptomId is one of S1 to S18.');
    if (finding.symptomIds.includes(symptomId)) return [];
    const { teamIds: concerned, severity, evidence: figures } = finding;
    return [
      { type: 'FindingLinked', data: { findingId, kind, symptomId, teamIds: concerned, severity, evidence: figures } },
    ];
  }

  demand(finding.status !== 'linked', 'finding-linked', 'This finding is already linked to a symptom.');
  switch (type) {
    case 'DeferFinding':
      demand(Date.parse(data.until) > Date.parse(now), 'until-in-the-past', '`until` must lie in the future.');
      return [{ type: 'FindingDeferred', data }];
    case 'DismissFinding':
      demand(data.reason.trim() !== '', 'reason-missing', 'Say why this finding is dismissed.');
      return [{ type: 'FindingDismissed', data }];
  }
}
