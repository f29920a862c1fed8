import { randomUUID } from 'node:crypto';
import type { TestPerson } from '@tandem/platform/testing';
import type { Client } from './client';

/** An organisation that works while everything under it is killed. */
export interface Company {
  readonly tenantId: string;
  readonly admin: TestPerson;
  readonly facilitator: TestPerson;
  readonly tracker: TestPerson;
  /** Own the cycles, and so are told of each. */
  readonly owners: readonly [product: TestPerson, engineering: TestPerson];
  readonly teamIds: readonly string[];
  readonly sessionId: string;
  readonly findingId: string;
  readonly experimentId: string;
}

const start = '2024-01-01T00:00:00.000Z';

/** Brings an organisation to where cycles can be opened and facts be tracked, in quiet. */
export async function found(client: Client, { tracks }: { readonly tracks: boolean }): Promise<Company> {
  const tenantId = randomUUID();
  const person = (...roles: TestPerson['roles']): TestPerson => ({ id: randomUUID(), tenantId, roles });
  const [admin, facilitator, tracker] = [person('org_admin'), person('facilitator'), person('service')];
  const owners = [person('product_lead'), person('tech_lead')] as const;
  const member = person('member');
  const [sessionId, findingId, experimentId, traceId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const teamIds = Array.from({ length: 4 }, () => randomUUID());
  const ask = async (by: TestPerson, service: string, mutation: string, args: object, id: string = randomUUID()) => {
    const { outcome, reason } = await client.mutate(by, service, mutation, id, args);
    if (outcome !== 'acknowledged') throw new Error(`${mutation} was ${outcome}: ${reason}`);
  };
  const exercise = (by: TestPerson, mutation: string, args: object, id?: string) =>
    ask(by, 'exercises', mutation, args, id);

  for (const [n, id] of teamIds.entries())
    await exercise(admin, 'formTeam', { name: `Team ${n + 1}`, function: 'product' }, id);
  const [first, second] = teamIds as [string, string];
  const other = person('member');
  await exercise(admin, 'joinTeam', { teamId: first, personId: member.id });
  await exercise(admin, 'joinTeam', { teamId: second, personId: other.id });
  await exercise(
    facilitator,
    'draftSession',
    { kind: 'feedback_speed', title: 'Under fire', teamIds: [first, second] },
    sessionId,
  );
  await exercise(facilitator, 'scheduleSession', { sessionId, startsAt: '2040-01-01T09:00:00Z' });
  await exercise(member, 'joinSession', { sessionId, teamId: first });
  await exercise(other, 'joinSession', { sessionId, teamId: second });
  await exercise(facilitator, 'openSession', { sessionId });
  await exercise(facilitator, 'selectSubject', { sessionId, subject: 'The search' });
  await exercise(facilitator, 'advancePhase', { sessionId });
  const origin = { source: 'user', topic: 'Search', originTeamId: first, originAt: start };
  await exercise(member, 'openTrace', { sessionId, ...origin }, traceId);
  const hop = { fromTeamId: first, toTeamId: second, channel: 'ticket', sentAt: '2024-01-01T01:00:00.000Z' };
  await exercise(member, 'reportHop', { sessionId, traceId, seq: 1, ...hop });
  await exercise(other, 'confirmHop', { sessionId, traceId, seq: 1, receivedAt: '2024-01-01T09:00:00.000Z' });
  await exercise(other, 'endTrace', {
    sessionId,
    traceId,
    terminal: 'shipped',
    terminalAt: '2024-01-02T00:00:00.000Z',
  });
  for (let n = 0; n < 3; n++) await exercise(facilitator, 'advancePhase', { sessionId });
  const finding = { summary: 'It waits', teamIds: [first, second], severity: 3 };
  await exercise(facilitator, 'recordFinding', { sessionId, ...finding }, findingId);
  await exercise(facilitator, 'linkFinding', { sessionId, findingId, symptomId: 'S3' });

  if (tracks) {
    const design = { variants: [{ key: 'a', weight: 1 }, { key: 'b', weight: 1 }], metrics: [{ key: 'm', kind: 'mean' }] }; // prettier-ignore
    const plan = { units: 1_000, days: 14, minimumEffect: 0.1, power: 0.8 };
    const signed = { plan, customerInsight: 'Nobody notices a kill', feasibility: 'A restart takes seconds' };
    const leads = (mutation: string, by: TestPerson, args: object, id?: string) =>
      ask(by, 'experiments', mutation, args, id);
    await leads(
      'proposeExperiment',
      owners[0],
      { hypothesis: 'Kills do no harm', teamIds, ...design, ...signed },
      experimentId,
    );
    await leads('endorseExperiment', owners[0], { id: experimentId, side: 'product' });
    await leads('endorseExperiment', owners[1], { id: experimentId, side: 'engineering' });
    await leads('startExperiment', owners[0], { id: experimentId, occurredAt: start });
  }
  return { tenantId, admin, facilitator, tracker, owners, teamIds, sessionId, findingId, experimentId };
}
