import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance';
import type { Client } from './client';
import type { Company } from './company';

/** What was asked of the services, for the reckoning afterwards. */
export interface Asked {
  /** Cycles whose opening was acknowledged: each owner must have been told, once. */
  readonly cycles: Set<string>;
  /** Sum of the tracked values that were acknowledged, by unit. Whole numbers: exact. */
  readonly tracked: Map<string, number>;
  commands: number;
}

export interface Pace {
  readonly lanes: number;
  /** How long a client thinks between two commands, on average. */
  readonly thinkMs: number;
  readonly tracks: boolean;
}

const symptoms = Array.from({ length: 18 }, (_, n) => `S${n + 1}`);

/** Clients at work until they are told to stop; each waits for the answer to its command before the next. */
export async function work(
  client: Client,
  company: Company,
  chance: Chance,
  { lanes, thinkMs, tracks }: Pace,
  asked: Asked,
  goesOn: () => boolean,
): Promise<void> {
  const people = Array.from({ length: 3 }, () => randomUUID());
  const kinds = [openCycle, openCycle, openCycle, moveSomebody, moveSomebody, moveSomebody, link, read].concat(
    tracks ? [track, track] : [],
  );
  const lane = async (mine: Chance) => {
    while (goesOn()) {
      const did = await mine.among(kinds)({ client, company, chance: mine, asked, people });
      if (did) asked.commands++;
      await sleep(mine.next() * 2 * thinkMs);
    }
  };
  await Promise.all(Array.from({ length: lanes }, () => lane(chance.apart())));
}

interface Turn {
  readonly client: Client;
  readonly company: Company;
  readonly chance: Chance;
  readonly asked: Asked;
  readonly people: readonly string[];
}

/** One service's command whose effect is in another one: two notices. */
async function openCycle({ client, company, asked }: Turn): Promise<boolean> {
  const { sessionId, findingId, facilitator, owners } = company;
  const id = randomUUID();
  const ids = { ownerProductId: owners[0].id, ownerEngineeringId: owners[1].id };
  const about = { sessionId, findingId, symptomId: 'S3', ...ids };
  const { outcome } = await client.mutate(facilitator, 'exercises', 'openCycle', id, about);
  if (outcome === 'acknowledged') asked.cycles.add(id);
  return true;
}

/** Few people come and go in few teams: everybody writes to the same streams, and a command done twice shows. */
async function moveSomebody({ client, company, chance, people }: Turn): Promise<boolean> {
  const args = { teamId: chance.among(company.teamIds), personId: chance.among(people) };
  const mutation = chance.happens(0.5) ? 'joinTeam' : 'leaveTeam';
  await client.mutate(company.admin, 'exercises', mutation, randomUUID(), args);
  return true;
}

/** Many public events under one key. */
async function link({ client, company, chance }: Turn): Promise<boolean> {
  const { facilitator, sessionId, teamIds } = company;
  const finding = { sessionId, summary: 'Another', teamIds: teamIds.slice(0, 2), severity: 1 };
  const findingId = randomUUID();
  const told = await client.mutate(facilitator, 'exercises', 'recordFinding', findingId, finding);
  if (told.outcome !== 'acknowledged') return true;
  const about = { sessionId, findingId, symptomId: chance.among(symptoms) };
  await client.mutate(facilitator, 'exercises', 'linkFinding', randomUUID(), about);
  return true;
}

/** Somebody who was told reads it. */
async function read({ client, company, chance }: Turn): Promise<boolean> {
  const owner = chance.among(company.owners);
  const inbox = '{ inbox(first: 10, filter: { state: unread }) { edges { node { id } } } }';
  const page = await client.ask<{ inbox: { edges: { node: { id: string } }[] } }>(owner, 'notifications', inbox);
  if (!page || page.inbox.edges.length === 0) return false;
  const { id } = chance.among(page.inbox.edges).node;
  await client.mutate(owner, 'notifications', 'markRead', randomUUID(), { id });
  return true;
}

/** Facts with ids of their own, sent until they are taken. */
async function track({ client, company, chance, asked }: Turn): Promise<boolean> {
  const { experimentId, tracker } = company;
  const unit = `u${Math.floor(chance.next() * 50)}`;
  const at = '2024-02-01T00:00:00Z';
  const values = Array.from({ length: 5 }, () => Math.floor(chance.next() * 1_000));
  const variant = Number(unit.slice(1)) % 2 ? 'a' : 'b';
  const facts = [
    { type: 'exposure', experimentId, unit, variant, at: '2024-01-15T00:00:00Z' },
    ...values.map((value) => ({ type: 'observation', id: randomUUID(), experimentId, unit, metric: 'm', at, value })),
  ];
  const { outcome } = await client.track(tracker, randomUUID(), facts);
  const sum = values.reduce((all, value) => all + value, 0);
  if (outcome === 'acknowledged') asked.tracked.set(unit, (asked.tracked.get(unit) ?? 0) + sum);
  return true;
}
