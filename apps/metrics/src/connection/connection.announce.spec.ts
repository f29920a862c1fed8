import { describe, expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './connection.announce';

const connectionId = '018f0000-0000-7000-8000-000000000001';
const teamId = '018f0000-0000-7000-8000-000000000002';

describe('What the company hears of a connection', () => {
  it('is that it was registered', () =>
    expect(
      announce(
        recorded(
          {
            type: 'ConnectionRegistered',
            data: { teamId, tool: 'github', repository: 'octo-org/shop', deployedBy: 'tag', secretId: 'k-1' },
          },
          { streamId: connectionId },
        ),
      ),
    ).toEqual([
      {
        type: 'tandem.metrics.connection-registered.v1',
        topic: 'tandem.metrics.connection',
        body: {
          connectionId,
          teamId,
          tool: 'github',
          repository: 'octo-org/shop',
          registeredAt: '2026-01-05T09:00:00.000Z',
        },
      },
    ]));

  it('is nothing of its secrets', () =>
    expect(
      announce(
        recorded({ type: 'ConnectionSecretRotated', data: { secretId: 'k', earlierUntil: '2026-01-06T09:00:00Z' } }),
      ),
    ).toEqual([]));
});
