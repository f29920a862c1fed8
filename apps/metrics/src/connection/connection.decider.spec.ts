import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { connection } from './connection.decider';
import type { ConnectionEvent } from './connection.events';

const given = specOf(connection);

describe('Connection', () => {
  it('is registered for a team and a repository', () => given().when(register()).then(registered));

  it('is registered once', () => given(registered).when(register()).thenRejected('already-registered'));

  it('needs owner and name of the repository', () => {
    given().when(register('shop')).thenRejected('bad-repository');
    given().when(register('octo-org/shop/tree')).thenRejected('bad-repository');
    given().when(register('octo org/shop')).thenRejected('bad-repository');
    given().when(register('/shop')).thenRejected('bad-repository');
    given()
      .when(register(`${'o'.repeat(101)}/shop`))
      .thenRejected('bad-repository');
  });

  it('takes a new secret, and the earlier ones for another day', () => given(registered).when(rotate).then(rotated));

  it('changes its secret as often as is wished', () => given(registered, rotated).when(rotate).then(rotated));

  it('has no secret to change before it is registered', () => given().when(rotate).thenRejected('not-active'));

  it('has no secret to change once it is disabled', () =>
    given(registered, disabled).when(rotate).thenRejected('not-active'));

  it('is disabled for a reason', () => {
    given(registered).when(disable).then(disabled);
    given(registered, rotated).when(disable).then(disabled);
  });

  it('is disabled once', () => given(registered, disabled).when(disable).thenNothing());

  it('is not disabled without a reason', () =>
    given(registered)
      .when({ type: 'DisableConnection', data: { reason: ' ' } })
      .thenRejected('reason-missing'));

  it('cannot be disabled before it is registered', () => given().when(disable).thenRejected('unknown-connection'));
});

const facts = { teamId: 't-1', repository: 'octo-org/shop', deployedBy: 'deployment', secretId: 'k-1' } as const;
const register = (repository: string = facts.repository) =>
  ({ type: 'RegisterConnection', data: { ...facts, repository } }) as const;
const rotate = {
  type: 'RotateConnectionSecret',
  data: { secretId: 'k-2', now: new Date('2026-01-05T09:00:00Z') },
} as const;
const disable = { type: 'DisableConnection', data: { reason: 'The shop moved to another tool' } } as const;

const registered: ConnectionEvent = { type: 'ConnectionRegistered', data: { ...facts, tool: 'github' } };
const rotated: ConnectionEvent = {
  type: 'ConnectionSecretRotated',
  data: { secretId: 'k-2', earlierUntil: '2026-01-06T09:00:00.000Z' },
};
const disabled: ConnectionEvent = { type: 'ConnectionDisabled', data: { reason: 'The shop moved to another tool' } };
