import { idOf } from './ids';

/**
 * The people are invented, the teams are not: they are the path of the golden traces (exercises.md 1.3.6: Support,
 * Product, Design, Engineering, Release) and the functions that a roadmap hears.
 */
export const tenantId = idOf('tenant');

type TeamName = 'Support' | 'Product' | 'Design' | 'Engineering' | 'SRE';

export interface SampleTeam {
  readonly id: string;
  readonly name: TeamName;
  readonly function: 'business' | 'product' | 'design' | 'feature' | 'site-reliability';
}

const team = (name: TeamName, does: SampleTeam['function']): SampleTeam => ({
  id: idOf(`team ${name}`),
  name,
  function: does,
});

export const teams = {
  Support: team('Support', 'business'),
  Product: team('Product', 'product'),
  Design: team('Design', 'design'),
  Engineering: team('Engineering', 'feature'),
  SRE: team('SRE', 'site-reliability'),
} as const satisfies Record<TeamName, SampleTeam>;

export interface SamplePerson {
  readonly id: string;
  readonly name: string;
  readonly function: 'product' | 'engineering' | 'design' | 'site-reliability' | 'business';
  readonly roles: readonly string[];
  readonly team?: TeamName;
  /** What somebody who signs in as this person can do, in a few words. */
  readonly about: string;
}

const person = (
  name: string,
  does: SamplePerson['function'],
  roles: readonly string[],
  about: string,
  team?: TeamName,
): SamplePerson => ({
  id: idOf(`person ${name}`),
  name,
  function: does,
  roles,
  about,
  ...(team && { team }),
});

/** By the name to sign in with. */
export const people = {
  pia: person('Pia', 'product', ['product_lead', 'member'], 'leads product; her yes starts an experiment', 'Product'),
  tom: person(
    'Tom',
    'engineering',
    ['tech_lead', 'member'],
    'leads engineering; his yes starts an experiment',
    'Engineering',
  ),
  fay: person('Fay', 'business', ['facilitator', 'member'], 'runs the exercises'),
  sue: person('Sue', 'business', ['member'], 'hears from customers', 'Support'),
  dan: person('Dan', 'design', ['member'], 'designs', 'Design'),
  rob: person('Rob', 'site-reliability', ['member'], 'keeps it running', 'SRE'),
  ada: person('Ada', 'business', ['org_admin'], 'sets the company up, reads no session'),
} as const satisfies Record<string, SamplePerson>;

export type PersonName = keyof typeof people;

export const personNamed = (name: string): SamplePerson | undefined =>
  Object.hasOwn(people, name) ? people[name as PersonName] : undefined;
