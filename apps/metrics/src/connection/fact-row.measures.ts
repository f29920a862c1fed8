import type { Fact } from './fact.measures';

export type FactTable =
  'commits' | 'deployments' | 'pull_requests' | 'pull_request_commits' | 'comments' | 'commit_diffs' | 'incidents';

export interface FactRow {
  readonly table: FactTable;
  /** Within its table and connection. */
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
}

const productionNames = new Set(['production', 'prod', 'live']);

/** The row that a fact is kept as. People go through `pseudonym`: no name, login or address is stored. */
export function rowOfFact(fact: Fact, pseudonym: (who: string) => string): FactRow {
  const person = (who: string | undefined) => (who === undefined ? null : pseudonym(who));
  switch (fact.kind) {
    case 'commit': {
      const { sha, parents, authoredAt, mainline } = fact;
      const inferred = 'inferred' in fact;
      const merge = fact.merge ?? parents.length > 1;
      const author = person(fact.author);
      return {
        table: 'commits',
        key: sha,
        row: { sha, parents, authored_at: authoredAt, author, merge, mainline, inferred },
      };
    }
    case 'tag':
      return deployment('tag', fact.name, { sha: fact.sha, finished_at: fact.at });
    case 'release':
      return deployment('release', fact.tag, { sha: null, finished_at: fact.at, production: !fact.prerelease });
    case 'deployment': {
      const { id, sha, environment, service = null, startedAt = null, finishedAt = null, outcome } = fact;
      const production = fact.production ?? productionNames.has(environment.toLowerCase());
      return deployment('deployment', id, {
        sha,
        environment,
        production,
        service,
        started_at: startedAt,
        finished_at: finishedAt,
        outcome,
      });
    }
    case 'pull-request': {
      const { id, createdAt, readyAt = null, mergedAt = null, closedAt = mergedAt, mergeSha = null } = fact;
      const row = {
        id,
        author: person(fact.author),
        created_at: createdAt,
        ready_at: readyAt,
        merged_at: mergedAt,
        closed_at: closedAt,
        merge_sha: mergeSha,
        told_at: fact.updatedAt ?? closedAt ?? createdAt,
      };
      return { table: 'pull_requests', key: id, row };
    }
    case 'pull-request-commit': {
      const { pullRequest, sha, authoredAt = null } = fact;
      const row = { pull_request: pullRequest, sha, authored_at: authoredAt };
      return { table: 'pull_request_commits', key: `${pullRequest}\n${sha}`, row };
    }
    case 'comment': {
      const { pullRequest, id, at } = fact;
      const row = { pull_request: pullRequest, id, author: person(fact.author), at };
      return { table: 'comments', key: `${pullRequest}\n${id}`, row };
    }
    case 'diff': {
      const { from, to, commits } = fact;
      return { table: 'commit_diffs', key: `${from}\n${to}`, row: { from_sha: from ?? '', to_sha: to, commits } };
    }
    case 'incident': {
      const { id, openedAt, resolvedAt = null } = fact;
      const row = {
        id,
        opened_at: openedAt,
        resolved_at: resolvedAt,
        told_at: fact.updatedAt ?? resolvedAt ?? openedAt,
      };
      return { table: 'incidents', key: id, row };
    }
  }
}

function deployment(source: string, id: string, told: Readonly<Record<string, unknown>>): FactRow {
  const row = {
    source,
    id,
    environment: 'production',
    production: true,
    service: null,
    started_at: null,
    outcome: 'success',
    ...told,
  };
  return { table: 'deployments', key: `${source}\n${id}`, row };
}

/** Splits rows so that no key comes twice in one part, keeping the order of each key. */
export function inWaves(rows: readonly FactRow[]): ReadonlyMap<FactTable, FactRow['row'][]>[] {
  const seen = new Map<string, number>();
  const waves: Map<FactTable, FactRow['row'][]>[] = [];
  for (const { table, key, row } of rows) {
    const nth = seen.get(`${table}\n${key}`) ?? 0;
    seen.set(`${table}\n${key}`, nth + 1);
    const wave = (waves[nth] ??= new Map<FactTable, FactRow['row'][]>());
    const rows = wave.get(table);
    if (rows) rows.push(row);
    else wave.set(table, [row]);
  }
  return waves;
}
