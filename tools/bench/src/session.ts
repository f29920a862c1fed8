import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { testIssuer, type TestPerson } from '@tandem/platform/testing';
import { percentile } from '@tandem/statistics';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startExercises } from './exercises-process';
import { atMost, type Bench, type Result, type Target } from './line';
import { summary } from './rounds';
import { query } from './server';
import { freePort } from './start';

const people = 200;
const teamCount = 4;
const commandsASecond = 20;

/**
 * A live session of 200 people, each of whom listens: from a command until the last of them has heard of it, one
 * command after the other and while everybody says that they are ready. Then all of them say so once more at once, the
 * service is killed in the middle, and whoever got no answer sends the same command again.
 */
export async function session({ server, rounds }: Bench): Promise<Result[]> {
  const issuer = await testIssuer();
  const databaseUrl = await server.database();
  const port = await freePort();
  let service = await startExercises(databaseUrl, issuer.issuer, port);
  try {
    const crowd = await gather(service.url, issuer.token);
    const audience = await listen(service.url, crowd);
    const alone = await oneByOne(crowd, audience, 20 * rounds);
    const together = await everybodyReady(crowd, audience);
    await crowd.ask(null, `revertPhase(sessionId: "${crowd.sessionId}") { id }`); // nobody is ready any more
    const progress = { answered: 0 };
    const entered = everybodyAtOnce(crowd, progress);
    while (progress.answered < people / 4) await Promise.race([entered, sleep(1)]);
    const beforeKill = progress.answered;
    await service.end('SIGKILL');
    service = await startExercises(databaseUrl, issuer.issuer, port);
    await entered;
    const [again = NaN] = await oneByOne(crowd, audience, alone.length + 1, alone.length);
    const stored = await storedReady(databaseUrl, crowd.sessionId);
    await audience.close();
    return [
      {
        title: `a live session of ${people}: from a command until all have heard`,
        unit: 'ms',
        arms: [
          summary('one after the other', alone),
          summary(`${commandsASecond} a second`, together),
          summary('all are back after the kill', [again]),
          summary('p95, one after the other', [p95(alone)]),
          summary(`p95, ${commandsASecond} a second`, [p95(together)]),
        ],
        targets: [
          atMost('p95 ms, one after the other', 300, p95(alone)),
          atMost(`p95 ms, ${commandsASecond} a second`, 300, p95(together)),
          exactly(`said once each, ${beforeKill} of them answered before the kill`, people, stored.distinct),
          exactly('said in all', people, stored.all),
        ],
      },
    ];
  } finally {
    await service.end('SIGKILL').catch(() => undefined);
    await issuer.close();
  }
}

interface Crowd {
  readonly sessionId: string;
  readonly members: readonly { readonly token: string; readonly teamId: string }[];
  /** Asks as one of the members; with null, as the facilitator. Throws what was refused. */
  ask(member: number | null, mutation: string, commandId?: string): Promise<Record<string, unknown>>;
}

/** Four teams of fifty, in a phase that can be gone back from. */
async function gather(url: string, tokenOf: (person: TestPerson) => Promise<string>): Promise<Crowd> {
  const tenantId = randomUUID();
  const person = (role: TestPerson['roles'][number]): TestPerson => ({ id: randomUUID(), tenantId, roles: [role] });
  const [admin, ann] = [await tokenOf(person('org_admin')), await tokenOf(person('facilitator'))];
  const teamIds = Array.from({ length: teamCount }, () => randomUUID());
  const sessionId = randomUUID();
  for (const [n, id] of teamIds.entries())
    await mutate(url, admin, `formTeam(name: "Team ${n}", function: product) { id }`, id);
  await mutate(
    url,
    ann,
    `draftSession(kind: feedback_speed, title: "Live", teamIds: ${JSON.stringify(teamIds)}) { id }`,
    sessionId,
  );
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  await mutate(url, ann, `scheduleSession(sessionId: "${sessionId}", startsAt: "${startsAt}") { id }`);
  const members: { token: string; teamId: string }[] = [];
  for (let n = 0; n < people; n++) {
    const member = person('member');
    const [token, teamId] = [await tokenOf(member), teamIds[n % teamCount]!];
    await mutate(url, admin, `joinTeam(teamId: "${teamId}", personId: "${member.id}") { id }`);
    await mutate(url, token, `joinSession(sessionId: "${sessionId}", teamId: "${teamId}") { id }`);
    members.push({ token, teamId });
  }
  await mutate(url, ann, `openSession(sessionId: "${sessionId}") { id }`);
  await mutate(url, ann, `selectSubject(sessionId: "${sessionId}", subject: "Search") { id }`);
  await mutate(url, ann, `advancePhase(sessionId: "${sessionId}") { id }`);
  return {
    sessionId,
    members,
    ask: (member, mutation, commandId) =>
      mutate(url, member === null ? ann : members[member]!.token, mutation, commandId),
  };
}

