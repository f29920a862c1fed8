/** Units seen in more than one variant: they are counted here and nowhere else. */
const severalVariants = '*';

/**
 * Common table expressions up to `counted`: what was observed of some units, by all their names, and counts. A unit
 * counts for the one variant that it saw, with what was observed from its first exposure on.
 */
const countedFacts = (only: (name: string) => string, counts: (at: string) => string = () => 'true') => `
  named as materialized (
    select name, unit from identities where tenant_id = $1 ${only('name')}
  ), seen as materialized (
    select coalesce(named.unit, e.unit) as unit, min(first_at) as first_at,
      case when min(variant) = max(variant) then min(variant) else '${severalVariants}' end as variant
    from exposures e left join named on named.name = e.unit
    where tenant_id = $1 and experiment_id = $2 ${only('e.unit')}
    group by coalesce(named.unit, e.unit) having ${counts('min(first_at)')}
  ), counted as (
    select s.unit, s.variant, o.metric, o.value, o.at
    from observations o left join named on named.name = o.unit
    join seen s on s.unit = coalesce(named.unit, o.unit) and o.at >= s.first_at
    where o.tenant_id = $1 and o.experiment_id = $2 ${only('o.unit')} and s.variant <> '${severalVariants}'
      and ${counts('o.at')}
  )`;

/** Common table expressions up to `change`: what some units contribute to the sums as they stand. */
const contributions = (only: (name: string) => string, counts?: (at: string) => string) => `
  ${countedFacts(only, counts)}, measured as (
    select unit, variant, metric, sum(value) as value from counted group by unit, variant, metric
  ), change as (
    select variant, '' as metric, count(*) as n, 0 as happened, 0::numeric as sum, 0::numeric as squares
    from seen group by variant
    union all
    select variant, metric, count(*), count(*) filter (where value <> 0), sum(value), sum(value * value)
    from measured group by variant, metric
  )`;

/** Adds a change to the sums or takes it away. The same value has the same digits, whatever sums led to it. */
const move = (sign: '' | '-') => `
  insert into moments as m (tenant_id, experiment_id, variant, metric, n, happened, sum, sum_of_squares)
  select $1, $2, variant, metric, ${sign}n, ${sign}happened, trim_scale(${sign}sum), trim_scale(${sign}squares) from change
  on conflict (tenant_id, experiment_id, variant, metric) do update
  set n = m.n + excluded.n, happened = m.happened + excluded.happened, sum = trim_scale(m.sum + excluded.sum),
      sum_of_squares = trim_scale(m.sum_of_squares + excluded.sum_of_squares)`;

/** Every other name of the units of some names. */
const namesOf = (names: string) => `
  select name from identities where tenant_id = $1 and unit = any (array(
    select unit from identities where tenant_id = $1 and name = any (${names}::text[])))`;

/**
 * Stores exposures ($3) and observations ($4), and takes away what the units that this changed had contributed: one
 * statement sees the facts as they were before it. Later exposures of a unit to the same variant change nothing; an
 * earlier one moves the start back. Answers all names of
 * the changed units, and how many observations were new.
 */
export const storeSql = `
  with exposed as (
    insert into exposures as t (tenant_id, experiment_id, unit, variant, first_at)
    select $1, $2, unit, variant, min(at) from json_to_recordset($3) e (unit text collate "C", variant text collate "C", at timestamptz)
    group by unit, variant order by unit, variant
    on conflict (tenant_id, experiment_id, unit, variant) do update set first_at = excluded.first_at
    where excluded.first_at < t.first_at returning unit
  ), observed as (
    insert into observations (tenant_id, experiment_id, unit, event_id, metric, value, at)
    select $1, $2, unit, id, metric, value, at
    from json_to_recordset($4) o (unit text collate "C", id text collate "C", metric text, value numeric, at timestamptz)
    order by unit, id
    on conflict do nothing returning unit
  ), told as materialized (
    select array(select unit from exposed union select unit from observed) as names
  ), changed as materialized (
    select array(select unnest(names) from told union ${namesOf('(select names from told)')}) as names
  ), ${contributions((name) => `and ${name} = any ((select names from changed)::text[])`)}, moved as (${move('-')})
  select names, (select count(*) from observed) as stored from changed`;

