import { demand } from '@tandem/core';
import { standingCause } from './cause.decider';
import { objectionTo } from './root-wording.measures';
import { depths, leavesOf, standing, unconfirmedSteps } from './why-graph.measures';
import type { Analysis } from './why.measures';
import type { WhyEvent } from './why.events';

const leastDepth = 3;
const targetDepth = 5;

export interface RootWish {
  readonly causeId: string;
  readonly earlyStopReason?: string;
  readonly escalatedTo?: string;
  /** Names of people, beside those that everybody knows. */
  readonly names?: readonly string[];
}

/** Takes an answer for a root, if it is proved, deep enough, read backwards by two people, and blames nobody. */
export function agree(state: Analysis, { causeId, names, ...data }: RootWish): readonly WhyEvent[] {
  const cause = standingCause(state, 'causeId', causeId);
  if (state.roots.some((root) => root.causeId === causeId)) return [];
  const kept = standing(state.causes);
  demand(Object.hasOwn(kept, causeId), 'explains-nothing', 'All that this answer led to was refuted.');
  const isLeaf = leavesOf(state.causes).some(({ id }) => id === causeId);
  demand(isLeaf, 'not-a-leaf', '`causeId` is explained further: the root lies below it.');
  const objection = objectionTo(cause.text, names);
  const message = `"${objection?.found}" is no root cause: it ends the search too early. Ask: ${objection?.askInstead}`;
  demand(objection === null, 'blames-a-person', message);
  demand(cause.evidence.length > 0, 'root-without-evidence', 'Add evidence to this answer before it becomes a root.');
  const depth = depths(kept).get(causeId)!;
  demand(depth >= leastDepth, 'too-shallow', `A root lies at least ${leastDepth} whys deep; this one lies ${depth}.`);
  const isEarly = depth < targetDepth && !data.earlyStopReason?.trim();
  demand(!isEarly, 'early-stop', `Say in \`earlyStopReason\` why ${depth} whys are enough; ${targetDepth} are usual.`);
  const open = unconfirmedSteps(state.causes, causeId);
  demand(open.length === 0, 'step-unconfirmed', `Two people must confirm each step. Open: ${open.join('; ')}.`);
  const isOutside = cause.control === 'external' && !data.escalatedTo?.trim();
  demand(!isOutside, 'external-not-escalated', 'Say in `escalatedTo` whom this was escalated to: it lies outside.');
  return [{ type: 'RootAgreed', data: { causeId, ...data } }];
}

/** Says that a root of another analysis is the same. */
export function linkRoots(
  state: Analysis,
  data: { causeId: string; otherWhyId: string; otherCauseId: string },
): readonly WhyEvent[] {
  const root = rootOf(state, data.causeId);
  const { otherWhyId, otherCauseId } = data;
  if (root.sameAs.some((same) => same.whyId === otherWhyId && same.causeId === otherCauseId)) return [];
  return [{ type: 'RootsLinked', data: data }];
}

/** Says which cycle changes something about which roots. */
export function linkChange(
  state: Analysis,
  data: { cycleId: string; causeIds: readonly string[] },
): readonly WhyEvent[] {
  const { causeIds, cycleId } = data;
  demand(causeIds.length > 0, 'no-root', '`causeIds` must name the roots that the change works on.');
  const roots = causeIds.map((causeId) => rootOf(state, causeId));
  const outside = causeIds.find((id) => state.causes[id]!.control === 'external');
  const message = '`causeIds` names a root outside the company: it is escalated, a change does not fix it.';
  demand(outside === undefined, 'external-root', message);
  if (roots.every(({ cycleIds }) => cycleIds.includes(cycleId))) return [];
  return [{ type: 'ChangeLinked', data: data }];
}

function rootOf({ roots }: Analysis, causeId: string) {
  const root = roots.find((one) => one.causeId === causeId);
  demand(root !== undefined, 'not-a-root', `${causeId} is no agreed root of this analysis.`);
  return root;
}
