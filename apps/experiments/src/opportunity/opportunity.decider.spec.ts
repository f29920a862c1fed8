import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { opportunity, type OpportunityCommand } from './opportunity.decider';
import type { OpportunityEvent, Scorecard, Side, Vote } from './opportunity.events';

const given = specOf(opportunity);

const idea = { title: 'Fewer stop at the gate', problem: 'New players stop at the first gate', teamIds: ['t-1'] };
const evidence = { evidenceId: 'e-1', kind: 'feedback', ref: 'https://feedback.example.com/7' } as const;
const card: Scorecard = {
  wsjf: { businessValue: 13, timeCriticality: 5, riskReduction: 1, jobSize: 3 },
  moscow: 'must',
};
const vote = (side: Side, personId: string = side, given_: Scorecard = card): Vote => ({
  personId,
  side,
  card: given_,
});
const votes = [vote('engineering'), vote('product')];
const delivery = { ref: 'GAME-42', url: 'https://tracker.example.com/GAME-42', experimentId: null };

const raised: OpportunityEvent = { type: 'OpportunityRaised', data: idea };
const linked: OpportunityEvent = { type: 'EvidenceLinked', data: evidence };
const opened = (round = 1, becauseOf: string | null = null): OpportunityEvent => ({
  type: 'ScoringOpened',
  data: { round, methods: ['wsjf', 'moscow'], becauseOf },
});
const revealed: OpportunityEvent = { type: 'ScoresRevealed', data: { round: 1, votes } };
const dropped: OpportunityEvent = { type: 'OpportunityDropped', data: { reason: 'The game is sold' } };

const raise = (change: Partial<typeof idea> = {}): OpportunityCommand => ({
  type: 'RaiseOpportunity',
  data: { ...idea, ...change },
});
const open = (change: { methods?: []; becauseOf?: string } = {}): OpportunityCommand => ({
  type: 'OpenScoring',
  data: { methods: ['wsjf', 'moscow'], becauseOf: null, ...change },
});
const reveal = (given_: readonly Vote[] = votes): OpportunityCommand => ({
  type: 'RevealScores',
  data: { votes: given_ },
});

