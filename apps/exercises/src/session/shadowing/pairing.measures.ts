import { heaviestPairs, type WorkingTime } from '@tandem/statistics';
import type { Enrolment, Pair, PairingFacts } from './shadowing.events';

const day = 24 * 3_600_000;
/** What a pair is weighed by: exercises page, 1.1. */
const weights = { gap: 3, novelty: 2, overlap: 1, roleDistance: 1, conflict: -5 };
const noveltyDays = 180;
const sameTeamDays = 90;

/** Who is free to be paired, what is known of them, and which two have said no to each other. */
export interface Pairing {
  readonly free: readonly Enrolment[];
  readonly facts: PairingFacts;
  readonly declined: readonly (readonly [string, string])[];
  readonly now: string;
}

/** A pair that may be: who goes along with whom, and how good a pair they make. */
interface Candidate {
  readonly a: string;
  readonly b: string;
  readonly shadow: Enrolment;
  readonly host: Enrolment;
  readonly weight: number;
}

/**
 * The pairs that together are worth most, everybody in one at most: exact, and the same whatever the order of people.
 * Whoever is left over goes along with a pair as its second shadow, if one may take them; `alone` are those whom none
 * may. What may not be: people of one team, somebody who will not be paired with the other, no common day of work, a
 * host who asks for more clearance than the shadow has, two who declined each other.
 */
export function pairsOf(pairing: Pairing, roundId: string): { readonly pairs: Pair[]; readonly alone: string[] } {
  const { free } = pairing;
  const possible = free.flatMap((one, index) => free.slice(index + 1).flatMap((other) => best(one, other, pairing)));
  const matched = heaviestPairs(possible);
  const isIn = (personId: string) => matched.some(({ a, b }) => a === personId || b === personId);
  const over = free.filter(({ personId }) => !isIn(personId));
  const thirds = heaviestPairs(
    over.flatMap((shadow) =>
      matched.flatMap(({ shadow: first, host }) => {
        const mayBeThree = !areApart(shadow, first, pairing) && mayGoAlong(shadow, host, pairing);
        const weight = weightOf(shadow, host, pairing);
        return mayBeThree ? [{ a: shadow.personId, b: `with ${host.personId}`, shadow, host, weight }] : [];
      }),
    ),
  );
  const pairs = matched.map(({ shadow, host, weight }, index): Pair => {
    const second = thirds.filter((third) => third.host === host).map((third) => third.shadow);
    return {
      pairId: `${roundId}.${index + 1}`,
      hostId: host.personId,
      hostTeamId: host.teamId,
      shadows: [shadow, ...second].map(({ personId, teamId }) => ({ personId, teamId })),
      weight,
    };
  });
  const taken = new Set(thirds.map(({ shadow }) => shadow.personId));
  return { pairs, alone: over.map(({ personId }) => personId).filter((id) => !taken.has(id)) };
}

/** The better way round: the shadow is of the team that the host's team needs and does not hear from. */
function best(one: Enrolment, other: Enrolment, pairing: Pairing): readonly Candidate[] {
  const [a, b] = one.personId < other.personId ? [one, other] : [other, one];
  const ways = [
    { shadow: a, host: b },
    { shadow: b, host: a },
  ]
    .filter(({ shadow, host }) => mayGoAlong(shadow, host, pairing))
    .map((way) => ({ a: a.personId, b: b.personId, ...way, weight: weightOf(way.shadow, way.host, pairing) }));
  return ways.toSorted((x, y) => y.weight - x.weight).slice(0, 1);
}

function mayGoAlong(shadow: Enrolment, host: Enrolment, pairing: Pairing): boolean {
  const [hers, his] = [timeOf(shadow, pairing), timeOf(host, pairing)];
  return (
    shadow.place !== 'host' &&
    host.place !== 'shadow' &&
    shadow.teamId !== host.teamId &&
    !areApart(shadow, host, pairing) &&
    host.requires.every((need) => shadow.clearances.includes(need)) &&
    (hers === undefined || his === undefined || hers.weekdays.some((weekday) => his.weekdays.includes(weekday)))
  );
}

