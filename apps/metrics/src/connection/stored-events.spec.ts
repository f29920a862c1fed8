import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import fs from 'node:fs';
import path from 'node:path';
import { connectionBoard } from './connection-board.projection';
import { connection } from './connection.decider';
import type { ConnectionEvent } from './connection.events';

const folder = path.join(__dirname, 'stored-events');
const stored = (name: string) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as ConnectionEvent;

describe('Every event that was ever stored', () => {
  it('still folds to a state and a row', () => {
    const events = [
      'ConnectionRegistered.v1.json',
      'ConnectionSecretRotated.v1.json',
      'ConnectionDisabled.v1.json',
    ].map(stored);

    expect(events).toHaveLength(fs.readdirSync(folder).length);
    expect(events.reduce(connection.evolve, connection.initialState())).toEqual({ status: 'disabled' });
    expect(rowOf(connectionBoard, ...events.map((event) => recorded(event)))).toEqual({
      id: 's-1',
      teamId: '018f0000-0000-7000-8000-000000000002',
      tool: 'github',
      repository: 'octo-org/shop',
      deployedBy: 'deployment',
      status: 'disabled',
      registeredAt: '2026-01-05T09:00:00.000Z',
      earlierSecretsUntil: '2026-01-06T09:00:00.000Z',
    });
  });
});
