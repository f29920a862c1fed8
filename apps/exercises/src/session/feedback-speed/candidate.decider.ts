import { type Command, demand } from '@tandem/core';
import type { Scene } from '../exercise.decider';
import type { Candidate, FeedbackSpeedEvent } from './feedback-speed.events';
import type { Trace } from './trace.measures';

export type CandidateCommand =
  | Command<'FindHopCandidate', Candidate & { traceId: string }>
  | Command<'ConfirmHopCandidate', { traceId: string; candidateId: string }>;

const mostCandidates = 100;

/** A hop that a tool has seen is a candidate, no more: it counts once both of its teams have said that it was so. */
export function found(
  { traceId, ...candidate }: Candidate & { traceId: string },
  trace: Trace,
  { now, teamIds }: Scene,
) {
  const { candidateId, fromTeamId, toTeamId, sentAt, receivedAt, tool } = candidate;
  const { candidates = [] } = trace;
  const isNew = candidates.every((one) => one.candidateId !== candidateId);
  demand(isNew, 'candidate-exists', 'A candidate with this id already exists.');
  demand(
    candidates.length < mostCandidates,
    'too-many-candidates',
    `A trace has room for ${mostCandidates} candidates.`,
  );
  const takePart = teamIds.includes(fromTeamId) && teamIds.includes(toTeamId);
  demand(takePart, 'team-not-in-session', 'fromTeamId and toTeamId must take part in this session.');
  demand(fromTeamId !== toTeamId, 'hop-to-itself', 'A hop goes to another team.');
  demand(tool.trim() !== '', 'tool-missing', 'Say which tool has seen it.');
  const inOrder = Date.parse(sentAt) <= Date.parse(receivedAt);
  demand(inOrder, 'received-before-sent', 'receivedAt cannot lie before sentAt.');
  demand(Date.parse(receivedAt) <= Date.parse(now), 'in-the-future', 'Only what has already happened can be told.');
  return [{ type: 'HopCandidateFound', data: { traceId, ...candidate } }] as const satisfies FeedbackSpeedEvent[];
}

/** The candidate as one of its teams would have told it: as the next hop, or as the other side of one. */
export function confirmedCandidate(traceId: string, candidateId: string, trace: Trace) {
  const candidate = (trace.candidates ?? []).find((one) => one.candidateId === candidateId);
  demand(candidate !== undefined, 'no-such-candidate', 'There is no candidate with this id in this trace.');
  const { tool: _, sentAt, receivedAt, precision, ...passage } = candidate;
  const told = trace.hops.findIndex((hop) => hop.candidateId === candidateId);
  const account = { sentAt, receivedAt, precision };
  return {
    hop: trace.hops[told],
    report: { ...passage, traceId, seq: trace.hops.length + 1, account },
    told: told + 1,
  };
}

/** Evidence is where everybody of the session can look it up. */
export function demandEvidence({ evidenceUrl }: { readonly evidenceUrl?: string }): void {
  const isUrl = evidenceUrl === undefined || (URL.canParse(evidenceUrl) && /^https?:\/\//i.test(evidenceUrl));
  demand(isUrl, 'bad-url', 'evidenceUrl must begin with https:// or http://.');
  demand((evidenceUrl?.length ?? 0) <= 2_000, 'too-long', 'evidenceUrl has room for 2000 characters.');
}
