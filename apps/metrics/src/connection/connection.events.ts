import type { Event } from '@tandem/core';

/** Which of what a tool tells counts as a deployment to production. */
export type DeploymentSource = 'deployment' | 'release' | 'tag';

export type ConnectionEvent =
  | Event<
      'ConnectionRegistered',
      { teamId: string; tool: 'github'; repository: string; deployedBy: DeploymentSource; secretId: string }
    >
  /** Secrets before this one are taken until `earlierUntil`. */
  | Event<'ConnectionSecretRotated', { secretId: string; earlierUntil: string }>
  | Event<'ConnectionDisabled', { reason: string }>;