interface Heard {
  readonly readyCount: number;
  readonly extensions: readonly object[];
}

/** Everybody listens on a connection of their own. */
async function listen(url: string, { sessionId, members }: Crowd) {
  const latest: (Heard | undefined)[] = members.map(() => undefined);
  let waiting: { holds(heard: Heard): boolean; left: Set<number>; done(): void }[] = [];
  const hear = (who: number, heard: Heard) => {
    latest[who] = heard;
    for (const one of waiting) if (one.holds(heard) && one.left.delete(who) && one.left.size === 0) one.done();
  };
  const clients = members.map(({ token }, who) => {
    const client = createClient({
      ...{ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 1_000 },
      ...{ shouldRetry: () => true, connectionParams: { authorization: `Bearer ${token}` } },
    });
    client.subscribe<{ sessionChanged: Heard }>(
      {
        query: `subscription { sessionChanged(sessionId: "${sessionId}") { phase endsAt readyCount extensions { minutes } } }`,
      },
      {
        next: ({ data }) => void (data && hear(who, data.sessionChanged)),
        error: () => undefined,
        complete: () => undefined,
      },
    );
    return client;
  });
  while (latest.some((heard) => !heard)) await sleep(20);
  return {
    /** Resolves, when everybody has heard something that holds, to that moment. */
    all: (holds: (heard: Heard) => boolean) =>
      new Promise<number>((resolve) => {
        const left = new Set(members.keys());
        for (const [who, heard] of latest.entries()) if (heard && holds(heard)) left.delete(who);
        const one = { holds, left, done: () => resolve(performance.now()) };
        if (left.size === 0) one.done();
        else waiting = [...waiting.filter((other) => other.left.size > 0), one];
      }),
    close: async () => void (await Promise.all(clients.map((client) => client.dispose()))),
  };
}

type Audience = Awaited<ReturnType<typeof listen>>;

/** A facilitator gives more time, again and again, each time when all have heard of the last. */
async function oneByOne({ ask, sessionId }: Crowd, audience: Audience, times: number, done = 0): Promise<number[]> {
  const waits: number[] = [];
  for (let n = done + 1; n <= times; n++) {
    const begun = performance.now();
    const heard = audience.all(({ extensions }) => extensions.length >= n);
    await ask(null, `extendTimebox(sessionId: "${sessionId}", minutes: 1, reason: "Late") { id }`);
    waits.push((await heard) - begun);
  }
  return waits;
}

/** One after the other says that they are ready, 20 a second whether or not the ones before have been heard. */
async function everybodyReady({ ask, sessionId, members }: Crowd, audience: Audience): Promise<number[]> {
  const begun = performance.now() + 50;
  return Promise.all(
    members.map(async (_, n) => {
      const due = begun + (n * 1000) / commandsASecond;
      await sleep(Math.max(0, due - performance.now()));
      const answer = await ask(n, `markReady(sessionId: "${sessionId}") { readyCount }`);
      const { readyCount: mine } = answer['markReady'] as Heard;
      return (await audience.all(({ readyCount }) => readyCount >= mine)) - due;
    }),
  );
}

/** Everybody says at once that they are ready, and says it again until it is answered. */
async function everybodyAtOnce({ ask, sessionId, members }: Crowd, progress: { answered: number }) {
  await Promise.all(
    members.map(async (_, n) => {
      const commandId = randomUUID();
      for (let attempt = 0; ; attempt++) {
        const isTaken = await ask(n, `markReady(sessionId: "${sessionId}") { id }`, commandId).then(
          () => true,
          (error: Error) => {
            if (attempt > 300) throw error;
            return false;
          },
        );
        if (isTaken) return void progress.answered++;
        await sleep(100);
      }
    }),
  );
}

async function storedReady(databaseUrl: string, sessionId: string) {
  const [row] = await query(
    databaseUrl,
    `select count(*)::int as all, count(distinct data->>'personId')::int as distinct from exercises.events
     where stream_id = '${sessionId}' and type = 'ParticipantReady' and version >
       (select max(version) from exercises.events where stream_id = '${sessionId}' and type = 'PhaseReverted')`,
  );
  return { all: Number(row?.['all']), distinct: Number(row?.['distinct']) };
}

async function mutate(url: string, token: string, mutation: string, commandId: string = randomUUID()) {
  const query = `mutation { ${mutation.replace('(', `(commandId: "${commandId}", `)} }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as {
    data: Record<string, unknown>;
    errors?: readonly { readonly message: string }[];
  };
  if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
  return data;
}

const p95 = (values: readonly number[]) => Number((percentile(values, 0.95, 'linear') ?? NaN).toPrecision(3));

const exactly = (what: string, wanted: number, got: number): Target => ({
  ...{ what, wanted: `= ${wanted}`, got, met: got === wanted },
});
