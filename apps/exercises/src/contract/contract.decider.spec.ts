import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { contract, type ContractCommand } from './contract.decider';
import type { ContractEvent } from './contract.events';

const given = specOf(contract);

const noon = '2026-03-02T12:00:00.000Z';
const terms = {
  topic: 'What changes in the plan',
  channel: 'doc',
  cadence: 'every Monday',
  format: 'one page',
  ownerId: 'pia',
  replaces: ['the weekly mail'],
};
const parties = { fromTeamId: 'P', toTeamId: 'E', sessionId: 's-1' };
type Wish<C = ContractCommand> = C extends { now: string } ? Omit<C, 'now'> : never;
const wish = (one: Wish, now = noon) => ({ ...one, now }) as ContractCommand;
const by = (byTeamId: string) => ({ byTeamId });

const draft = { ...parties, terms, byTeamId: 'P' };
const proposed: ContractEvent = { type: 'ContractProposed', data: draft };
const agreed: ContractEvent = {
  type: 'ContractAgreed',
  data: { byTeamId: 'E', surveyAt: '2026-04-13T12:00:00.000Z', expiresAt: '2026-05-31T12:00:00.000Z' },
};
const expired: ContractEvent = { type: 'ContractExpired', data: {} };
const ended: ContractEvent = { type: 'ContractEnded', data: { byTeamId: 'E', reason: 'Nobody reads it' } };
const other = { ...terms, cadence: 'every day' };

describe('An information contract', () => {
  it('is proposed by one of its two teams', () => {
    given()
      .when(wish({ type: 'ProposeContract', data: draft }))
      .then(proposed);
    given(proposed)
      .when(wish({ type: 'ProposeContract', data: draft }))
      .thenRejected('contract-exists');
    given()
      .when(wish({ type: 'ProposeContract', data: { ...draft, byTeamId: 'D' } }))
      .thenRejected('not-a-party');
    given()
      .when(wish({ type: 'ProposeContract', data: { ...draft, toTeamId: 'P' } }))
      .thenRejected('one-team');
  });

  it.each([
    [{ topic: ' ' }, 'term-missing'],
    [{ channel: '' }, 'term-missing'],
    [{ cadence: '' }, 'term-missing'],
    [{ format: 'a'.repeat(301) }, 'term-missing'],
    [{ replaces: [''] }, 'replaces-malformed'],
    [{ replaces: Array(21).fill('mail') }, 'replaces-malformed'],
  ])('says what is agreed: not with %j', (wrong, code) => {
    const bad = { ...terms, ...wrong };
    given()
      .when(wish({ type: 'ProposeContract', data: { ...draft, terms: bad } }))
      .thenRejected(code);
    given(proposed)
      .when(wish({ type: 'ReviseContract', data: { terms: bad, ...by('E') } }))
      .thenRejected(code);
  });

  it('holds for 90 days once the other team agrees, and asks after 42', () => {
    given(proposed)
      .when(wish({ type: 'AgreeContract', data: by('E') }))
      .then(agreed);
    given(proposed)
      .when(wish({ type: 'AgreeContract', data: by('P') }))
      .thenRejected('own-proposal');
    given(proposed)
      .when(wish({ type: 'AgreeContract', data: by('D') }))
      .thenRejected('not-a-party');
    given(proposed, agreed)
      .when(wish({ type: 'AgreeContract', data: by('E') }))
      .thenRejected('nothing-proposed');
    given()
      .when(wish({ type: 'AgreeContract', data: by('E') }))
      .thenRejected('no-such-contract');
  });

  it('is revised by either, and then the other agrees', () => {
    const revised: ContractEvent = { type: 'ContractRevised', data: { terms: other, ...by('E') } };
    given(proposed)
      .when(wish({ type: 'ReviseContract', data: revised.data }))
      .then(revised);
    given(proposed, revised)
      .when(wish({ type: 'AgreeContract', data: by('E') }))
      .thenRejected('own-proposal');
    given(proposed, revised)
      .when(wish({ type: 'AgreeContract', data: by('P') }))
      .then({ ...agreed, data: { ...agreed.data, ...by('P') } });
    given(proposed)
      .when(wish({ type: 'ReviseContract', data: { terms: other, ...by('D') } }))
      .thenRejected('not-a-party');
  });

  it('is renewed on the terms that both agreed on last', () => {
    const again: ContractEvent = { type: 'ContractRevised', data: { terms, ...by('P') } };
    given(proposed)
      .when(wish({ type: 'RenewContract', data: by('P') }))
      .thenRejected('nothing-agreed');
    given(proposed, agreed)
      .when(wish({ type: 'RenewContract', data: by('P') }))
      .then(again);
    given(proposed, agreed, expired)
      .when(wish({ type: 'RenewContract', data: by('P') }))
      .then(again);
    const revised: ContractEvent = { type: 'ContractRevised', data: { terms: other, ...by('E') } };
    given(proposed, agreed, revised)
      .when(wish({ type: 'RenewContract', data: by('P') }))
      .then(again);
    given(proposed, agreed, revised, agreed)
      .when(wish({ type: 'RenewContract', data: by('P') }))
      .then({ type: 'ContractRevised', data: { terms: other, ...by('P') } });
  });

  it('expires when its time is over, once, and not before', () => {
    const expire = (now: string) => wish({ type: 'ExpireContract', data: {} }, now);
    given(proposed, agreed).when(expire('2026-05-31T12:00:00.000Z')).then(expired);
    given(proposed, agreed).when(expire('2026-05-31T11:59:59.999Z')).thenNothing();
    given(proposed, agreed, expired).when(expire('2026-06-30T12:00:00.000Z')).thenNothing();
    given(proposed).when(expire('2030-01-01T00:00:00.000Z')).thenNothing();
    const again: ContractEvent = { type: 'ContractRevised', data: { terms, ...by('P') } };
    given(proposed, agreed, expired, again, agreed).when(expire('2026-05-31T12:00:00.000Z')).then(expired);
  });

  it('is reviewed by its teams six weeks after they agreed, while it holds', () => {
    const answers = { asAgreed: 5, serves: 4, lessNoise: 1 };
    const review = (now: string, scores = answers) =>
      wish({ type: 'ReviewContract', data: { ...by('E'), answers: scores } }, now);
    const due = '2026-04-13T12:00:00.000Z';
    given(proposed, agreed)
      .when(review(due))
      .then({ type: 'ContractReviewed', data: { ...by('E'), answers } });
    given(proposed, agreed).when(review('2026-04-13T11:59:59.999Z')).thenRejected('too-early');
    given(proposed).when(review(due)).thenRejected('not-in-force');
    given(proposed, agreed, expired).when(review(due)).thenRejected('not-in-force');
    given(proposed, agreed)
      .when(review(due, { ...answers, serves: 6 }))
      .thenRejected('score-out-of-range');
    given(proposed, agreed)
      .when(review(due, { ...answers, lessNoise: 0 }))
      .thenRejected('score-out-of-range');
  });

  it('is ended by either for a reason, and that is the end of it', () => {
    given(proposed, agreed)
      .when(wish({ type: 'EndContract', data: { ...by('E'), reason: 'Nobody reads it' } }))
      .then(ended);
    given(proposed)
      .when(wish({ type: 'EndContract', data: { ...by('P'), reason: ' ' } }))
      .thenRejected('reason-missing');
    given(proposed, agreed, ended)
      .when(wish({ type: 'RenewContract', data: by('P') }))
      .thenRejected('contract-ended');
    given(proposed, agreed, ended)
      .when(wish({ type: 'ExpireContract', data: {} }))
      .thenRejected('contract-ended');
  });
});
