import type { Tenant, Tx } from '@tandem/event-store';
import { type FactTable, inWaves, rowOfFact } from './fact-row.measures';
import type { Fact } from './fact.measures';

interface Upsert {
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** What a column becomes when the fact was told before: `t` is the row as it stands, `excluded` the new telling. */
  readonly becomes: Readonly<Record<string, string>>;
}

const unless = (keep: string, columns: readonly string[]) =>
  Object.fromEntries(
    columns.map((column) => [column, `case when ${keep} then t.${column} else excluded.${column} end`]),
  );

const known = 'excluded.inferred and not t.inferred';
const progress = (row: string) => `array_position(array['pending', 'failure', 'success'], ${row}.outcome)`;
const soonest = (row: string) => `coalesce(${row}.finished_at, ${row}.started_at, 'infinity')`;
const laterTelling = (closed: string) =>
  `(t.told_at, t.${closed} is not null) > (excluded.told_at, excluded.${closed} is not null)`;

/** Each rule gives the same row whichever telling comes first. */
const upserts: Record<FactTable, Upsert> = {
  commits: {
    key: ['sha'],
    columns: {
      parents: 'text[]',
      authored_at: 'timestamptz',
      author: 'text',
      merge: 'boolean',
      mainline: 'boolean',
      inferred: 'boolean',
    },
    becomes: {
      ...unless(known, ['authored_at', 'merge']),
      // Two pushes each know something that contains the commit; a told history knows its parents.
      parents: `case when ${known} then t.parents when excluded.inferred
        then array(select distinct p from unnest(t.parents || excluded.parents) p order by p) else excluded.parents end`,
      author: 'coalesce(excluded.author, t.author)',
      mainline: 't.mainline or excluded.mainline',
      inferred: 't.inferred and excluded.inferred',
    },
  },
  deployments: {
    key: ['source', 'id'],
    columns: {
      sha: 'text',
      environment: 'text',
      production: 'boolean',
      service: 'text',
      started_at: 'timestamptz',
      finished_at: 'timestamptz',
      outcome: 'text',
    },
    becomes: {
      // The first success is when it was deployed; an attempt that failed or still runs gives way to it.
      ...unless(
        `(${progress('t')} > ${progress('excluded')} or (t.outcome = excluded.outcome and ${soonest('t')} <= ${soonest('excluded')}))`,
        ['sha', 'environment', 'service', 'started_at', 'finished_at', 'outcome'],
      ),
      production: `case when t.source = 'release' then t.production or excluded.production
        when ${progress('t')} > ${progress('excluded')} or (t.outcome = excluded.outcome and ${soonest('t')} <= ${soonest('excluded')})
        then t.production else excluded.production end`,
    },
  },
  pull_requests: {
    key: ['id'],
    columns: {
      author: 'text',
      created_at: 'timestamptz',
      ready_at: 'timestamptz',
      merged_at: 'timestamptz',
      closed_at: 'timestamptz',
      merge_sha: 'text',
      told_at: 'timestamptz',
    },
    becomes: {
      ...unless(laterTelling('closed_at'), ['created_at', 'closed_at']),
      author: 'coalesce(excluded.author, t.author)',
      ready_at: 'greatest(t.ready_at, excluded.ready_at)',
      merged_at: 'least(t.merged_at, excluded.merged_at)',
      merge_sha: 'coalesce(excluded.merge_sha, t.merge_sha)',
      told_at: 'greatest(t.told_at, excluded.told_at)',
    },
  },
  pull_request_commits: {
    key: ['pull_request', 'sha'],
    columns: { authored_at: 'timestamptz' },
    becomes: { authored_at: 'coalesce(excluded.authored_at, t.authored_at)' },
  },
  comments: {
    key: ['pull_request', 'id'],
    columns: { author: 'text', at: 'timestamptz' },
    becomes: { author: 'coalesce(excluded.author, t.author)', at: 'least(t.at, excluded.at)' },
  },
  commit_diffs: {
    key: ['to_sha', 'from_sha'],
    columns: { commits: 'text[]' },
    becomes: { commits: 'excluded.commits' },
  },
  incidents: {
    key: ['id'],
    columns: { opened_at: 'timestamptz', resolved_at: 'timestamptz', told_at: 'timestamptz' },
    becomes: {
      ...unless(laterTelling('resolved_at'), ['opened_at', 'resolved_at']),
      told_at: 'greatest(t.told_at, excluded.told_at)',
    },
  },
};

const statements = Object.fromEntries(
  Object.entries(upserts).map(([table, { key, columns, becomes }]) => {
    const names = [...key, ...Object.keys(columns)];
    const shape = [
      ...key.map((name) => `${name} text`),
      ...Object.entries(columns).map(([name, type]) => `${name} ${type}`),
    ];
    const changes = Object.entries(becomes);
    return [
      table,
      `insert into ${table} as t (tenant_id, connection_id, ${names.join(', ')})
       select $1, $2, ${names.map((name) => `r.${name}`).join(', ')} from jsonb_to_recordset($3) r (${shape.join(', ')})
       on conflict (tenant_id, connection_id, ${key.join(', ')}) do update set
         ${changes.map(([name, value]) => `${name} = ${value}`).join(',\n         ')}
       where (${changes.map(([name]) => `t.${name}`).join(', ')}) is distinct from (${changes.map(([, value]) => value).join(', ')})`,
    ];
  }),
) as Record<FactTable, string>;

/**
 * Keeps facts of a connection; what was told before changes nothing. Answers how many were new or changed.
 *
 * One telling of a connection waits for the other, so that what is measured on a version of its facts stays true.
 */
export async function keepFacts(
  tx: Tx,
  { tenantId }: Tenant,
  connectionId: string,
  facts: readonly Fact[],
  pseudonym: (who: string) => string,
): Promise<number> {
  if (facts.length === 0) return 0;
  const owner = [tenantId, connectionId];
  await tx.query('insert into fact_versions (tenant_id, connection_id) values ($1, $2) on conflict do nothing', owner);
  await tx.query('select 1 from fact_versions where tenant_id = $1 and connection_id = $2 for update', owner);

  let changed = 0;
  for (const wave of inWaves(facts.map((fact) => rowOfFact(fact, pseudonym))))
    for (const [table, rows] of wave)
      changed += (await tx.query(statements[table], [...owner, JSON.stringify(rows)])).rowCount ?? 0;
  if (changed > 0)
    await tx.query('update fact_versions set version = version + 1 where tenant_id = $1 and connection_id = $2', owner);
  return changed;
}
