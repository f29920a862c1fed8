import { shannonDiversity } from '@tandem/statistics';
import { type Analysis, type Cause, type Causes, problemId, sentenceOf } from './why.measures';

/** Every cause and problem that this one leads to, itself left out. */
export function effectsOf(causes: Causes, causeId: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [causeId];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { id: effect } of causes[id]?.leadsTo ?? [])
      if (!found.has(effect)) {
        found.add(effect);
        open.push(effect);
      }
  return found;
}

/** How many whys lie between each cause and the problem, on the longest way. */
export function depths(causes: Causes): ReadonlyMap<string, number> {
  const known = new Map<string, number>([[problemId, 0]]);
  const depthOf = (id: string): number => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const depth = 1 + Math.max(...(causes[id]?.leadsTo ?? []).map((step) => depthOf(step.id)));
    known.set(id, depth);
    return depth;
  };
  for (const id of Object.keys(causes)) depthOf(id);
  return known;
}

/** How many whys lie below a cause, on the longest way. */
export function heightOf(causes: Causes, causeId: string): number {
  const below = Object.values(causes).filter(({ leadsTo }) => leadsTo.some(({ id }) => id === causeId));
  return below.reduce((most, { id }) => Math.max(most, 1 + heightOf(causes, id)), 0);
}

/** What still explains the problem: causes that were not refuted, and the ways between them and the problem. */
export function standing(causes: Causes): Causes {
  const known = new Map<string, boolean>([[problemId, true]]);
  const stands = (id: string): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const cause = causes[id];
    const does = cause !== undefined && cause.status !== 'refuted' && cause.leadsTo.some((step) => stands(step.id));
    known.set(id, does);
    return does;
  };
  const kept = Object.values(causes).filter(({ id }) => stands(id));
  return Object.fromEntries(
    kept.map((cause) => [cause.id, { ...cause, leadsTo: cause.leadsTo.filter((step) => stands(step.id)) }]),
  );
}

/** Standing causes that nothing else explains further: the candidates for roots. */
export function leavesOf(causes: Causes): readonly Cause[] {
  const stand = Object.values(standing(causes));
  const explained = new Set(stand.flatMap(({ leadsTo }) => leadsTo.map(({ id }) => id)));
  return stand.filter(({ id }) => !explained.has(id));
}

/** Steps between a cause and the problem that fewer than two people have confirmed, as `cause -> effect`. */
export function unconfirmedSteps(all: Causes, causeId: string): readonly string[] {
  const causes = standing(all);
  const onTheWay = [causeId, ...effectsOf(causes, causeId)].flatMap((id) => causes[id] ?? []);
  return onTheWay.flatMap(({ text, leadsTo }) =>
    leadsTo
      .filter(({ confirmedBy }) => new Set(confirmedBy).size < leastConfirmations)
      .map(({ id }) => `${text} -> ${causes[id]?.text ?? 'the problem'}`),
  );
}

const leastConfirmations = 2;

/** More ways than this through a tangled graph are not read out. */
const mostReadings = 20;

/**
 * Each root read backwards, one text a way: if every "therefore" rings true, the root explains the problem.
 * Source: the therefore test of the 5 Whys.
 */
export function readings({
  causes: all,
  roots,
  problem,
}: Pick<Analysis, 'causes' | 'roots' | 'problem'>): readonly string[] {
  const causes = standing(all);
  const texts: string[] = [];
  const read = (id: string, so: string): void => {
    if (texts.length >= mostReadings) return;
    const cause = causes[id];
    if (!cause) return void texts.push(`${so} Therefore: ${sentenceOf(problem)}.`);
    const text = so === '' ? ended(cause.text) : `${so} Therefore: ${ended(cause.text)}`;
    for (const step of cause.leadsTo) read(step.id, text);
  };
  for (const { causeId } of roots) read(causeId, '');
  return texts;
}

const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

export interface WhyFigures {
  /** Whys from the problem to the deepest cause that stands. */
  readonly depth: number;
  /** Causes on the widest level. */
  readonly breadth: number;
  /** Share of the standing causes with evidence; null without a cause. */
  readonly evidenceCoverage: number | null;
  /** Standing causes. */
  readonly n: number;
  /** Shannon's entropy of the contributions over the teams, in nats: 0 is one team alone; null, nobody yet. */
  readonly contributorDiversity: number | null;
  readonly contributions: number;
}

/** What an analysis amounts to in figures. */
export function figuresOf({ causes, contributors }: Pick<Analysis, 'causes' | 'contributors'>): WhyFigures {
  const kept = standing(causes);
  const all = depths(kept);
  const stand = Object.values(kept);
  const levels = new Map<number, number>();
  for (const { id } of stand) levels.set(all.get(id)!, (levels.get(all.get(id)!) ?? 0) + 1);
  const byTeam = new Map<string, number>();
  for (const { teamId, contributions } of contributors) byTeam.set(teamId, (byTeam.get(teamId) ?? 0) + contributions);
  const contributions = [...byTeam.values()].reduce((sum, each) => sum + each, 0);
  const supported = stand.filter(({ evidence }) => evidence.length > 0).length;
  return {
    depth: Math.max(0, ...levels.keys()),
    breadth: Math.max(0, ...levels.values()),
    evidenceCoverage: stand.length > 0 ? supported / stand.length : null,
    n: stand.length,
    contributorDiversity: shannonDiversity([...byTeam.values()]),
    contributions,
  };
}
