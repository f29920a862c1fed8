import type { Projection } from '@tandem/core';
import type { ConnectionEvent, DeploymentSource } from './connection.events';

export interface ConnectionRow {
  readonly id: string;
  readonly teamId: string;
  readonly tool: 'github';
  readonly repository: string;
  readonly deployedBy: DeploymentSource;
  readonly status: 'active' | 'disabled';
  readonly registeredAt: string;
  /** Until when the secrets before the newest are taken too. */
  readonly earlierSecretsUntil: string | null;
}

/** Which tools tell of which team's deliveries. */
export const connectionBoard: Projection<ConnectionRow, ConnectionEvent> = {
  table: 'connection_board_v1',
  indexes: [`(row->>'teamId')`],

  evolve(row, { type, data, streamId, at }) {
    if (type === 'ConnectionRegistered') {
      const { teamId, tool, repository, deployedBy } = data;
      return {
        id: streamId,
        teamId,
        tool,
        repository,
        deployedBy,
        status: 'active',
        registeredAt: at.toISOString(),
        earlierSecretsUntil: null,
      };
    }
    if (!row) return null;

    switch (type) {
      case 'ConnectionSecretRotated':
        return { ...row, earlierSecretsUntil: data.earlierUntil };
      case 'ConnectionDisabled':
        return { ...row, status: 'disabled' };
    }
  },
};