function areApart(one: Enrolment, other: Enrolment, { declined }: Pairing): boolean {
  const isPair = (ids: readonly string[]) => ids.includes(one.personId) && ids.includes(other.personId);
  return one.notWith.includes(other.personId) || other.notWith.includes(one.personId) || declined.some(isPair);
}

/** 3 gap + 2 novelty + overlap + role distance - 5 conflict. What is not known counts nothing. */
export function weightOf(shadow: Enrolment, host: Enrolment, pairing: Pairing): number {
  const { gaps, met } = pairing.facts;
  const gap = gaps.find((one) => one.fromTeamId === host.teamId && one.toTeamId === shadow.teamId)?.gap ?? 0;
  const times = met
    .filter(({ personIds }) => personIds.includes(shadow.personId) && personIds.includes(host.personId))
    .map(({ at }) => Date.parse(at));
  const days = (Date.parse(pairing.now) - Math.max(...times)) / day;
  const novelty = times.length === 0 ? 1 : 1 - Math.exp(-Math.max(0, days) / noveltyDays);
  const [hers, his] = [timeOf(shadow, pairing), timeOf(host, pairing)];
  const overlap = hers && his ? overlapOf(hers, his, pairing.now) : 0;
  const [role, other] = [factsOf(shadow, pairing)?.function, factsOf(host, pairing)?.function];
  const roleDistance = role !== undefined && other !== undefined && role !== other ? 1 : 0;
  const conflict = areClose(shadow, host, pairing) ? 1 : 0;
  return (
    weights.gap * gap +
    weights.novelty * novelty +
    weights.overlap * overlap +
    weights.roleDistance * roleDistance +
    weights.conflict * conflict
  );
}

/** Whether one reports to the other, or both were in one team of late. */
function areClose(one: Enrolment, other: Enrolment, pairing: Pairing): boolean {
  const since = new Date(Date.parse(pairing.now) - sameTeamDays * day).toISOString();
  const lately = (who: Enrolment) =>
    (factsOf(who, pairing)?.memberships ?? [])
      .filter(({ until }) => until === null || until > since)
      .map(({ teamId }) => teamId);
  const reports = one.managerId === other.personId || other.managerId === one.personId;
  const others = lately(other);
  return reports || lately(one).some((teamId) => others.includes(teamId));
}

const factsOf = ({ personId }: Enrolment, { facts }: Pairing) => facts.people.find((one) => one.personId === personId);
const timeOf = (who: Enrolment, pairing: Pairing) => factsOf(who, pairing)?.workingTime;

/** The part of the shorter working day that two have in common on the day of that moment, by the clock of the world. */
export function overlapOf(one: WorkingTime, other: WorkingTime, at: string): number {
  const [a, b] = [hoursOf(one, at), hoursOf(other, at)];
  const shared = [-24, 0, 24].map((shift) => Math.min(a.until, b.until + shift) - Math.max(a.from, b.from + shift));
  const hours = shared.reduce((sum, some) => sum + Math.max(0, some), 0);
  return hours / Math.min(a.until - a.from, b.until - b.from);
}

/** From when to when somebody works, in hours of UTC. */
function hoursOf({ timeZone, from, until }: WorkingTime, at: string) {
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).formatToParts(
    new Date(at),
  );
  const [year, month, date, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((type) =>
    Number(wall.find((part) => part.type === type)!.value),
  ) as [number, number, number, number, number, number];
  const ahead = (Date.UTC(year, month - 1, date, hour, minute, second) - Date.parse(at)) / 3_600_000;
  const clock = (time: string) => Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60 - Math.round(ahead * 4) / 4;
  return { from: clock(from), until: clock(until) };
}
