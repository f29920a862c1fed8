import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import type { TestPerson } from '@tandem/platform/testing';
import { ClosedWindows } from './capacity/closed-windows.workflow';
import { derivedRecord } from './experiment/decision.decider';
import { type Designed, experiment } from './experiment/experiment.decider';
import type { ExperimentEvent } from './experiment/experiment.events';
import { experimentsService, observed, people, seen, signable, start } from './experiments.fixture';

const { pia, tom, eve } = people;
const team = uuidv7();
const end = '2016-06-15T00:00:00Z';

describe('A decision over GraphQL', () => {
  it('follows the declared rule, and is derived again from the log to the same bytes', async () => {
    const id = await begun('rule: clear_signals');
    await track(id, { gate_30: [400, 40], gate_40: [400, 90] });
    expect(await refusal(pia, 'decideExperiment', id, 'occurredAt: "2016-06-10T00:00:00Z"')).toBe('look-not-due');
    await command(pia, 'decideExperiment', id, `occurredAt: "${end}"`);
    const { events, record } = await logOf(id);
    const before = events.slice(0, -1).reduce(experiment.evolve, experiment.initialState()) as Designed;

    expect(
      await fields(
        id,
        `status decisions { decision ruled ground winner watermark { units readAt } look
      figures { metric role variant n says } reason }`,
      ),
    ).toEqual({
      status: 'ship',
      decisions: [
        {
          ...{ decision: 'ship', ruled: 'ship', ground: 'primary-better', winner: 'gate_40', look: 1, reason: null },
          watermark: { units: 800, readAt: '2016-06-15T00:00:00.000Z' },
          figures: [{ metric: 'back', role: 'primary', variant: 'gate_40', n: 800, says: 'better' }],
        },
      ],
    });
    expect(JSON.stringify(derivedRecord(before, events.at(-1) as never))).toBe(JSON.stringify(record));
  });

  it('differs from the rule with a reason only', async () => {
    const id = await begun('rule: clear_signals');
    await track(id, { gate_30: [50, 5], gate_40: [50, 5] });
    const differs = `decision: ship, occurredAt: "${end}"`;
    expect(await refusal(pia, 'decideExperiment', id, differs)).toBe('reason-missing');
    await command(pia, 'decideExperiment', id, `${differs}, reason: "It is simpler"`);

    expect(await fields(id, 'status reason decisions { ruled decision }')).toEqual({
      ...{ status: 'ship', reason: 'It is simpler', decisions: [{ ruled: 'iterate', decision: 'ship' }] },
    });
  });

  it('leaves out what happened in a phase that is void', async () => {
    const id = await begun('rule: clear_signals');
    const at = (day: number) => `2016-06-0${day}T00:00:00Z`;
    await command(pia, 'pauseExperiment', id, `reason: "crashes", occurredAt: "${at(3)}"`);
    await command(pia, 'resumeExperiment', id, `reason: "mended", occurredAt: "${at(4)}"`);
    await service.track(id, [
      ...[
        seen('early', 'gate_30', at(2)),
        observed('early', 'o-1', 'back', at(2)),
        observed('early', 'o-2', 'back', at(5)),
      ],
      ...[seen('late', 'gate_40', at(5)), observed('late', 'o-1', 'back', at(5)), seen('idle', 'gate_40', at(6))],
    ]);
    const figures = 'result { units metrics { arms { variant n value } } }';
    const before = await fields(id, figures);
    await command(pia, 'voidExperimentPhase', id, 'phase: 1, reason: "crashes"');
    await command(pia, 'decideExperiment', id, `occurredAt: "${end}"`);

    expect(before).toMatchObject({
      result: {
        units: 3,
        metrics: [
          {
            arms: [
              { n: 1, value: 1 },
              { n: 2, value: 0.5 },
            ],
          },
        ],
      },
    });
    expect(await fields(id, `${figures} decisions { watermark { units } }`)).toMatchObject({
      result: {
        units: 2,
        metrics: [
          {
            arms: [
              { n: 0, value: null },
              { n: 2, value: 0.5 },
            ],
          },
        ],
      },
      decisions: [{ watermark: { units: 2 } }],
    });
  });

  it('is heard by the company', async () => {
    const heard: { type?: string; body: { experimentId: string } }[] = [];
    const consumer = await service.bus.consume({
      ...{ group: 'decisions', topics: ['tandem.experiments.experiment'], startAt: async () => 0n },
      handler: async ({ records }) => {
        for (const { headers, value } of records) heard.push({ type: headers['ce_type'], body: JSON.parse(value) });
      },
    });
    const id = await begun('rule: do_no_harm');
    await track(id, { gate_30: [50, 40], gate_40: [50, 5] });
    await command(pia, 'decideExperiment', id, `occurredAt: "${end}"`);
    const ofThis = () => heard.filter(({ body }) => body.experimentId === id);
    while (ofThis().length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    await consumer.stop();

    expect(ofThis().slice(1)).toMatchObject([
      {
        type: 'tandem.experiments.experiment-decided.v1',
        body: { decision: 'roll_back', ground: 'primary-worse', units: 100 },
      },
      { type: 'tandem.experiments.experiment-concluded.v1', body: { verdict: 'stop' } },
    ]);
  });
});

describe('What was seen of a few', () => {
  it('is entered by hand, counted once, and compared by exact tests', async () => {
    const id = await begun(
      'kind: fake_door, rule: clear_signals',
      'kind: proportion, benchmark: 0.05',
      '{ key: "door", weight: 1 }',
    );
    const entry = '{ entryId: "c-1", variant: "door", metric: "back", subject: "campaign 1", n: 400, value: 44 }';
    const wrong = '{ entryId: "c-2", variant: "door", metric: "back", subject: "campaign 2", n: 40, value: 41 }';
    await command(pia, 'recordExperimentObservations', id, `entries: [${entry}, ${wrong.replace('41', '4')}]`);
    await command(pia, 'recordExperimentObservations', id, `entries: [${entry}]`);
    await command(pia, 'voidExperimentObservations', id, 'entryIds: ["c-2"], reason: "That was us"');

    expect(await refusal(pia, 'recordExperimentObservations', id, `entries: [${wrong}]`)).toBe('bad-count');
    expect(
      await fields(
        id,
        'smallSample { units arms { n value believedLow lowSample } contrasts { difference p method } }',
      ),
    ).toEqual({
      smallSample: {
        units: 400,
        arms: [{ n: 400, value: 0.11, believedLow: expect.closeTo(0.0821, 3), lowSample: false }],
        contrasts: [
          {
            difference: expect.closeTo(0.06, 10),
            p: expect.closeTo(1.427757e-6, 11),
            method: 'binomial exact against 0.05, two-sided; interval: Wilson',
          },
        ],
      },
    });
  });

  it('is not entered where it is tracked', async () => {
    const id = await begun('');
    const entry = '{ entryId: "c-1", variant: "gate_30", metric: "back", subject: "P1", value: 1 }';
    expect(await refusal(pia, 'recordExperimentObservations', id, `entries: [${entry}]`)).toBe('tracked-instead');
  });
});

describe('The library', () => {
  it('is searched by words, metric, team and outcome; what failed is a finding', async () => {
    const id = await begun('');
    await command(pia, 'concludeExperiment', id, `verdict: stop, reason: "Fewer came back", occurredAt: "${end}"`);
    await command(
      pia,
      'recordLearning',
      id,
      'outcome: refuted, found: "Those who wait 100% come back", next: "The gate stays", tags: ["gates"]',
    );
    const search = async (rest: string, person: TestPerson = pia) => {
      const { learnings } = await service.ask<{ learnings: { edges: { node: { id: string } }[] } }>(
        person,
        `{ learnings(${rest}) { edges { node { id believed found next outcome tags } } } }`,
      );
      return learnings.edges.filter(({ node }) => node.id === id).map(({ node }) => node);
    };

    expect(await search('text: "GATE wait"')).toMatchObject([
      { found: 'Those who wait 100% come back', outcome: 'refuted' },
    ]);
    expect(await search('text: "100% gates"')).toHaveLength(1);
    expect(await search('text: "1_0%"')).toEqual([]);
    expect(await search(`metric: "back", teamId: "${team}", outcome: refuted`)).toHaveLength(1);
    expect(await search('outcome: confirmed')).toEqual([]);
    expect(await search('metric: "revenue"')).toEqual([]);
    expect(await search('text: "gate"', eve)).toEqual([]);
  });

  it('says how often what was believed came true', async () => {
    const teamId = uuidv7();
    for (const verdict of ['ship', 'stop'])
      await command(
        pia,
        'concludeExperiment',
        await begun('', undefined, undefined, teamId),
        `verdict: ${verdict}, reason: "r"`,
      );
    const { experimentWinRates } = await service.ask<{ experimentWinRates: object }>(
      pia,
      `{ experimentWinRates(teamId: "${teamId}") { overall { n wins rate lowSample } bySide { side n } } }`,
    );

    expect(experimentWinRates).toEqual({
      overall: { n: 2, wins: 1, rate: 0.5, lowSample: true },
      bySide: [
        { side: 'product', n: 2 },
        { side: 'engineering', n: 0 },
      ],
    });
  });
});

describe('Innovation capacity', () => {
  it('is set aside, used, closed by the calendar, and alarms the second time that it goes unused', async () => {
    const teamId = uuidv7();
    const of = (name: string, rest: string) =>
      service.ask(pia, `mutation { ${name}(commandId: "${uuidv7()}", teamId: "${teamId}", ${rest}) { teamId } }`);
    await of('setCapacityPolicy', 'pct: 20, window: month, since: "2026-01-10", hours: 100, kinds: [experiment]');
    await of('recordCapacityUse', 'kind: experiment, hours: 5, usedOn: "2026-01-12", ref: "GAME-42"');
    const capacity = async () =>
      (
        await service.ask<{ innovationCapacity: object }>(
          pia,
          `{ innovationCapacity(teamId: "${teamId}") { usedPct streak closed { usedPct setPct streak } } }`,
        )
      ).innovationCapacity;
    const open = await capacity();
    await service.app.get(ClosedWindows, { strict: false }).closeDue(new Date('2026-03-10T00:00:00Z'));
    const types = await service.db.read<{ type: string }>(
      pia,
      'select type from events where stream_id = $1 order by version',
      [teamId],
    );

    expect(open).toEqual({ usedPct: 5, streak: 0, closed: [] });
    expect(await capacity()).toEqual({
      ...{ usedPct: 0, streak: 2 },
      closed: [
        { usedPct: 0, setPct: 20, streak: 2 },
        { usedPct: 5, setPct: 20, streak: 1 },
      ],
    });
    expect(types.at(-1)).toEqual({ type: 'CapacityShortfallDetected' });
  });

  it('shows how many of a team\u2019s ideas were tried', async () => {
    const teamId = uuidv7();
    const ideas = [uuidv7(), uuidv7()];
    for (const id of ideas)
      await service.ask(
        pia,
        `mutation { raiseOpportunity(commandId: "${id}", title: "t", problem: "p", teamIds: ["${teamId}"]) { id } }`,
      );
    await begun(`opportunityId: "${ideas[0]}"`, undefined, undefined, teamId);
    const { innovation } = await service.ask<{ innovation: object }>(
      pia,
      `{ innovation(teamId: "${teamId}") { ideas tried conversion lowSample daysSinceLast months { started } } }`,
    );

    const { _entities } = await service.ask<{ _entities: object[] }>(
      pia,
      `{ _entities(representations: [{ __typename: "Team", id: "${teamId}" }]) { ... on Team {
        opportunities { totalCount } innovationCapacity { streak } experiments { totalCount } } } }`,
    );

    expect(_entities).toEqual([
      { opportunities: { totalCount: 2 }, innovationCapacity: null, experiments: { totalCount: 1 } },
    ]);
    expect(innovation).toMatchObject({ ideas: 2, tried: 1, conversion: 0.5, lowSample: true });
  });
});

let service: Awaited<ReturnType<typeof experimentsService>>;

const mutation = (name: string, id: string, rest: string) =>
  `mutation { ${name}(commandId: "${uuidv7()}", id: "${id}" ${rest && `, ${rest}`}) { id } }`;

const command = (person: TestPerson, name: string, id: string, rest = '') =>
  service.ask(person, mutation(name, id, rest));

async function refusal(person: TestPerson, name: string, id: string, rest = '') {
  const { errors } = await service.answer(person, mutation(name, id, rest));
  return errors?.[0]?.extensions.code;
}

/** An experiment about who comes back, that runs since the start of the specs. */
async function begun(
  more: string,
  metric = 'kind: proportion',
  variants = '{ key: "gate_30", weight: 1 }, { key: "gate_40", weight: 1 }',
  teamId = team,
): Promise<string> {
  const id = uuidv7();
  await service.ask(
    pia,
    `mutation { proposeExperiment(commandId: "${id}", hypothesis: "A later gate keeps more players", teamIds: ["${teamId}"],
      variants: [${variants}], metrics: [{ key: "back", ${metric} }], ${signable} ${more && `, ${more}`}) { id } }`,
  );
  await command(pia, 'endorseExperiment', id, 'side: product');
  await command(tom, 'endorseExperiment', id, 'side: engineering');
  await command(tom, 'startExperiment', id, `occurredAt: "${start}"`);
  return id;
}

/** So many units of each version, of whom so many came back. */
async function track(id: string, versions: Readonly<Record<string, readonly [units: number, back: number]>>) {
  const facts = Object.entries(versions).flatMap(([variant, [units, back]]) =>
    Array.from({ length: units }, (_, i) => [
      seen(`${variant}-${i}`, variant),
      ...(i < back ? [observed(`${variant}-${i}`, `o-${i}`, 'back', start)] : []),
    ]).flat(),
  );
  await service.track(id, facts);
}

async function logOf(id: string) {
  const events = await service.db.read<ExperimentEvent>(
    pia,
    'select type, data from events where stream_id = $1 order by version',
    [id],
  );
  const last = events.at(-1);
  if (last?.type !== 'ExperimentDecided') throw new Error('No decision.');
  const { readings: _, signerIds: __, ...record } = last.data;
  return { events, record };
}

async function fields(id: string, asked: string) {
  const { experiment } = await service.ask<{ experiment: object }>(pia, `{ experiment(id: "${id}") { ${asked} } }`);
  return experiment;
}

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());
