import type { Client as Sender, Told } from './client';
import type { Company } from './company';
import type { Sql } from './sql';
import type { Asked } from './work';

/** What is wrong, by kind: a sentence for each case. Nothing there: all is well. */
export type Findings = Record<string, string[]>;

/** These store one event each, every time. */
const tells = ['openCycle', 'recordFinding', 'linkFinding'];
const moves = ['joinTeam', 'leaveTeam'];

/** Compares what the clients were told with what is stored, and the stored with itself. */
export async function verdict(sql: Sql, client: Sender, company: Company, asked: Asked): Promise<Findings> {
  const findings: Findings = {};
  const found = (kind: string, cases: readonly string[]) => {
    if (cases.length > 0) (findings[kind] ??= []).push(...cases);
  };
  for (const service of ['exercises', 'notifications']) {
    const told = client.told.filter((each) => each.service === service);
    const events = await eventsByCommand(sql, service, company.tenantId);
    found('lost', lost(told, events, await knownCommands(sql, service, company.tenantId)));
    found('doubled', doubled(told, events));
    found('reordered', await outOfOrder(sql, service, company.tenantId));
    found('set aside', await setAside(sql, service));
  }
  found('answered wrongly', answeredWrongly(client.told));
  found('doubled', await movedTwice(sql, company));
  const notices = await noticesOf(sql, company);
  for (const id of asked.cycles) {
    const given = notices.get(id) ?? [];
    const missing = company.owners.filter((owner) => !given.includes(owner.id)).length;
    if (missing > 0) found('lost', [`cycle ${id}: ${missing} of its 2 owners were never told`]);
    if (given.length > 2) found('doubled', [`cycle ${id}: ${given.length} notices for 2 owners`]);
  }
  return findings;
}

/** Sums of the tracked facts against what clients know that they sent, and the running sums against a recount. */
export async function trackedVerdict(sql: Sql, company: Company, asked: Asked): Promise<Findings> {
  const findings: Findings = {};
  const where = `where tenant_id = '${company.tenantId}'`;
  const units = await sql<{ unit: string; sum: string }>(
    `select unit, sum(value)::text as sum from experiments.observations ${where} group by unit`,
  );
  const stored = new Map(units.map(({ unit, sum }) => [unit, Number(sum)]));
  for (const [unit, sum] of asked.tracked)
    if (stored.get(unit) !== sum)
      ((stored.get(unit) ?? 0) < sum ? (findings['lost'] ??= []) : (findings['doubled'] ??= [])).push(
        `unit ${unit}: facts of ${stored.get(unit) ?? 0} are stored, of ${sum} were acknowledged`,
      );
  const differing = await sql<{ variant: string }>(`
    with facts as (
      select e.unit, e.variant, sum(o.value) as value from experiments.exposures e
      join experiments.observations o on o.tenant_id = e.tenant_id and o.unit = e.unit and o.at >= e.first_at
      where e.tenant_id = '${company.tenantId}' group by e.unit, e.variant
    ), counted as (
      select variant, count(*) as n, sum(value) as sum, sum(value * value) as squares from facts group by variant
    )
    select coalesce(c.variant, m.variant) as variant from counted c
    full join (select * from experiments.moments ${where} and metric = 'm' and n <> 0) m on m.variant = c.variant
    where (c.n, c.sum, c.squares) is distinct from (m.n, m.sum, m.sum_of_squares)`);
  if (differing.length > 0)
    findings['read models differ'] = differing.map(
      ({ variant }) => `moments of ${variant} are not what a recount gives`,
    );
  return findings;
}

type Events = ReadonlyMap<string, number>;

async function eventsByCommand(sql: Sql, service: string, tenantId: string): Promise<Events> {
  const rows = await sql<{ command: string; n: number }>(
    `select meta ->> 'command' as command, count(*)::int as n from ${service}.events where tenant_id = '${tenantId}' group by 1`,
  );
  return new Map(rows.map(({ command, n }) => [command, n]));
}