const ofNames = contributions((name) => `and ${name} = any ($3::text[])`);

/** Adds what units contribute, of which these are all names ($3). */
export const addSql = `with ${ofNames} ${move('')}`;

/** Takes away what units contribute, of which these are all names ($3). */
export const takeSql = `with ${ofNames} ${move('-')}`;

/** Every name of the units of some names ($2), as far as they have several, with the unit. */
export const identitiesSql = `
  select name, unit from identities where tenant_id = $1 and unit = any (array(
    select unit from identities where tenant_id = $1 and name = any ($2::text[])))`;

export const nameSql = `
  insert into identities (tenant_id, name, unit)
  select $1, name, unit from json_to_recordset($2) i (name text, unit text)
  on conflict (tenant_id, name) do update set unit = excluded.unit`;

/** The experiments in which units of some names ($2) were exposed. */
export const experimentsOfSql = `
  select experiment_id as id from (select distinct experiment_id from moments where tenant_id = $1) m
  cross join lateral (select from exposures e
    where e.tenant_id = $1 and e.experiment_id = m.experiment_id and e.unit = any ($2::text[]) limit 1) seen
  order by id`;

/** All that is kept under some names ($2). */
export const forgetSql = `
  with e as (delete from exposures where tenant_id = $1 and unit = any ($2::text[])),
    o as (delete from observations where tenant_id = $1 and unit = any ($2::text[])),
    s as (delete from sticky_variants where tenant_id = $1 and unit = any ($2::text[]))
  delete from identities where tenant_id = $1 and name = any ($2::text[])`;

/** Adds what all units contribute. */
export const countAllSql = `with ${contributions(() => '')} ${move('')}`;

/** Observations ($3) that are stored with another content under the same id: a few of them, to be told. */
export const reusedIdsSql = `
  select t.unit, t.id from json_to_recordset($3) t (unit text, id text, metric text, value numeric, at timestamptz)
  join observations o on o.unit = t.unit and o.event_id = t.id
  where o.tenant_id = $1 and o.experiment_id = $2 and (o.metric, o.value, o.at) is distinct from (t.metric, t.value, t.at)
  order by t.unit, t.id limit 5`;

const outside = (at: string) =>
  `not exists (select from unnest($3::timestamptz[], $4::timestamptz[]) as v (begun, ended) where ${at} >= begun and ${at} < ended)`;

/** Common table expressions `seen` (units) and `counted` (what was observed of them), without void stretches ($3 to $4). */
export const factsOutside = countedFacts(() => '', outside);

/**
 * The sums without stretches of time (from $3 to $4, each) that are void: units first exposed in one of them are left
 * out, and of the others what was observed in one. Counted from the facts, since few ever ask.
 */
export const momentsOutsideSql = `
  with ${contributions(() => '', outside)}
  select variant, metric, n, happened, trim_scale(sum)::text as sum, trim_scale(squares)::text as "sumOfSquares"
  from change where n <> 0 order by variant, metric`;

export const momentsSql = `
  select variant, metric, n, happened, sum::text as sum, sum_of_squares::text as "sumOfSquares" from moments
  where tenant_id = $1 and experiment_id = $2 and n <> 0 order by variant, metric`;

/**
 * For a transaction that reads facts: the planner takes a batch, or an experiment, for 100 rows. Without these it compares
 * 10,000 facts with 10,000 others one by one.
 */
export const plansForFacts = `
  set local enable_nestloop = off; set local enable_seqscan = off; set local jit = off; set local work_mem = '64MB'`;
