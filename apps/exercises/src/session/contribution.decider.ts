import { demand } from '@tandem/core';
import { exerciseOf } from './kinds.decider';
import type { Drafted } from './session-state.decider';
import type { Collects, Contribution } from './session.events';
import { shownParts } from './suppression.measures';

/** Who may write one sheet: a person, or a team where teams are the authors. */
export interface Author {
  readonly authorId: string;
  readonly teamId: string;
}

/** Everybody who may write in a phase. */
export function authorsOf({ roster, teamIds }: Pick<Drafted, 'roster' | 'teamIds'>, { mode }: Collects): Author[] {
  if (mode === 'team_consensus') return teamIds.map((teamId) => ({ authorId: teamId, teamId }));
  return Object.entries(roster).map(([authorId, teamId]) => ({ authorId, teamId }));
}

const mostBytes = 64 * 1024;

/** The sheet as its form wants it, in the form's order of fields: how somebody sends it tells nothing of them. */
export function filledIn({ template }: Pick<Drafted, 'template'>, { form }: Collects, sheet: unknown): object {
  const { schema } = exerciseOf(template.kind).forms![form]!;
  const { data, error } = schema.safeParse(sheet);
  const issue = error?.issues[0];
  demand(data !== undefined, 'form-violated', `${['sheet', ...(issue?.path ?? [])].join('.')}: ${issue?.message}`);
  const { length } = new TextEncoder().encode(JSON.stringify(data));
  demand(length <= mostBytes, 'sheet-too-long', `sheet takes ${mostBytes} bytes of JSON at most, not ${length}.`);
  return data;
}

/** Refuses a sheet that says what cannot be in this session. */
export function demandFitting(
  { template, teamIds, work }: Pick<Drafted, 'template' | 'teamIds' | 'work'>,
  { form }: Collects,
  sheet: object,
  teamId: string,
): void {
  const objection = exerciseOf(template.kind).forms![form]!.objection?.(sheet, { teamId, teamIds, work });
  demand(objection === undefined, 'form-violated', `sheet: ${objection}`);
}

/**
 * What was written as it is stored for ever: under new ids that know neither time nor author, in the order of the ids,
 * and with no more of the author than the mode allows. Detached, a team is left out of which fewer than k wrote, with
 * the smallest others if it would follow from them.
 */
export function sealedItems(
  written: readonly (Author & { readonly data: object })[],
  { mode }: Collects,
  k: number | undefined,
  newId: () => string,
): Contribution[] {
  const items = written.map((one) => ({ ...one, contributionId: newId() }));
  const parts = [...new Set(items.map(({ teamId }) => teamId))].map((part) => ({
    part,
    contributionIds: items.filter(({ teamId }) => teamId === part).map(({ contributionId }) => contributionId),
  }));
  const isNamed = mode === 'detached' ? shownParts(parts, k ?? Infinity) : () => true;
  return items
    .map(({ contributionId, authorId, teamId, data }) => ({
      contributionId,
      ...(isNamed(teamId) ? { teamId } : {}),
      ...(mode === 'attributed' ? { authorId } : {}),
      data,
    }))
    .toSorted((a, b) => (a.contributionId < b.contributionId ? -1 : 1));
}
