import { Injectable } from '@nestjs/common';
import { Database, type Tenant } from '@tandem/event-store';
import type { DiffFact, PullRequestFact, ServiceDeployment } from './cycle.measures';
import { historyOf, type RepositoryHistory } from './delivery.measures';
import type { CommitFact } from './dora.measures';

interface ConnectionFacts {
  readonly id: string;
  readonly repository: string;
  readonly deployedBy: string;
  /** Grows with each telling that changed something. */
  readonly version: bigint;
}

const mostKept = 64;

/** Reads what the tools of a team told, and works out each version of a repository's facts once. */
@Injectable()
export class DeliveryFacts {
  private readonly kept = new Map<string, Promise<RepositoryHistory>>();

  constructor(private readonly db: Database) {}

  /** The histories of the repositories that tell of a team, by repository. */
  async ofTeam(who: Tenant, teamId: string): Promise<RepositoryHistory[]> {
    const connections = await this.db.read<ConnectionFacts>(
      who,
      `select c.key as id, c.row->>'repository' as repository, c.row->>'deployedBy' as "deployedBy",
         coalesce(v.version, 0) as version
       from connection_board_v1 c
       left join fact_versions v on v.tenant_id = c.tenant_id and v.connection_id = c.key::uuid
       where c.tenant_id = $1 and c.row->>'teamId' = $2
       order by c.row->>'repository', c.key`,
      [who.tenantId, teamId],
    );
    return Promise.all(connections.map((connection) => this.history(who, connection)));
  }

  private history(who: Tenant, connection: ConnectionFacts): Promise<RepositoryHistory> {
    const key = `${who.tenantId}/${connection.id}/${connection.version}`;
    const known = this.kept.get(key);
    this.kept.delete(key);
    const history = known ?? this.load(who, connection);
    this.kept.set(key, history);
    history.catch(() => this.kept.delete(key));
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest) this.kept.delete(oldest);
    return history;
  }

  private async load(who: Tenant, { id, repository, deployedBy }: ConnectionFacts): Promise<RepositoryHistory> {
    const facts = await this.db.transaction(who, async (tx) => {
      const all = async <Row>(sql: string, ...more: unknown[]): Promise<Row[]> =>
        (await tx.query(sql, [who.tenantId, id, ...more])).rows as Row[];
      return {
        commits: await all<CommitFact>(commits),
        deployments: await all<ServiceDeployment>(deployments, deployedBy),
        diffs: await all<DiffFact>(diffs),
        pullRequests: await all<PullRequestFact>(pullRequests),
      };
    });
    return historyOf({ connectionId: id, repository, ...facts });
  }
}

const seconds = (column: string) => `extract(epoch from ${column})::float8`;

const commits = `
  select sha, parents, ${seconds('authored_at')} as "authoredAt", merge, mainline
  from commits where tenant_id = $1 and connection_id = $2`;

/** A release names its commit by its tag. */
const deployments = `
  select d.id, d.id as name, coalesce(d.sha, t.sha) as sha, d.service, ${seconds('d.finished_at')} as "finishedAt"
  from deployments d
  left join deployments t on d.source = 'release' and t.source = 'tag'
    and t.tenant_id = d.tenant_id and t.connection_id = d.connection_id and t.id = d.id
  where d.tenant_id = $1 and d.connection_id = $2 and d.source = $3 and d.production and d.outcome = 'success'`;

const diffs = `
  select nullif(from_sha, '') as "from", to_sha as "to", commits
  from commit_diffs where tenant_id = $1 and connection_id = $2`;

const pullRequests = `
  select p.id, p.author, ${seconds('p.created_at')} as "createdAt", ${seconds('p.ready_at')} as "readyAt",
    ${seconds('p.merged_at')} as "mergedAt", p.merge_sha as "mergeSha",
    coalesce((
      select json_agg(json_build_object('sha', pc.sha, 'authoredAt', ${seconds('coalesce(pc.authored_at, c.authored_at)')})
        order by pc.sha)
      from pull_request_commits pc
      left join commits c on c.tenant_id = pc.tenant_id and c.connection_id = pc.connection_id and c.sha = pc.sha
      where pc.tenant_id = p.tenant_id and pc.connection_id = p.connection_id and pc.pull_request = p.id
    ), '[]') as commits,
    coalesce((
      select json_agg(json_build_object('id', m.id, 'author', m.author, 'at', ${seconds('m.at')}) order by m.at, m.id)
      from comments m
      where m.tenant_id = p.tenant_id and m.connection_id = p.connection_id and m.pull_request = p.id
    ), '[]') as comments
  from pull_requests p where p.tenant_id = $1 and p.connection_id = $2
  order by p.created_at, p.id`;
