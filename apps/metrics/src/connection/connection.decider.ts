import { type Command, type Decider, demand } from '@tandem/core';
import type { ConnectionEvent, DeploymentSource } from './connection.events';

export type ConnectionCommand =
  | Command<
      'RegisterConnection',
      { teamId: string; repository: string; deployedBy: DeploymentSource; secretId: string }
    >
  | Command<'RotateConnectionSecret', { secretId: string; now: Date }>
  | Command<'DisableConnection', { reason: string }>;

export type Connection =
  { readonly status: 'unknown' } | { readonly status: 'active' } | { readonly status: 'disabled' };

/** How long a tool may go on signing with the secret before the last. */
export const rotationHours = 24;

export const endOfEarlierSecrets = (now: Date) => new Date(now.getTime() + rotationHours * 3_600_000);

const ownerAndName = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;

/** A tool tells a team's deliveries through a connection, signed with a secret that can be changed without a gap. */
export const connection: Decider<Connection, ConnectionCommand, ConnectionEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, { status }) {
    switch (type) {
      case 'RegisterConnection':
        demand(status === 'unknown', 'already-registered', 'This connection already exists.');
        demand(
          ownerAndName.test(data.repository),
          'bad-repository',
          '`repository` must be owner/name, as GitHub shows it, for example octo-org/shop.',
        );
        return [{ type: 'ConnectionRegistered', data: { ...data, tool: 'github' } }];

      case 'RotateConnectionSecret':
        demand(status === 'active', 'not-active', 'Only an active connection has secrets to change.');
        return [
          {
            type: 'ConnectionSecretRotated',
            data: {
              secretId: data.secretId,
              earlierUntil: endOfEarlierSecrets(data.now).toISOString(),
            },
          },
        ];

      case 'DisableConnection':
        demand(status !== 'unknown', 'unknown-connection', 'There is no such connection.');
        demand(data.reason.trim() !== '', 'reason-missing', '`reason` must say why the tool is no longer listened to.');
        return status === 'disabled' ? [] : [{ type: 'ConnectionDisabled', data }];
    }
  },

  evolve(_, { type }) {
    switch (type) {
      case 'ConnectionRegistered':
      case 'ConnectionSecretRotated':
        return { status: 'active' };
      case 'ConnectionDisabled':
        return { status: 'disabled' };
    }
  },
};
