import { Injectable } from '@nestjs/common';
import { Database, type Tenant, type Tx } from '@tandem/event-store';

/** A unit (a user, an account) saw a variant. */
export interface Exposure {
  readonly experimentId: string;
  readonly unit: string;
  readonly variant: string;
  readonly at: string;
}

/** Something that is measured happened to a unit. `id` is the sender's: the same one again counts once. */
export interface Observation {
  readonly id: string;
  readonly experimentId: string;
  readonly unit: string;
  readonly metric: string;
  readonly value: number;
  readonly at: string;
}

/** The exact sums of a variant: of metric '' the units, of any other the units whose total is not 0, and the totals. */
export interface MomentRow {
  readonly variant: string;
  readonly metric: string;
  readonly n: bigint;
  readonly sum: string;
  readonly sumOfSquares: string;
}

/** Units seen in more than one variant: they are counted here and nowhere else. */
export const severalVariants = '*';

/** Facts that trackers report, and their exact sums: any order and any repetition of the same facts give the same bytes. */
@Injectable()
export class Tracking {
  constructor(private readonly db: Database) {}

  /**
   * Stores facts and moves the sums by what they change: the sums of the touched units afterwards minus before.
   * One experiment's batches go one after another.
   */
  async record(who: Tenant, exposures: readonly Exposure[], observations: readonly Observation[]): Promise<void> {
    const facts = [...exposures, ...observations];
    const experiments = [...new Set(facts.map(({ experimentId }) => experimentId))].sort();
    await this.db.transaction(who, async (tx) => {
      await tx.query(
        "set local enable_nestloop = off; set local enable_seqscan = off; set local jit = off; set local work_mem = '64MB'",
      );
      for (const experimentId of experiments) await lock(tx, who, experimentId);
      for (const experimentId of experiments) {
        const ofThis = <Fact extends { experimentId: string }>(all: readonly Fact[]) =>
          all.filter((fact) => fact.experimentId === experimentId);
        const units = [...new Set(ofThis(facts).map(({ unit }) => unit))];
        await move(tx, who, experimentId, units, -1);
        await insertExposures(tx, who, experimentId, ofThis(exposures));
        await insertObservations(tx, who, experimentId, ofThis(observations));
        await move(tx, who, experimentId, units, 1);
      }
    });
  }

  moments(who: Tenant, experimentId: string): Promise<MomentRow[]> {
    return this.db.read<MomentRow>(who, momentsSql, [who.tenantId, experimentId]);
  }

  /** The sums counted anew from the facts: what `moments` must equal to the byte. */
  async recounted(who: Tenant, experimentId: string): Promise<MomentRow[]> {
    return this.db.transaction(who, async (tx) => {
      await lock(tx, who, experimentId);
      await tx.query('delete from moments where tenant_id = $1 and experiment_id = $2', [who.tenantId, experimentId]);
      await move(tx, who, experimentId, null, 1);
      return (await tx.query<MomentRow>(momentsSql, [who.tenantId, experimentId])).rows;
    });
  }
}

const momentsSql = `
  select variant, metric, n, sum::text as sum, sum_of_squares::text as "sumOfSquares" from moments
  where tenant_id = $1 and experiment_id = $2 order by variant, metric`;

const lock = (tx: Tx, { tenantId }: Tenant, experimentId: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenantId}/${experimentId}`]);

/** Later exposures of a unit to the same variant change nothing; an earlier one moves the start back. */
const insertExposures = (tx: Tx, { tenantId }: Tenant, experimentId: string, exposures: readonly Exposure[]) =>
  exposures.length > 0 &&
  tx.query({
    name: 'exposures',
    text: `insert into exposures as t (tenant_id, experiment_id, unit, variant, first_at)
      select $1, $2, e.unit, e.variant, min(e.at) from json_to_recordset($3) e (unit text, variant text, at timestamptz)
      group by e.unit, e.variant order by 3, 4
      on conflict (tenant_id, experiment_id, unit, variant) do update set first_at = excluded.first_at
      where excluded.first_at < t.first_at`,
    values: [tenantId, experimentId, JSON.stringify(exposures)],
  });

const insertObservations = (tx: Tx, { tenantId }: Tenant, experimentId: string, observations: readonly Observation[]) =>
  observations.length > 0 &&
  tx.query({
    name: 'observations',
    text: `insert into observations (tenant_id, experiment_id, unit, event_id, metric, value, at)
      select $1, $2, o.unit, o.id, o.metric, o.value, o.at
      from json_to_recordset($3) o (unit text, id text, metric text, value numeric, at timestamptz)
      on conflict do nothing`,
    values: [tenantId, experimentId, JSON.stringify(observations)],
  });

/**
 * Adds (1) or takes away (-1) what some units contribute; null means all of them. A unit contributes to the one
 * variant that it saw, with what was observed from its first exposure on.
 */
const move = (tx: Tx, { tenantId }: Tenant, experimentId: string, units: readonly string[] | null, sign: 1 | -1) =>
  tx.query({
    name: units ? 'move some' : 'move all',
    text: `
      with seen as materialized (
        select unit, case when count(*) = 1 then min(variant) else '${severalVariants}' end as variant, min(first_at) as first_at
        from exposures where tenant_id = $1 and experiment_id = $2 ${units ? 'and unit = any ($3)' : 'and $3::text[] is null'}
        group by unit
      ), measured as (
        select s.variant, o.metric, sum(o.value) as value
        from seen s join observations o on o.tenant_id = $1 and o.experiment_id = $2 and o.unit = s.unit and o.at >= s.first_at
        where s.variant <> '${severalVariants}' group by s.unit, s.variant, o.metric
      ), change as (
        select variant, '' as metric, count(*) as n, 0::numeric as sum, 0::numeric as squares from seen group by variant
        union all
        select variant, metric, count(*) filter (where value <> 0), sum(value), sum(value * value) from measured group by variant, metric
      )
      insert into moments as m (tenant_id, experiment_id, variant, metric, n, sum, sum_of_squares)
      select $1, $2, variant, metric, $4 * n, trim_scale($4 * sum), trim_scale($4 * squares) from change
      on conflict (tenant_id, experiment_id, variant, metric) do update
      set n = m.n + excluded.n, sum = trim_scale(m.sum + excluded.sum),
          sum_of_squares = trim_scale(m.sum_of_squares + excluded.sum_of_squares)`,
    values: [tenantId, experimentId, units, sign],
  });
