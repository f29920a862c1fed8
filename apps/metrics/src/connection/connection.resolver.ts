import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { EventStore, type Tx, uuidv5 } from '@tandem/event-store';
import { CommandArgs, May, PageArgs, Problem, Viewer } from '@tandem/platform';
import { randomBytes } from 'node:crypto';
import { ConnectionBoard } from './connection-board.queries';
import { ConnectionSecrets } from './connection-secret.queries';
import { type ConnectionCommand, connection, endOfEarlierSecrets, rotationHours } from './connection.decider';
import type { DeploymentSource } from './connection.events';
import { ConnectionPage, ConnectionType, DeploymentSourceEnum, IntakeType, shown } from './connection.graphql';
import { HookDeliveries } from './hook-delivery.queries';

const fewestSecretCharacters = 16;
const mostSecretCharacters = 256;

@Resolver(() => ConnectionType)
export class ConnectionResolver {
  constructor(
    private readonly events: EventStore,
    private readonly board: ConnectionBoard,
    private readonly secrets: ConnectionSecrets,
    private readonly deliveries: HookDeliveries,
  ) {}

  @Query(() => ConnectionPage, { description: 'The tools that tell of deliveries, of one team or of all.' })
  @May('org_admin', 'tech_lead', 'product_lead', 'coach', 'facilitator', 'service')
  async connections(
    @Args() page: PageArgs,
    @Args('teamId', { type: () => ID, nullable: true }) teamId: string | null,
    @Viewer() viewer: Viewer,
  ) {
    return this.board.page(viewer, page, teamId);
  }

  @Mutation(() => ConnectionType, {
    description: 'Connects a repository of a team. Its secret is in the answer, once; leave it out to have one made.',
  })
  @May('org_admin', 'tech_lead')
  async registerConnection(
    @Args() { commandId, occurredAt }: CommandArgs,
    @Args('teamId', { type: () => ID }) teamId: string,
    @Args('repository') repository: string,
    @Args('deployedBy', { type: () => DeploymentSourceEnum, defaultValue: 'deployment' }) deployedBy: DeploymentSource,
    @Args('secret', { type: () => String, nullable: true }) secret: string | null,
    @Viewer() viewer: Viewer,
  ) {
    const id = uuidv5(viewer.tenantId, `connection ${commandId}`);
    const secretId = uuidv5(id, commandId);
    const command = { type: 'RegisterConnection', data: { teamId, repository, deployedBy, secretId } } as const;
    return this.withSecret(id, secretId, secret, command, { viewer, commandId, occurredAt });
  }

  @Mutation(() => ConnectionType, {
    description: `Makes a new secret. The one before is taken for another ${rotationHours} hours.`,
  })
  @May('org_admin', 'tech_lead')
  async rotateConnectionSecret(
    @Args() { commandId }: CommandArgs,
    @Args('id', { type: () => ID }) id: string,
    @Args('secret', { type: () => String, nullable: true }) secret: string | null,
    @Viewer() viewer: Viewer,
  ) {
    const secretId = uuidv5(viewer.tenantId, `${id} ${commandId}`);
    const command = { type: 'RotateConnectionSecret', data: { secretId, now: new Date() } } as const;
    return this.withSecret(id, secretId, secret, command, { viewer, commandId });
  }

  @Mutation(() => ConnectionType, { description: 'Takes no more deliveries of this tool. What it told stays.' })
  @May('org_admin', 'tech_lead')
  async disableConnection(
    @Args() { commandId }: CommandArgs,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason') reason: string,
    @Viewer() viewer: Viewer,
  ) {
    await this.events.transaction(viewer, async (tx) => {
      const command = { type: 'DisableConnection', data: { reason } } as const;
      await this.events.handle(connection, id, command, { viewer, commandId, tx });
      await this.secrets.forget(tx, viewer, id);
    });
    return this.shown(viewer, id, null);
  }

  @ResolveField(() => [IntakeType], { description: 'What came in through its webhooks so far.' })
  intake(@Parent() { id }: ConnectionType, @Viewer() viewer: Viewer) {
    return this.deliveries.intake(viewer, id);
  }

  /** The events and the secret are kept together or not at all. */
  private async withSecret(
    id: string,
    secretId: string,
    given: string | null,
    command: ConnectionCommand,
    envelope: { viewer: Viewer; commandId: string; occurredAt?: Date | null },
  ) {
    const { viewer } = envelope;
    const secret = given === null ? randomBytes(32).toString('base64url') : checked(given);
    const isNew = await this.events.transaction(viewer, async (tx: Tx) => {
      await this.events.handle(connection, id, command, { ...envelope, tx });
      const kept = await this.secrets.keep(tx, viewer, id, secretId, secret);
      if (kept && command.type === 'RotateConnectionSecret')
        await this.secrets.endEarlier(tx, viewer, id, secretId, endOfEarlierSecrets(command.data.now));
      return kept;
    });
    return this.shown(viewer, id, isNew ? secret : null);
  }

  private async shown(viewer: Viewer, id: string, secret: string | null) {
    const row = await this.board.one(viewer, id);
    return row && shown(row, secret);
  }
}

function checked(secret: string): string {
  if (secret.length >= fewestSecretCharacters && secret.length <= mostSecretCharacters) return secret;
  throw new Problem(
    400,
    'BAD_USER_INPUT',
    `\`secret\` must have ${fewestSecretCharacters} to ${mostSecretCharacters} characters; leave it out to have one made.`,
  );
}
