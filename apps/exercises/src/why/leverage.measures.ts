import type { Analysis, Root } from './why.measures';

/** An analysis with its id. */
export interface Identified extends Pick<Analysis, 'status' | 'severity' | 'symptomId' | 'roots' | 'causes'> {
  readonly id: string;
}

/** One root of the organisation, whatever analyses it was found in. */
export interface Leverage {
  /** Every appearance of it, the earliest id first. */
  readonly roots: readonly { readonly whyId: string; readonly causeId: string; readonly text: string }[];
  readonly control: string;
  readonly symptomIds: readonly string[];
  /** The severities of the open analyses that reach it, added up. */
  readonly leverage: number;
  /** Open analyses that reach it. */
  readonly n: number;
}

/**
 * What each agreed root would relieve, the most first. Roots that were linked as the same are one, however long the
 * chain of links; an analysis that reaches it twice counts once, a verified one not at all.
 */
export function leverages(analyses: readonly Identified[]): readonly Leverage[] {
  const open = analyses.filter(({ status }) => status !== 'verified');
  const places = open.flatMap((analysis) => analysis.roots.map((root) => ({ analysis, root })));
  const groupOf = united(places.map(({ analysis, root }) => [keyOf(analysis.id, root.causeId), root]));
  const groups = new Map<string, typeof places>();
  for (const place of places) {
    const key = groupOf(keyOf(place.analysis.id, place.root.causeId));
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()].map(leverageOf).toSorted(mostFirst);
}

function leverageOf(places: readonly { readonly analysis: Identified; readonly root: Root }[]): Leverage {
  const reached = new Map(places.map(({ analysis }) => [analysis.id, analysis]));
  const roots = places.map(({ analysis, root: { causeId } }) => ({
    whyId: analysis.id,
    causeId,
    text: analysis.causes[causeId]!.text,
    control: analysis.causes[causeId]!.control,
  }));
  const ordered = roots.toSorted((a, b) => keyOf(a.whyId, a.causeId).localeCompare(keyOf(b.whyId, b.causeId)));
  return {
    roots: ordered.map(({ whyId, causeId, text }) => ({ whyId, causeId, text })),
    control: ordered[0]!.control,
    symptomIds: [...new Set([...reached.values()].map(({ symptomId }) => symptomId))].toSorted(),
    leverage: [...reached.values()].reduce((sum, { severity }) => sum + severity, 0),
    n: reached.size,
  };
}

const keyOf = (whyId: string, causeId: string) => `${whyId}/${causeId}`;

const mostFirst = (a: Leverage, b: Leverage) =>
  b.leverage - a.leverage || a.roots[0]!.whyId.localeCompare(b.roots[0]!.whyId);

/** Joins what is linked into groups, over links to analyses that are not open any more too. */
function united(links: readonly (readonly [string, Root])[]): (key: string) => string {
  const parents = new Map<string, string>();
  const top = (key: string): string => {
    const parent = parents.get(key) ?? key;
    return parent === key ? key : top(parent);
  };
  for (const [key, { sameAs }] of links)
    for (const { whyId, causeId } of sameAs) {
      const [a, b] = [top(key), top(keyOf(whyId, causeId))];
      if (a !== b) parents.set(a, b);
    }
  return top;
}
