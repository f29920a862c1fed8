/** A name, and the unit that it stands for: the least of all its names. */
export interface Identity {
  readonly name: string;
  readonly unit: string;
}

/** Two names of one unit. */
export type Link = readonly [string, string];

/**
 * What becomes of identities when names turn out to be one: names that are linked, also over others, are one unit. The
 * same links in any order, and again, give the same units. Answers every name of the units that changed.
 */
export function joined(known: readonly Identity[], links: readonly Link[]): Identity[] {
  const parents = new Map(known.map(({ name, unit }) => [name, unit]));
  const unitOf = (name: string): string => {
    let unit = name;
    for (let parent = parents.get(unit); parent !== undefined && parent !== unit; parent = parents.get(unit))
      unit = parent;
    parents.set(name, unit);
    return unit;
  };
  for (const [one, other] of links) {
    if (one === other) continue;
    const [least, most] = [unitOf(one), unitOf(other)].sort() as [string, string];
    parents.set(most, least);
  }
  const before = new Map(known.map(({ name, unit }) => [name, unit]));
  const now = [...parents.keys()].map((name) => ({ name, unit: unitOf(name) }));
  const changed = new Set(now.filter(({ name, unit }) => before.get(name) !== unit).map(({ unit }) => unit));
  return now.filter(({ unit }) => changed.has(unit)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
