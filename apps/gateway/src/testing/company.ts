import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { startSubgraph } from './subgraph';

const federation =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])';

/** Two throw-away services: one owns teams and tells of changes, the other knows the notices about them. */
export async function startCompany() {
  const changes = new EventEmitter();
  const rows = [
    { id: 'd', name: 'Design' },
    { id: 'e', name: 'Eng' },
  ];
  let subscribers = 0;
  const teams = await startSubgraph(
    'teams',
    `${federation}
     type Team @key(fields: "id") { id: ID! name: String! }
     type Query { teams: [Team!]! me: String! slow: String! hidden: String @inaccessible }
     type Mutation { rename(id: ID!, name: String!): Team! }
     type Subscription { renamed: Team! whoami: String! }`,
    {
      Query: {
        teams: () => rows,
        me: (_: unknown, __: unknown, { authorization }: Who) => authorization,
        slow: async (_: unknown, __: unknown, { authorization }: Who) => (await sleep(50), authorization),
      },
      Mutation: {
        rename(_: unknown, { id, name }: { id: string; name: string }) {
          if (!name) throw new GraphQLError('A team has a name.', { extensions: { code: 'name-missing' } });
          const team = rows.find((row) => row.id === id)!;
          team.name = name;
          changes.emit('renamed', team);
          return team;
        },
      },
      Subscription: {
        renamed: {
          subscribe() {
            subscribers++;
            const events = on(changes, 'renamed');
            return {
              next: async () => {
                const { value, done } = await events.next();
                return done ? { value, done } : { value: { renamed: { ...value[0] } }, done };
              },
              return: () => (subscribers--, events.return!()),
              [Symbol.asyncIterator]() {
                return this;
              },
            };
          },
        },
        whoami: {
          subscribe: async function* (_: unknown, __: unknown, { authorization }: Who) {
            yield { whoami: authorization };
          },
        },
      },
      Team: { __resolveReference: ({ id }: { id: string }) => rows.find((row) => row.id === id) },
    },
  );
  const notices = await startSubgraph(
    'notices',
    `${federation}
     type Team @key(fields: "id") { id: ID! notices: [String!] }`,
    {
      Team: {
        __resolveReference: (team: { id: string }) => team,
        notices: ({ id }: { id: string }, _: unknown, { authorization }: Who) => [`${authorization}: ${id}`],
      },
    },
  );
  return {
    teams,
    notices,
    subgraphs: [teams, notices].map(({ name, url }) => ({ name, url })),
    subscribers: () => subscribers,
    /** Resolves once so many follow what is renamed. */
    async subscribed(count: number) {
      while (subscribers < count) await sleep(5);
    },
    close: async () => void (await Promise.all([teams.close(), notices.close()])),
  };
}

interface Who {
  readonly authorization: string;
}
