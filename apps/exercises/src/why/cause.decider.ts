import { demand } from '@tandem/core';
import { depths, effectsOf, heightOf } from './why-graph.measures';
import { type Analysis, analysisAfter, type Cause, problemId } from './why.measures';
import type { CauseEvidence, Control, WhyEvent } from './why.events';

const mostDepth = 7;
const mostCauses = 200;

/** Answers a question; a second answer to the same question is a branch. */
export function answer(
  state: Analysis,
  data: { causeId: string; questionId: string; text: string; control: Control },
  personId: string,
): readonly WhyEvent[] {
  const question = state.questions.find(({ questionId }) => questionId === data.questionId);
  demand(question !== undefined, 'no-such-question', '`questionId` must be a question of this analysis.');
  const { ofId: parentId } = question;
  if (parentId !== problemId) standingCause(state, 'questionId', parentId);
  demandText('text', data.text);
  const count = Object.keys(state.causes).length;
  demand(count < mostCauses, 'too-many-answers', `An analysis holds ${mostCauses} answers: merge some, or frame anew.`);
  demandDepth((depths(state.causes).get(parentId) ?? 0) + 1);
  return [{ type: 'WhyAnswered', data: { ...data, parentId, personId } }];
}

/** Gives an answer a second thing that it explains. */
export function share(state: Analysis, data: { causeId: string; parentId: string }, by: string): readonly WhyEvent[] {
  const { causeId, parentId } = data;
  const { leadsTo } = standingCause(state, 'causeId', causeId);
  if (parentId !== problemId) standingCause(state, 'parentId', parentId);
  if (leadsTo.some(({ id }) => id === parentId)) return [];
  demandNoCircle(state, causeId, parentId);
  demandDepth((depths(state.causes).get(parentId) ?? 0) + 1 + heightOf(state.causes, causeId));
  return [{ type: 'CauseShared', data: { causeId, parentId, personId: by } }];
}

/** Makes one answer of two. */
export function merge(state: Analysis, data: { keptId: string; mergedId: string }): readonly WhyEvent[] {
  const { keptId, mergedId } = data;
  standingCause(state, 'keptId', keptId);
  standingCause(state, 'mergedId', mergedId);
  demand(keptId !== mergedId, 'same-answer', '`keptId` and `mergedId` must be two answers.');
  demandNoCircle(state, keptId, mergedId);
  demandNoCircle(state, mergedId, keptId);
  const events: WhyEvent[] = [{ type: 'CausesMerged', data: { keptId, mergedId } }];
  const after = analysisAfter(state, events[0]!)!;
  demandDepth(Math.max(...depths(after.causes).values()));
  return events;
}

/** An answer that was not refuted. */
export function standingCause({ causes }: Analysis, field: string, id: string): Cause {
  const cause = Object.hasOwn(causes, id) ? causes[id] : undefined;
  demand(cause !== undefined, 'no-such-answer', `\`${field}\` must be an answer of this analysis.`);
  demand(cause.status !== 'refuted', 'answer-refuted', `\`${field}\` is an answer that was refuted.`);
  return cause;
}

function demandNoCircle({ causes }: Analysis, causeId: string, parentId: string) {
  const leadsBack = causeId === parentId || effectsOf(causes, parentId).has(causeId);
  demand(!leadsBack, 'circle', 'An answer cannot lead to itself: the two already explain one another.');
}

function demandDepth(depth: number) {
  demand(
    depth <= mostDepth,
    'too-deep',
    `No analysis goes deeper than ${mostDepth} whys: agree on a root, or frame anew.`,
  );
}

export function demandEvidence({ kind, value }: CauseEvidence) {
  demandText('evidence.value', value, 2_000);
  const isAddress = kind !== 'url' || /^https?:\/\/[^\s]+$/.test(value);
  demand(isAddress, 'bad-url', '`evidence.value` must be an address that begins with https://.');
}

export function demandText(field: string, text: string, most = 500) {
  demand(text.trim() !== '', 'empty-text', `\`${field}\` must not be empty.`);
  demand(text.length <= most, 'text-too-long', `\`${field}\` holds at most ${most} characters.`);
}
