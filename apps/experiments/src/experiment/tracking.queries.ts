import { Injectable } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { actFor, Database, type Tenant, type Tx } from '@tandem/event-store';
import { type Identity, joined, type Link } from './identity.measures';
import type { StoredMoments } from './result.measures';
import type { Exposure, Fact, Observation } from './tracking.measures';
import {
  addSql,
  countAllSql,
  experimentsOfSql,
  forgetSql,
  identitiesSql,
  momentsOutsideSql,
  momentsSql,
  nameSql,
  plansForFacts,
  reusedIdsSql,
  storeSql,
  takeSql,
} from './tracking-sql.queries';

/** A stretch of time; without an end it lasts. */
interface Stretch {
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** Facts that trackers report, and their exact sums: any order and any repetition of the same facts give the same bytes. */
@Injectable()
export class Tracking {
  private readonly places = new Places(4);

  constructor(private readonly db: Database) {}

  /**
   * Stores facts and moves the sums by what they change: the sums of the changed units afterwards minus before.
   * One experiment's batches go one after another. Throws `id-reused` when an observation's id stands for another one.
   */
  record(who: Tenant, facts: readonly Fact[]): Promise<void> {
    return this.transaction(who, (tx) => storeAll(tx, who, facts));
  }

  /** The same inside a transaction of the caller, which acts for this organisation from here on. */
  async recordIn(tx: Tx, who: Tenant, facts: readonly Fact[]): Promise<void> {
    await actFor(tx, who);
    await tx.query(plansForFacts);
    await storeAll(tx, who, facts);
  }

  /**
   * Makes two names one unit, in every experiment: what they contribute is counted anew as of one. A unit that saw
   * several variants under its names is left out, as if it had seen them under one.
   */
  async link(who: Tenant, links: readonly Link[]): Promise<void> {
    const names = [...new Set(links.flat())];
    const known = await this.db.read<Identity>(who, identitiesSql, [who.tenantId, names]);
    if (joined(known, links).length === 0) return;
    await this.transaction(who, async (tx) => {
      await lockIdentities(tx, who, 'alone');
      const { rows } = await tx.query<Identity>(identitiesSql, [who.tenantId, names]);
      const changed = joined(rows, links);
      const affected = changed.map(({ name }) => name);
      await counting(tx, who, affected, () => tx.query(nameSql, [who.tenantId, JSON.stringify(changed)]), addSql);
    });
  }

  /**
   * Deletes all that is kept of units, under whichever of their names, and takes away what they contributed. What is
   * told of them afterwards counts as of a new unit. Answers how many names were forgotten.
   */
  async forget(who: Tenant, names: readonly string[]): Promise<number> {
    return this.transaction(who, async (tx) => {
      await lockIdentities(tx, who, 'alone');
      const { rows } = await tx.query<Identity>(identitiesSql, [who.tenantId, names]);
      const all = [...new Set([...names, ...rows.map(({ name }) => name)])];
      await counting(tx, who, all, () => tx.query(forgetSql, [who.tenantId, all]));
      return all.length;
    });
  }

  /** The sums as they stand; without what happened in phases that were declared void. */
  moments(who: Tenant, experimentId: string, voided: readonly Stretch[] = []): Promise<StoredMoments[]> {
    const params = [who.tenantId, experimentId];
    if (voided.length === 0) return this.db.read<StoredMoments>(who, momentsSql, params);
    const [begun, ended] = [
      voided.map(({ startedAt }) => startedAt),
      voided.map(({ endedAt }) => endedAt ?? 'infinity'),
    ];
    return this.db.transaction(who, async (tx) => {
      await tx.query(plansForFacts);
      return (await tx.query<StoredMoments>(momentsOutsideSql, [...params, begun, ended])).rows;
    });
  }

  /** The sums counted anew from the facts: what `moments` must equal to the byte. */
  async recounted(who: Tenant, experimentId: string): Promise<StoredMoments[]> {
    return this.transaction(who, async (tx) => {
      await lockIdentities(tx, who, 'shared');
      await lock(tx, who, experimentId);
      const params = [who.tenantId, experimentId];
      await tx.query('delete from moments where tenant_id = $1 and experiment_id = $2', params);
      await tx.query(countAllSql, params);
      return (await tx.query<StoredMoments>(momentsSql, params)).rows;
    });
  }

  private transaction<Result>(who: Tenant, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.places.take(() =>
      this.db.transaction(who, async (tx) => {
        await tx.query(plansForFacts);
        return work(tx);
      }),
    );
  }
}

/** So many at once, the others in the order they came: a flood of batches leaves connections for those who read. */
class Places {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}

const lock = (tx: Tx, { tenantId }: Tenant, experimentId: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenantId}/${experimentId}`]);

/** Facts are told side by side; who changes what names mean waits for them and is alone. */
const lockIdentities = (tx: Tx, { tenantId }: Tenant, how: 'shared' | 'alone') =>
  tx.query(`select pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}(hashtextextended($1, 0))`, [
    `${tenantId} identities`,
  ]);

/** Takes away what units of these names contribute, changes something, and adds what they contribute then. */
async function counting(
  tx: Tx,
  { tenantId }: Tenant,
  names: readonly string[],
  change: () => Promise<unknown>,
  afterwards?: string,
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(experimentsOfSql, [tenantId, names]);
  for (const { id } of rows) await tx.query(takeSql, [tenantId, id, names]);
  await change();
  if (afterwards) for (const { id } of rows) await tx.query(afterwards, [tenantId, id, names]);
}

async function storeAll(tx: Tx, who: Tenant, facts: readonly Fact[]): Promise<void> {
  const experiments = [...new Set(facts.map(({ experimentId }) => experimentId))].sort();
  await lockIdentities(tx, who, 'shared');
  for (const experimentId of experiments) await lock(tx, who, experimentId);
  for (const experimentId of experiments) {
    const ofThis = facts.filter((fact) => fact.experimentId === experimentId);
    const exposures = ofThis.filter((fact): fact is Exposure => fact.type === 'exposure');
    const observations = ofThis.filter((fact): fact is Observation => fact.type === 'observation');
    await store(tx, who, experimentId, exposures, observations);
  }
}

async function store(
  tx: Tx,
  { tenantId }: Tenant,
  experimentId: string,
  exposures: readonly Exposure[],
  observations: readonly Observation[],
): Promise<void> {
  const told = JSON.stringify(observations);
  const params = [tenantId, experimentId, JSON.stringify(exposures), told];
  const { rows } = await tx.query<{ names: string[]; stored: bigint }>(storeSql, params);
  const { names, stored } = rows[0]!;
  if (stored < observations.length) await refuseReusedIds(tx, [tenantId, experimentId, told]);
  if (names.length > 0) await tx.query(addSql, [tenantId, experimentId, names]);
}

async function refuseReusedIds(tx: Tx, params: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ unit: string; id: string }>(reusedIdsSql, [...params]);
  if (rows.length === 0) return;
  const told = rows.map(({ unit, id }) => `\`${id}\` of unit \`${unit}\``).join(', ');
  const message = `Nothing was stored. An observation with this id says something else: ${told}. Give each observation an id of its own.`;
  throw new Rejection('id-reused', message);
}
