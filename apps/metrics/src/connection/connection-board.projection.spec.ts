import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { connectionBoard } from './connection-board.projection';
import type { ConnectionEvent } from './connection.events';

describe('Connection board', () => {
  it('shows which repository tells of which team, and never a secret', () =>
    expect(row(registered)).toEqual({
      id: 's-1',
      teamId: 't-1',
      tool: 'github',
      repository: 'octo-org/shop',
      deployedBy: 'tag',
      status: 'active',
      registeredAt: '2026-01-05T09:00:00.000Z',
      earlierSecretsUntil: null,
    }));

  it('shows how long earlier secrets are taken', () =>
    expect(row(registered, rotated)).toMatchObject({
      status: 'active',
      earlierSecretsUntil: '2026-01-06T09:00:00.000Z',
    }));

  it('shows that it is disabled', () => expect(row(registered, disabled)).toMatchObject({ status: 'disabled' }));

  it('shows nothing of a connection that was never registered', () => expect(row(rotated)).toBeNull());
});

const row = (...events: ConnectionEvent[]) => rowOf(connectionBoard, ...events.map((event) => recorded(event)));

const registered: ConnectionEvent = {
  type: 'ConnectionRegistered',
  data: { teamId: 't-1', tool: 'github', repository: 'octo-org/shop', deployedBy: 'tag', secretId: 'k-1' },
};
const rotated: ConnectionEvent = {
  type: 'ConnectionSecretRotated',
  data: { secretId: 'k-2', earlierUntil: '2026-01-06T09:00:00.000Z' },
};
const disabled: ConnectionEvent = { type: 'ConnectionDisabled', data: { reason: 'moved' } };