describe('An opportunity', () => {
  it('is raised once', () => {
    given().when(raise()).then(raised);
    given(raised).when(raise()).thenRejected('already-raised');
  });

  it.each([
    ['title', { title: ' ' }, 'title-missing'],
    ['title of 200 characters', { title: 'x'.repeat(201) }, 'too-long'],
    ['problem', { problem: '' }, 'problem-missing'],
    ['team', { teamIds: [] }, 'bad-teams'],
    ['team but once', { teamIds: ['t-1', 't-1'] }, 'bad-teams'],
  ])('has a %s', (_, change, code) => given().when(raise(change)).thenRejected(code));

  it('is scored by both sides in one round', () => {
    given(raised).when(open()).then(opened());
    given(raised, opened()).when(reveal()).then(revealed);
  });

  it('is scored in one round at a time, and again in the next', () => {
    given(raised, opened()).when(open()).thenRejected('round-open');
    given(raised, opened(), revealed).when(open()).then(opened(2));
  });

  it.each([
    ['engineering', [vote('product'), vote('product', 'paul')]],
    ['product', [vote('engineering')]],
    ['anybody', []],
  ])('is not revealed before %s has scored', (_, some) =>
    given(raised, opened()).when(reveal(some)).thenRejected('one-side-missing'),
  );

  it('is not revealed without a round, nor twice', () => {
    given(raised).when(reveal()).thenRejected('no-round');
    given(raised, opened(), revealed).when(reveal()).thenRejected('no-round');
  });

  it('has one vote of each person', () =>
    given(raised, opened())
      .when(reveal([vote('product', 'bo'), vote('engineering', 'bo')]))
      .thenRejected('same-person'));

  it('has a round that asks for something', () =>
    given(raised)
      .when(open({ methods: [] }))
      .thenRejected('bad-methods'));

  it('has a round because of evidence that is there', () => {
    given(raised)
      .when(open({ becauseOf: 'e-1' }))
      .thenRejected('no-such-evidence');
    given(raised, linked)
      .when(open({ becauseOf: 'e-1' }))
      .then(opened(1, 'e-1'));
    given(raised, linked, { type: 'EvidenceUnlinked', data: { evidenceId: 'e-1', reason: 'wrong' } })
      .when(open({ becauseOf: 'e-1' }))
      .thenRejected('no-such-evidence');
  });

  it('has each piece of evidence once, and says where it is found', () => {
    given(raised).when({ type: 'LinkEvidence', data: evidence }).then(linked);
    given(raised, linked).when({ type: 'LinkEvidence', data: evidence }).thenNothing();
    given(raised)
      .when({ type: 'LinkEvidence', data: { ...evidence, ref: ' ' } })
      .thenRejected('ref-missing');
  });

  it('loses evidence for a reason, and only what it had', () => {
    const unlink = (reason: string) => ({ type: 'UnlinkEvidence', data: { evidenceId: 'e-1', reason } }) as const;
    given(raised, linked)
      .when(unlink('wrong'))
      .then({ type: 'EvidenceUnlinked', data: { evidenceId: 'e-1', reason: 'wrong' } });
    given(raised).when(unlink('wrong')).thenNothing();
    given(raised, linked).when(unlink('')).thenRejected('reason-missing');
  });

  it('counts customers in whole numbers', () => {
    const kano = (n: number) =>
      ({
        type: 'RecordKanoAnswers',
        data: { answers: [{ functional: 'like', dysfunctional: 'dislike', n }] },
      }) as const;
    given(raised)
      .when(kano(3))
      .then({ type: 'KanoAnswered', data: kano(3).data });
    given(raised).when(kano(0)).thenRejected('bad-count');
    given(raised).when(kano(1.5)).thenRejected('bad-count');
    given(raised)
      .when({ type: 'RecordKanoAnswers', data: { answers: [] } })
      .thenRejected('bad-answers');
  });

  it('states what is believed, and says nothing when that is the same', () => {
    const stated = { type: 'HypothesisStated', data: { hypothesis: 'A later gate' } } as const;
    given(raised).when({ type: 'StateHypothesis', data: stated.data }).then(stated);
    given(raised, stated).when({ type: 'StateHypothesis', data: stated.data }).thenNothing();
    given(raised)
      .when({ type: 'StateHypothesis', data: { hypothesis: ' ' } })
      .thenRejected('hypothesis-missing');
  });

  it('is linked to what was delivered, once, over https', () => {
    const link = (change = {}) => ({ type: 'LinkDelivery', data: { ...delivery, ...change } }) as const;
    given(raised).when(link()).then({ type: 'DeliveryLinked', data: delivery });
    given(raised, { type: 'DeliveryLinked', data: delivery }).when(link()).thenNothing();
    given(raised)
      .when(link({ url: 'javascript:alert(1)' }))
      .thenRejected('bad-url');
    given(raised)
      .when(link({ ref: '' }))
      .thenRejected('ref-missing');
  });

  it('is dropped for a reason, and then left alone', () => {
    given(raised)
      .when({ type: 'DropOpportunity', data: { reason: 'The game is sold' } })
      .then(dropped);
    given(raised)
      .when({ type: 'DropOpportunity', data: { reason: '' } })
      .thenRejected('reason-missing');
    given(raised, dropped).when(open()).thenRejected('not-open');
    given().when(open()).thenRejected('not-open');
  });
});

describe('A vote', () => {
  const give = (said: Scorecard, functions: readonly Side[] = ['product']) =>
    ({ type: 'GiveScore', data: { ...vote('product', 'pia', said), functions } }) as const;

  it('is taken of somebody of the side, on the scale, for all that is asked, and leaves no fact before the reveal', () =>
    given(raised, opened()).when(give(card)).thenNothing());

  it.each<[string, Scorecard, readonly Side[], string]>([
    ['of somebody of the other side', card, ['engineering'], 'not-your-side'],
    ['that leaves a method out', { moscow: 'must' }, ['product'], 'score-missing'],
    ['off the scale', { ...card, wsjf: { ...card.wsjf!, jobSize: 4 } }, ['product'], 'bad-score'],
  ])('is refused %s', (_, said, functions, code) =>
    given(raised, opened()).when(give(said, functions)).thenRejected(code),
  );

  it('is refused where any number is taken, but none at or below 0', () => {
    const asked: OpportunityEvent = { type: 'ScoringOpened', data: { round: 1, methods: ['cd3'], becauseOf: null } };
    given(raised, asked)
      .when(give({ cd3: { costOfDelay: 1, duration: 0 } }))
      .thenRejected('bad-score');
    given(raised, asked)
      .when(give({ cd3: { costOfDelay: 1, duration: 0.5 } }))
      .thenNothing();
  });

  it('is refused once the round is over', () =>
    given(raised, opened(), revealed).when(give(card)).thenRejected('no-round'));
});
