import { factsOutside } from './tracking-sql.queries';

/** Which day of the experiment, 1 being the 24 hours from its start ($5) on. */
const dayOf = (at: string) => `greatest(1, floor(extract(epoch from ${at} - $5::timestamptz) / 86400)::int + 1)`;

/**
 * The sums at the end of each day on which they changed: of the units exposed until then, what was observed until then.
 * A unit that saw several variants, on whichever day, is left out of every day. On the last day they are the sums as
 * they stand. A unit's total moves from day to day, so its square does too: the day adds what the square grew by.
 */
export const sumsByDaySql = `
  with ${factsOutside}, daily as (
    select unit, variant, metric, ${dayOf('at')} as day, sum(value) as value from counted
    group by unit, variant, metric, ${dayOf('at')}
  ), running as (
    select variant, metric, day, value, total, total - value as before, told = 1 as is_first
    from (select *, sum(value) over unit_so_far as total, row_number() over unit_so_far as told from daily
          window unit_so_far as (partition by unit, metric order by day)) as d
  ), change as (
    select variant, '' as metric, ${dayOf('first_at')} as day, count(*) as n, 0 as happened, 0::numeric as sum, 0::numeric as squares
    from seen group by variant, ${dayOf('first_at')}
    union all
    select variant, metric, day, count(*) filter (where is_first),
      count(*) filter (where total <> 0) - count(*) filter (where before <> 0), sum(value), sum(total * total - before * before)
    from running group by variant, metric, day
  )
  select day, variant, metric, (sum(n) over so_far)::bigint as n, (sum(happened) over so_far)::bigint as happened,
    trim_scale(sum(sum) over so_far)::text as sum, trim_scale(sum(squares) over so_far)::text as "sumOfSquares"
  from change window so_far as (partition by variant, metric order by day) order by day, variant, metric`;