async function knownCommands(sql: Sql, service: string, tenantId: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }>(
    `select command_id as id from ${service}.commands where tenant_id = '${tenantId}'`,
  );
  return new Set(rows.map(({ id }) => id));
}

const lost = (told: readonly Told[], events: Events, known: ReadonlySet<string>) =>
  told
    .filter(({ outcome }) => outcome === 'acknowledged')
    .filter(({ what, commandId }) =>
      tells.includes(what) ? !events.has(commandId) : known.size > 0 && !known.has(commandId),
    )
    .map(({ what, commandId }) => `${what} ${commandId} was acknowledged and is not there`);

const doubled = (told: readonly Told[], events: Events) =>
  told
    .filter(({ what, commandId }) => [...tells, ...moves, 'markRead'].includes(what) && (events.get(commandId) ?? 0) > 1)
    .map(({ what, commandId, attempts }) => `${what} ${commandId}, sent ${attempts} times, took effect ${events.get(commandId)} times`); // prettier-ignore

const answeredWrongly = (told: readonly Told[]) =>
  told
    .filter(({ outcome }) => outcome !== 'acknowledged')
    .map(({ what, commandId, outcome, attempts, reason }) => `${what} ${commandId} was ${outcome} after ${attempts} attempts: ${reason}`); // prettier-ignore

/** Versions without gap or repetition, the head at the last, and the feed in the order of the versions. */
async function outOfOrder(sql: Sql, service: string, tenantId: string): Promise<string[]> {
  const rows = await sql<{ stream: string; what: string }>(`
    select e.stream_id as stream, 'holds ' || count(*) || ' events up to version ' || max(e.version) || ', its head says ' || max(s.version) as what
    from ${service}.events e join ${service}.streams s using (tenant_id, stream_id) where tenant_id = '${tenantId}'
    group by e.stream_id having count(*) <> max(e.version) or count(distinct e.version) <> count(*) or max(s.version) <> max(e.version)
    union all
    select distinct stream_id, 'is fed in another order than that of its versions' from (
      select stream_id, version, lag(version) over (partition by stream_id order by xid, position) as before
      from ${service}.events where tenant_id = '${tenantId}') fed where version <= before`);
  return rows.map(({ stream, what }) => `${service}: stream ${stream} ${what}`);
}

/** Nothing in this company's work is wrong, so nothing may have been put aside. */
async function setAside(sql: Sql, service: string): Promise<string[]> {
  const rows = await sql<{ what: string }>(`
    select 'dead letter ' || key || ': ' || error as what from ${service}.dead_letters
    union all select 'parked key ' || key from ${service}.parked_keys
    union all select 'parked event of ' || stream_id || ': ' || error from ${service}.parked_events`);
  return rows.map(({ what }) => `${service}: ${what}`);
}

/** Nobody joins a team twice in a row, or leaves it: the rules forbid it, unless they were asked about a stale state. */
async function movedTwice(sql: Sql, { tenantId }: Company): Promise<string[]> {
  const rows = await sql<{ team: string; version: number }>(`
    select stream_id as team, version from (
      select stream_id, version, type, lag(type) over (partition by stream_id, data ->> 'personId' order by version) as before
      from exercises.events where tenant_id = '${tenantId}' and type in ('MemberJoined', 'MemberLeft')) moved
    where type = before`);
  return rows.map(({ team, version }) => `team ${team}: event ${version} repeats what the one before it did`);
}

async function noticesOf(sql: Sql, { tenantId }: Company): Promise<ReadonlyMap<string, string[]>> {
  const rows = await sql<{ cycle: string; recipients: string[] }>(`
    select data -> 'subject' ->> 'id' as cycle, array_agg(data ->> 'recipientId') as recipients
    from notifications.events where tenant_id = '${tenantId}' and type = 'NoticeGiven' group by 1`);
  return new Map(rows.map(({ cycle, recipients }) => [cycle, recipients]));
}
