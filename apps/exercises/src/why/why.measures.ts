import type { CauseEvidence, Contributor, Control, Frame, Problem, WhyEvent } from './why.events';

export type WhyStatus =
  'framed' | 'exploring' | 'evidence_check' | 'roots_agreed' | 'linked_to_change' | 'verified' | 'reopened';

/** What the topmost answers are answers to. */
export const problemId = 'problem';

/** One answer. It may explain more than one thing: then it has several parents. */
export interface Cause {
  readonly id: string;
  /** Its place among the answers: jsonb does not keep the order of keys. */
  readonly order: number;
  /** What it leads to, each with the people who have confirmed that step. */
  readonly leadsTo: readonly { readonly id: string; readonly confirmedBy: readonly string[] }[];
  readonly text: string;
  readonly control: Control;
  readonly status: 'hypothesis' | 'supported' | 'refuted';
  readonly evidence: readonly CauseEvidence[];
  readonly refutedBecause?: string;
}

/** A cause that people agreed to work on, or to escalate. */
export interface Root {
  readonly causeId: string;
  readonly earlyStopReason?: string;
  readonly escalatedTo?: string;
  /** Roots of other analyses that are the same. */
  readonly sameAs: readonly { readonly whyId: string; readonly causeId: string }[];
  readonly cycleIds: readonly string[];
}

export interface Question {
  readonly questionId: string;
  readonly ofId: string;
  readonly text: string;
}

export type Causes = Readonly<Record<string, Cause>>;

/** An analysis as it stands. */
export interface Analysis extends Frame {
  readonly status: WhyStatus;
  readonly contributors: readonly (Contributor & { readonly contributions: number })[];
  readonly questions: readonly Question[];
  readonly causes: Causes;
  readonly roots: readonly Root[];
}

/** The analysis after one more event; null before it was framed. */
export function analysisAfter(before: Analysis | null, { type, data }: WhyEvent): Analysis | null {
  if (type === 'WhyFramed')
    return { ...data, status: 'framed', contributors: [], questions: [], causes: {}, roots: [] };
  if (!before) return null;
  const known = 'personId' in data && type !== 'ContributorJoined' ? credited(before, data.personId) : before;
  const change = (causeId: string, to: (cause: Cause) => Cause): Analysis => ({
    ...known,
    causes: { ...known.causes, [causeId]: to(known.causes[causeId]!) },
  });

  switch (type) {
    case 'ContributorJoined':
      return { ...known, contributors: [...known.contributors, { ...data, contributions: 0 }] };
    case 'WhyAsked': {
      const { questionId, ofId, text } = data;
      const status = known.status === 'framed' ? 'exploring' : known.status;
      return { ...known, status, questions: [...known.questions, { questionId, ofId, text }] };
    }
    case 'WhyAnswered': {
      const { causeId: id, parentId, text, control } = data;
      const leadsTo = [{ id: parentId, confirmedBy: [] }];
      const order = 1 + Math.max(0, ...Object.values(known.causes).map((one) => one.order));
      const cause: Cause = { id, order, leadsTo, text, control, status: 'hypothesis', evidence: [] };
      return { ...known, causes: { ...known.causes, [id]: cause } };
    }
    case 'CauseShared':
      return change(data.causeId, (cause) => ({
        ...cause,
        leadsTo: [...cause.leadsTo, { id: data.parentId, confirmedBy: [] }],
      }));
    case 'CausesMerged':
      return { ...known, causes: merged(known.causes, data.keptId, data.mergedId), questions: reAsked(known, data) };
    case 'EvidenceAdded':
      return change(data.causeId, (cause) => ({
        ...cause,
        status: 'supported',
        evidence: [...cause.evidence, data.evidence],
      }));
    case 'AnswerRefuted':
      return change(data.causeId, (cause) => ({ ...cause, status: 'refuted', refutedBecause: data.reason }));
    case 'EvidenceCheckBegun':
      return { ...known, status: 'evidence_check' };
    case 'StepConfirmed':
      return change(data.causeId, (cause) => ({
        ...cause,
        leadsTo: cause.leadsTo.map((step) =>
          step.id === data.parentId ? { ...step, confirmedBy: [...step.confirmedBy, data.personId] } : step,
        ),
      }));
    case 'RootAgreed':
      return { ...known, status: 'roots_agreed', roots: [...known.roots, { ...data, sameAs: [], cycleIds: [] }] };
    case 'RootsLinked':
      return changeRoots(known, [data.causeId], (root) => ({
        ...root,
        sameAs: [...root.sameAs, { whyId: data.otherWhyId, causeId: data.otherCauseId }],
      }));
    case 'ChangeLinked':
      return {
        ...changeRoots(known, data.causeIds, (root) => ({ ...root, cycleIds: [...root.cycleIds, data.cycleId] })),
        status: 'linked_to_change',
      };
    case 'WhyVerified':
      return { ...known, status: 'verified' };
    case 'WhyReopened':
      return { ...known, status: 'reopened', roots: [] };
  }
}

const credited = (before: Analysis, personId: string): Analysis => ({
  ...before,
  contributors: before.contributors.map((one) =>
    one.personId === personId ? { ...one, contributions: one.contributions + 1 } : one,
  ),
});

const changeRoots = (before: Analysis, causeIds: readonly string[], to: (root: Root) => Root): Analysis => ({
  ...before,
  roots: before.roots.map((root) => (causeIds.includes(root.causeId) ? to(root) : root)),
});

const reAsked = ({ questions }: Analysis, { keptId, mergedId }: { keptId: string; mergedId: string }) =>
  questions.map((question) => (question.ofId === mergedId ? { ...question, ofId: keptId } : question));

/** Two causes as one: what either led to and what led to either, with the evidence and the confirmations of both. */
function merged(causes: Causes, keptId: string, mergedId: string): Causes {
  const { [mergedId]: gone, ...others } = causes;
  const joined = (steps: Cause['leadsTo']) =>
    steps.reduce<Cause['leadsTo']>((known, step) => {
      const same = known.find(({ id }) => id === step.id);
      if (!same) return [...known, step];
      const confirmedBy = [...new Set([...same.confirmedBy, ...step.confirmedBy])];
      return known.map((one) => (one === same ? { ...one, confirmedBy } : one));
    }, []);
  const pointed = Object.entries(others).map(([id, cause]) => [
    id,
    {
      ...cause,
      leadsTo: joined(cause.leadsTo.map((step) => (step.id === mergedId ? { ...step, id: keptId } : step))),
    },
  ]);
  const all = Object.fromEntries(pointed) as Record<string, Cause>;
  const kept = all[keptId]!;
  const evidence = [...kept.evidence, ...gone!.evidence];
  all[keptId] = {
    ...kept,
    leadsTo: joined([...kept.leadsTo, ...gone!.leadsTo]),
    evidence,
    status: evidence.length > 0 ? 'supported' : kept.status,
  };
  return all;
}

/** The problem as one sentence. */
export const sentenceOf = ({ when, and, then, leadingTo }: Problem): string =>
  `WHEN ${when}${and ? ` AND ${and}` : ''} THEN ${then} LEADING TO ${leadingTo}`;
