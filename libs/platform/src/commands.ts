import { topics } from '@tandem/contracts';
import { discardDeadLetters, trimInbox } from '@tandem/messaging';
import { asConsumer } from './dead-letter-rows';
import type { ServiceSettings } from './load-config';
import { type Assembled, assemble, type Service } from './service';

/** What an operator may ask of a service beside its running replicas. Each answers lines that become JSON. */
export interface OperatorCommand {
  readonly name: string;
  /** Names of its arguments, all of which must be given. */
  readonly takes: readonly string[];
  readonly about: string;
  /** Needs the rights of the schema's owner: MIGRATION_DATABASE_URL. */
  readonly owns?: boolean;
  run(service: Assembled & { readonly name: string }, args: readonly string[]): Promise<readonly object[]>;
}

const dayMs = 24 * 3_600_000;

const readable = ({ topic, partition, offset, end }: Awaited<ReturnType<Assembled['bus']['lag']>>[number]) => ({
  ...{ topic, partition, offset: Number(offset), end: Number(end), records: Number(end - offset) },
});

const commands: readonly OperatorCommand[] = [
  {
    name: 'migrate',
    takes: [],
    about: 'brings schema, roles and boards up to this release; before its first process starts',
    owns: true,
    run: async ({ log }) => [{ migrated: true, built: await log.prepare() }],
  },
  {
    name: 'lag',
    takes: [],
    about: 'what each follower of the log and each consumer has still to do, and what was put aside',
    async run({ name, log, bus, db }) {
      const consumed = await bus.lag(name).catch((error: Error) => error); // followers are told without it
      const [letters] = await asConsumer<{ letters: number }>(
        { name, db },
        'select count(*)::int as letters from dead_letters',
      );
      return [
        ...(await log.lag()),
        ...(consumed instanceof Error ? [{ bus: consumed.message }] : consumed.map(readable)),
        { deadLetters: letters!.letters },
      ];
    },
  },
  {
    name: 'dead-letters',
    takes: [],
    about: 'messages that this service could not take in, oldest first, with the reason',
    run: ({ name, db }) =>
      asConsumer(
        { name, db },
        `select id::int, topic, partition, "offset"::text, key, headers ->> 'ce_type' as type, headers ->> 'ce_id' as event,
           parked, error, attempts, published_at as "publishedAt", at from dead_letters order by id limit 1000`,
      ),
  },
  {
    name: 'dead-letter',
    takes: ['id'],
    about: 'one of them with its headers and its value',
    run: ({ name, db }, [id]) => asConsumer({ name, db }, 'select * from dead_letters where id = $1', [id]),
  },
  {
    name: 'replay-dead-letters',
    takes: [],
    about: 'tries all of them again, each key in its order',
    run: async ({ consumers }) => [await consumers.replay()],
  },
  {
    name: 'replay-dead-letter',
    takes: ['key'],
    about: 'tries those of one key again',
    run: async ({ consumers }, [key]) => [await consumers.replay(key)],
  },
  {
    name: 'discard-dead-letters',
    takes: ['topic', 'key'],
    about: 'gives up those of one key for ever: later messages of the key are taken in again',
    async run({ name, db }, [topic, key]) {
      const never = () => Promise.reject(new Error('Discarding runs nothing.'));
      return [
        { discarded: await discardDeadLetters({ pool: db.app, consumer: name, run: never, topic: topic!, key: key! }) },
      ];
    },
  },
  {
    name: 'trim-inbox',
    takes: ['days'],
    about: 'forgets which events it heard longer ago than this: published again they would take effect again',
    async run({ db }, [days]) {
      const leastDays = Math.ceil(Math.max(...topics.map(({ retentionMs }) => retentionMs)) / dayMs);
      if (!(Number(days) >= leastDays))
        throw new Error(`<days> must be a number from ${leastDays}, the longest retention of a topic; it is ${days}.`);
      return [{ trimmed: await trimInbox(db.app, Number(days) * dayMs) }];
    },
  },
  {
    name: 'parked',
    takes: [],
    about: "events of the service's own log that a follower could not apply, with the reason",
    async run({ db }) {
      const { rows } = await db.reader.query<object>(
        `select subscription, tenant_id as tenant, stream_id as stream, version, error, parked_at as "parkedAt"
         from parked_events order by subscription, parked_at, stream_id, version limit 1000`,
      );
      return rows;
    },
  },
  {
    name: 'rebuild-board',
    takes: ['board'],
    about: 'builds one anew from the first event beside the one that is read, and changes them over',
    owns: true,
    run: async ({ log }, [board]) => [{ rebuilt: await log.rebuild(board!).then(() => board) }],
  },
  {
    name: 'replay-parked',
    takes: ['subscription'],
    about: 'applies what one follower has put aside, each stream in its order',
    run: async ({ log }, [subscription]) => [{ left: await log.replayParked(subscription!) }],
  },
  {
    name: 'publish-again',
    takes: [],
    about: 'publishes what this service has ever told others once more, under the same ids',
    run: async ({ relay, log }) => [{ published: await relay.publishAgain(log.feed) }],
  },
  {
    name: 'publish-stream-again',
    takes: ['stream'],
    about: 'the same for one kind of stream',
    run: async ({ relay, log }, [stream]) => [{ published: await relay.publishAgain(log.feed, stream) }],
  },
];

/** The command of that name, if there is one. */
export const commandNamed = (name: string): OperatorCommand | undefined => commands.find((each) => each.name === name);

export const asksForHelp = (name: string): boolean => ['help', '--help', '-h'].includes(name);

/** What can be asked, a line each. */
export const usage = (service: string): string =>
  [`Commands of ${service}; without one the service runs.`, ...commands.map(line)].join('\n');

const line = ({ name, takes, about }: OperatorCommand) =>
  `  ${[name, ...takes.map((each) => `<${each}>`)].join(' ').padEnd(38)} ${about}`;

/** Carries a command out beside the replicas that run, if any, and tells its lines. */
export async function carryOut(
  service: Service,
  settings: ServiceSettings,
  command: OperatorCommand,
  args: readonly string[],
  tell: (line: object) => void,
): Promise<void> {
  const assembled = await assemble(service, settings, { provisions: command.owns ?? false, joins: false });
  try {
    await assembled.app.startAllMicroservices(); // handlers for a replay; nothing is heard
    for (const each of await command.run({ ...assembled, name: service.name }, args)) tell(each);
  } finally {
    await assembled.close();
  }
}
