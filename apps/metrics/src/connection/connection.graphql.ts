import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { ConnectionRow } from './connection-board.projection';
import type { DeploymentSource } from './connection.events';
import type { Intake } from './hook-delivery.queries';

export const DeploymentSourceEnum = {
  deployment: 'deployment',
  release: 'release',
  tag: 'tag',
} as const satisfies Record<DeploymentSource, DeploymentSource>;
registerEnumType(DeploymentSourceEnum, {
  name: 'DeploymentSource',
  description: 'What counts as a deployment to production.',
  valuesMap: {
    deployment: { description: 'A deployment to a production environment that its tool calls successful.' },
    release: { description: 'A published release that is no pre-release.' },
    tag: { description: 'A tag.' },
  },
});

export const ConnectionStatusEnum = { active: 'active', disabled: 'disabled' } as const satisfies Record<
  ConnectionRow['status'],
  ConnectionRow['status']
>;
registerEnumType(ConnectionStatusEnum, { name: 'ConnectionStatus' });

const outcomes = {
  mapped: 'mapped',
  notADeliveryFact: 'not-a-delivery-fact',
  unreadable: 'unreadable',
} as const satisfies Record<string, Intake['outcome']>;
export const IntakeOutcomeEnum = outcomes;
registerEnumType(IntakeOutcomeEnum, {
  name: 'IntakeOutcome',
  valuesMap: {
    mapped: { description: 'Facts of delivery were found in it.' },
    notADeliveryFact: { description: 'It tells of nothing that we measure.' },
    unreadable: { description: 'Its shape is not the one that the tool documents. It is kept.' },
  },
});

@ObjectType('Intake', { description: 'How many deliveries of one event came, and what became of them.' })
export class IntakeType implements Intake {
  @Field()
  readonly event!: string;

  @Field(() => IntakeOutcomeEnum)
  readonly outcome!: Intake['outcome'];

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType('Connection', { description: 'A tool that tells of a team’s deliveries.' })
export class ConnectionType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID)
  readonly teamId!: string;

  @Field({ description: 'The kind of tool, for example github.' })
  readonly tool!: string;

  @Field({ description: 'The repository as the tool names it, owner/name.' })
  readonly repository!: string;

  @Field(() => DeploymentSourceEnum)
  readonly deployedBy!: DeploymentSource;

  @Field(() => ConnectionStatusEnum)
  readonly status!: ConnectionRow['status'];

  @Field(() => Date)
  readonly registeredAt!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'Until then deliveries signed with an earlier secret are taken too.',
  })
  readonly earlierSecretsUntil!: string | null;

  @Field({ description: 'Where the tool sends its webhooks, signed with the secret.' })
  readonly webhookPath!: string;

  @Field({ description: 'Where a back-fill is sent, as NDJSON.' })
  readonly historyPath!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the tool signs with. Shown once, in the answer to the command that made it; null ever after.',
  })
  readonly secret!: string | null;
}

@ObjectType()
export class ConnectionPage extends connectionOf(ConnectionType, 'Connection') {}

/** A row as it is shown. */
export const shown = (row: ConnectionRow, secret: string | null = null): ConnectionType => ({
  ...row,
  webhookPath: `/hooks/github/${row.id}`,
  historyPath: `/v1/metrics/${row.id}/history`,
  secret,
});

const secretIsOptional = { nullable: true, description: '16 to 256 characters; left out, one is made.' };

@ArgsType()
export class RegisterConnectionArgs extends CommandArgs {
  @Field(() => ID)
  readonly teamId!: string;

  @Field({ description: 'As GitHub shows it, owner/name.' })
  readonly repository!: string;

  @Field(() => DeploymentSourceEnum, { defaultValue: 'deployment' })
  readonly deployedBy!: DeploymentSource;

  @Field(() => String, secretIsOptional)
  readonly secret?: string | null;
}

@ArgsType()
export class RotateConnectionSecretArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, secretIsOptional)
  readonly secret?: string | null;
}

@ArgsType()
export class DisableConnectionArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field({ description: 'Why its tool is no longer listened to.' })
  readonly reason!: string;
}
