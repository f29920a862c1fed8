/** Units seen in more than one variant: they are counted here and nowhere else. */
const severalVariants = '*';

/**
 * Common table expressions up to `change`: what some units contribute to the sums as they stand. A unit contributes to
 * the one variant that it saw, with what was observed from its first exposure on.
 */
const contributions = (only: (unit: string) => string, counts: (at: string) => string = () => 'true') => `
  seen as materialized (
    select unit, case when count(*) = 1 then min(variant) else '${severalVariants}' end as variant, min(first_at) as first_at
    from exposures where tenant_id = $1 and experiment_id = $2 ${only('unit')} group by unit having ${counts('min(first_at)')}
  ), measured as (
    select s.unit, s.variant, o.metric, sum(o.value) as value
    from seen s join observations o on o.unit = s.unit and o.at >= s.first_at
    where o.tenant_id = $1 and o.experiment_id = $2 ${only('o.unit')} and s.variant <> '${severalVariants}'
      and ${counts('o.at')}
    group by s.unit, s.variant, o.metric
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

/**
 * Stores exposures ($3) and observations ($4), and takes away what the units that this changed had contributed: one
 * statement sees the facts as they were before it. Later exposures of a unit to the same variant change nothing; an
 * earlier one moves the start back. Answers the changed units, and how many observations were new.
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
  ), changed as materialized (
    select array(select unit from exposed union select unit from observed) as units
  ), ${contributions((unit) => `and ${unit} = any ((select units from changed)::text[])`)}, moved as (${move('-')})
  select units, (select count(*) from observed) as stored from changed`;

/** Adds what some units ($3) contribute. */
export const addSql = `with ${contributions((unit) => `and ${unit} = any ($3::text[])`)} ${move('')}`;

/** Adds what all units contribute. */
export const countAllSql = `with ${contributions(() => '')} ${move('')}`;

/** Observations ($3) that are stored with another content under the same id: a few of them, to be told. */
export const reusedIdsSql = `
  select t.unit, t.id from json_to_recordset($3) t (unit text, id text, metric text, value numeric, at timestamptz)
  join observations o on o.unit = t.unit and o.event_id = t.id
  where o.tenant_id = $1 and o.experiment_id = $2 and (o.metric, o.value, o.at) is distinct from (t.metric, t.value, t.at)
  order by t.unit, t.id limit 5`;

/**
 * The sums without stretches of time (from $3 to $4, each) that are void: units first exposed in one of them are left
 * out, and of the others what was observed in one. Counted from the facts, since few ever ask.
 */
export const momentsOutsideSql = `
  with ${contributions(
    () => '',
    (at) =>
      `not exists (select from unnest($3::timestamptz[], $4::timestamptz[]) as v (begun, ended) where ${at} >= begun and ${at} < ended)`,
  )}
  select variant, metric, n, happened, trim_scale(sum)::text as sum, trim_scale(squares)::text as "sumOfSquares"
  from change where n <> 0 order by variant, metric`;

export const momentsSql = `
  select variant, metric, n, happened, sum::text as sum, sum_of_squares::text as "sumOfSquares" from moments
  where tenant_id = $1 and experiment_id = $2 and n <> 0 order by variant, metric`;
