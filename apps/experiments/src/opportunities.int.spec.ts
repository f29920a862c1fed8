import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import type { TestPerson } from '@tandem/platform/testing';
import { experimentsService, people, signable } from './experiments.fixture';

const { pia, tom, guest, eve } = people;
const team = uuidv7();

describe('An opportunity over GraphQL', () => {
  it('hides every score until both sides have given theirs and it is revealed', async () => {
    const id = await raise('Fewer stop at the gate');
    await ask(pia, 'openScoring', id, 'methods: [moscow, rice]');
    await ask(pia, 'scoreOpportunity', id, `side: product, moscow: must, ${rice(1000, 2, 0.8, 2)}`);
    const before = await fields(id, 'status scores { value } sealedScores { side votes }');
    const early = await refusal(tom, 'revealScores', id);
    const events = await stored(id);
    await ask(tom, 'scoreOpportunity', id, `side: engineering, moscow: could, ${rice(600, 1, 0.8, 4)}`);
    await ask(tom, 'revealScores', id);

    expect(before).toEqual({ status: 'scoring', scores: [], sealedScores: [{ side: 'product', votes: 1 }] });
    expect(early).toBe('one-side-missing');
    expect(events).toEqual(['OpportunityRaised', 'ScoringOpened']);
    expect(await fields(id, 'status voters gapSteps talkFirst scores { method value } sealedScores { side }')).toEqual({
      ...{ status: 'scored', voters: 2, gapSteps: 2, talkFirst: true, sealedScores: [] },
      scores: [
        { method: 'moscow', value: 2 },
        { method: 'rice', value: (800 * 1.5 * 0.8) / 3 },
      ],
    });
  });

  it('takes a score that is sent again for the same, also after the reveal', async () => {
    const id = await raise('Sent twice');
    await ask(pia, 'openScoring', id, 'methods: [moscow]');
    const again = mutation('scoreOpportunity', id, 'side: product, moscow: must');
    await service.ask(pia, again);
    await ask(pia, 'scoreOpportunity', id, 'side: product, moscow: could');
    await service.ask(pia, again);
    await ask(tom, 'scoreOpportunity', id, 'side: engineering, moscow: could');
    await ask(tom, 'revealScores', id);
    await service.ask(pia, again);

    expect(await fields(id, 'scores { value } sealedScores { side }')).toEqual({
      scores: [{ value: 1 }],
      sealedScores: [],
    });
  });

  it('keeps the scores of a later round when the reveal of an earlier one is sent again', async () => {
    const id = await raise('Revealed twice');
    const reveal = mutation('revealScores', id, '');
    await ask(pia, 'openScoring', id, 'methods: [moscow]');
    await ask(pia, 'scoreOpportunity', id, 'side: product, moscow: must');
    await ask(tom, 'scoreOpportunity', id, 'side: engineering, moscow: could');
    await service.ask(tom, reveal);
    await ask(pia, 'openScoring', id, 'methods: [moscow]');
    await ask(pia, 'scoreOpportunity', id, 'side: product, moscow: wont');
    await service.ask(tom, reveal);

    expect(await fields(id, 'sealedScores { side votes }')).toEqual({ sealedScores: [{ side: 'product', votes: 1 }] });
  });

  it('lets a voter change their mind while the round is open, for one side only', async () => {
    const id = await raise('Second thoughts');
    const both = { ...pia, roles: ['product_lead', 'tech_lead'] } as const;
    await ask(pia, 'openScoring', id, 'methods: [moscow]');
    await ask(both, 'scoreOpportunity', id, 'side: engineering, moscow: could');
    await ask(both, 'scoreOpportunity', id, 'side: product, moscow: wont');

    expect(await refusal(tom, 'revealScores', id)).toBe('one-side-missing');
    expect(await refusal(pia, 'scoreOpportunity', id, 'side: engineering, moscow: must')).toBe('not-your-side');
    expect(await refusal(guest, 'scoreOpportunity', id, 'side: product, moscow: must')).toBe('FORBIDDEN');
    expect(await refusal(pia, 'scoreOpportunity', id, `side: product`)).toBe('score-missing');
    expect(await fields(id, 'sealedScores { side votes }')).toEqual({ sealedScores: [{ side: 'product', votes: 1 }] });
  });

  it('is ranked by value, with what speaks for it', async () => {
    const [first, second] = [await raise('Worth most'), await raise('Worth less')];
    await ask(pia, 'linkEvidence', first, 'kind: feedback, ref: "https://feedback.example.com/7"');
    await ask(pia, 'linkEvidence', second, 'kind: finding, ref: "finding 3"');
    for (const [id, impact] of [
      [first, 3],
      [second, 1],
    ] as const) {
      await ask(pia, 'openScoring', id, 'methods: [rice]');
      await ask(pia, 'scoreOpportunity', id, `side: product, ${rice(5_000, impact, 1, 1)}`);
      await ask(tom, 'scoreOpportunity', id, `side: engineering, ${rice(5_000, impact, 1, 1)}`);
      await ask(pia, 'revealScores', id);
    }
    const { opportunityRanking } = await service.ask<{
      opportunityRanking: { items: { opportunity: { id: string } }[] };
    }>(
      pia,
      `{ opportunityRanking(method: rice, teamId: "${team}") { items { rank value opportunity { id } } valueLinkedShare valueLinkedOf } }`,
    );
    const [top, next] = opportunityRanking.items;

    expect([top, next].map((item) => item?.opportunity.id)).toEqual([first, second]);
    expect(opportunityRanking).toMatchObject({ valueLinkedShare: 1 / opportunityRanking.items.length });
  });

  it('stays linked with its experiment, its decision and what was delivered, in both directions', async () => {
    const id = await raise('From idea to change');
    await ask(pia, 'stateHypothesis', id, 'hypothesis: "A later gate keeps more players"');
    const experimentId = uuidv7();
    await service.ask(
      pia,
      `mutation { proposeExperiment(commandId: "${experimentId}", opportunityId: "${id}", hypothesis: "A later gate", teamIds: ["${team}"],
        variants: [{ key: "a", weight: 1 }, { key: "b", weight: 1 }], metrics: [{ key: "m", kind: proportion }], ${signable}) { id } }`,
    );
    await ask(
      pia,
      'linkDelivery',
      id,
      `ref: "GAME-42", url: "https://tracker.example.com/GAME-42", experimentId: "${experimentId}"`,
    );
    const { experiment } = await service.ask<{ experiment: object }>(
      tom,
      `{ experiment(id: "${experimentId}") { opportunity { id title } deliveries { ref } } }`,
    );

    expect(
      await fields(id, 'hypothesis experiments { edges { node { id status } } } deliveries { ref experimentId }'),
    ).toEqual({
      hypothesis: 'A later gate keeps more players',
      experiments: { edges: [{ node: { id: experimentId, status: 'proposed' } }] },
      deliveries: [{ ref: 'GAME-42', experimentId }],
    });
    expect(experiment).toEqual({ opportunity: { id, title: 'From idea to change' }, deliveries: [{ ref: 'GAME-42' }] });
  });

  it('is proven by experiments of this organisation only', async () => {
    const id = await raise('Ours');
    const proposal = (
      opportunityId: string,
    ) => `mutation { proposeExperiment(commandId: "${uuidv7()}", opportunityId: "${opportunityId}",
      hypothesis: "h", teamIds: ["${team}"], variants: [{ key: "a", weight: 1 }, { key: "b", weight: 1 }],
      metrics: [{ key: "m", kind: proportion }]) { id } }`;
    const { errors } = await service.answer(eve, proposal(id));

    expect(errors?.[0]?.extensions.code).toBe('no-such-opportunity');
    expect(await refusal(pia, 'linkDelivery', id, `ref: "X-1", experimentId: "${uuidv7()}"`)).toBe(
      'no-such-experiment',
    );
  });

  it('tells what customers say of it', async () => {
    const id = await raise('Asked');
    expect(await fields(id, 'kano { n }')).toEqual({ kano: null });
    await ask(
      pia,
      'recordKanoAnswers',
      id,
      `answers: [{ functional: like, dysfunctional: neutral, n: 12 }, { functional: like, dysfunctional: dislike, n: 6 },
        { functional: neutral, dysfunctional: dislike, n: 8 }, { functional: neutral, dysfunctional: neutral, n: 4 }]`,
    );

    expect(await fields(id, 'kano { n better worse category lowSample }')).toEqual({
      kano: { n: 30, better: 0.6, worse: -14 / 30, category: 'A', lowSample: false },
    });
  });
});

