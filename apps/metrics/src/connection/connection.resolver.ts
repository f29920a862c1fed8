import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { EventStore, uuidv5 } from '@tandem/event-store';
import { everyone, idOf, May, PageArgs, pageOf, Problem, toConnection, Viewer } from '@tandem/platform';
import { randomBytes } from 'node:crypto';
import { ConnectionBoard } from './connection-board.queries';
import { ConnectionSecrets } from './connection-secret.queries';
import { connection, type ConnectionCommand, endOfEarlierSecrets, rotationHours } from './connection.decider';
import {
  ConnectionPage,
  ConnectionType,
  DisableConnectionArgs,
  IntakeType,
  RegisterConnectionArgs,
  RotateConnectionSecretArgs,
  shown,
} from './connection.graphql';
import { HookDeliveries } from './hook-delivery.queries';

@Resolver(() => ConnectionType)
@May(...everyone)
export class ConnectionResolver {
  constructor(
    private readonly events: EventStore,
    private readonly board: ConnectionBoard,
    private readonly secrets: ConnectionSecrets,
    private readonly deliveries: HookDeliveries,
  ) {}

  @Query(() => ConnectionPage, { description: 'The tools that tell of deliveries, of one team or of all.' })
  async connections(
    @Args() page: PageArgs,
    @Args('teamId', { type: () => ID, nullable: true }) teamId: string | null,
    @Viewer() viewer: Viewer,
  ) {
    const team = teamId ? idOf('teamId', teamId) : null;
    return toConnection(await this.board.page(viewer, pageOf(page), team), (row) => shown(row));
  }

  @ResolveField(() => [IntakeType], { description: 'What came in through its webhooks so far.' })
  intake(@Parent() { id }: ConnectionType, @Viewer() viewer: Viewer) {
    return this.deliveries.intake(viewer, id);
  }

  @Mutation(() => ConnectionType, {
    description: 'Connects a repository of a team. The id is that of the command; the secret is in the answer, once.',
  })
  @May('org_admin', 'tech_lead')
  registerConnection(
    @Args() { teamId, repository, deployedBy, secret, ...envelope }: RegisterConnectionArgs,
    @Viewer() viewer: Viewer,
  ) {
    const id = idOf('commandId', envelope.commandId);
    const data = { teamId: idOf('teamId', teamId), repository, deployedBy, secretId: uuidv5(id, envelope.commandId) };
    return this.newSecret(id, secret, { type: 'RegisterConnection', data }, { viewer, ...envelope });
  }

  @Mutation(() => ConnectionType, {
    description: `Makes a new secret. Earlier ones are taken for ${rotationHours} hours.`,
  })
  @May('org_admin', 'tech_lead')
  rotateConnectionSecret(@Args() { id, secret, ...envelope }: RotateConnectionSecretArgs, @Viewer() viewer: Viewer) {
    const data = { secretId: uuidv5(idOf('id', id), envelope.commandId), now: new Date() };
    return this.newSecret(idOf('id', id), secret, { type: 'RotateConnectionSecret', data }, { viewer, ...envelope });
  }

  @Mutation(() => ConnectionType, { description: 'Takes no more deliveries of this tool. What it told stays.' })
  @May('org_admin', 'tech_lead')
  async disableConnection(@Args() { id, reason, ...envelope }: DisableConnectionArgs, @Viewer() viewer: Viewer) {
    await this.events.transaction(viewer, async (tx) => {
      const command = { type: 'DisableConnection', data: { reason } } as const;
      await this.events.handle(connection, idOf('id', id), command, { viewer, ...envelope, tx });
      await this.secrets.forget(tx, viewer, id);
    });
    return this.one(viewer, idOf('id', id), null);
  }

  /** Events and secret are kept together or not at all. The same command again shows no secret. */
  private async newSecret(
    id: string,
    given: string | null | undefined,
    command: Extract<ConnectionCommand, { data: { secretId: string } }>,
    envelope: { readonly viewer: Viewer; readonly commandId: string },
  ) {
    const { viewer } = envelope;
    const { secretId } = command.data;
    const secret = given ? checked(given) : randomBytes(32).toString('base64url');
    const isNew = await this.events.transaction(viewer, async (tx) => {
      await this.events.handle(connection, id, command, { ...envelope, tx });
      const kept = await this.secrets.keep(tx, viewer, id, secretId, secret);
      if (kept && command.type === 'RotateConnectionSecret')
        await this.secrets.endEarlier(tx, viewer, id, secretId, endOfEarlierSecrets(command.data.now));
      return kept;
    });
    return this.one(viewer, id, isNew ? secret : null);
  }

  private async one(viewer: Viewer, id: string, secret: string | null) {
    const row = await this.board.one(viewer, id);
    return row && shown(row, secret);
  }
}

function checked(secret: string): string {
  if (/[\0\p{Surrogate}]/u.test(secret))
    throw new Problem(
      400,
      'BAD_USER_INPUT',
      '`secret` must not hold the character U+0000 or half a surrogate pair: no tool would sign with it.',
    );
  if (secret.length >= 16 && secret.length <= 256) return secret;
  throw new Problem(400, 'BAD_USER_INPUT', '`secret` must have 16 to 256 characters; leave it out to have one made.');
}