let service: Awaited<ReturnType<typeof experimentsService>>;

const rice = (reach: number, impact: number, confidence: number, effort: number) =>
  `rice: { reach: ${reach}, impact: ${impact}, confidence: ${confidence}, effort: ${effort} }`;

const mutation = (name: string, id: string, rest: string) =>
  `mutation { ${name}(commandId: "${uuidv7()}", id: "${id}" ${rest && `, ${rest}`}) { id } }`;

const ask = (person: TestPerson, name: string, id: string, rest = '') => service.ask(person, mutation(name, id, rest));

async function refusal(person: TestPerson, name: string, id: string, rest = '') {
  const { errors } = await service.answer(person, mutation(name, id, rest));
  return errors?.[0]?.extensions.code;
}

async function raise(title: string): Promise<string> {
  const id = uuidv7();
  await service.ask(
    pia,
    `mutation { raiseOpportunity(commandId: "${id}", title: "${title}", problem: "Players stop", teamIds: ["${team}"]) { id } }`,
  );
  return id;
}

async function fields(id: string, asked: string) {
  const { opportunity } = await service.ask<{ opportunity: object }>(pia, `{ opportunity(id: "${id}") { ${asked} } }`);
  return opportunity;
}

async function stored(id: string): Promise<string[]> {
  const rows = await service.db.read<{ type: string }>(
    pia,
    'select type from events where stream_id = $1 order by version',
    [id],
  );
  return rows.map(({ type }) => type);
}

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());
