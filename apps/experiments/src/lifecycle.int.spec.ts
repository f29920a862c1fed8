import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import { startService } from '@tandem/platform';
import type { TestPerson } from '@tandem/platform/testing';
import { experiments } from './app.module';
import { ScheduledStarts } from './experiment/scheduled-start.workflow';
import { experimentsService, people } from './experiments.fixture';

const { pia, tom } = people;
const dayMs = 86_400_000;
const inOneHour = () => new Date(Date.now() + 3_600_000).toISOString();
const afterwards = () => new Date(Date.now() + 7_200_000);

describe('The course of an experiment', () => {
  it('waits for two signatures of the same version of the design', async () => {
    const id = await propose();
    await sign(id);
    expect(await fields(id, 'status waitingFor designVersion')).toEqual({
      ...{ status: 'signed', waitingFor: [], designVersion: 1 },
    });
    await command(tom, 'editExperimentDesign', id, `${design('A gate at 50 keeps more players')}`);

    expect(await refusal(tom, 'startExperiment', id)).toBe('one-side-missing');
    expect(await fields(id, 'status waitingFor designVersion endorsements { side }')).toEqual({
      ...{ status: 'proposed', waitingFor: ['product', 'engineering'], designVersion: 2, endorsements: [] },
    });
  });

  it('is not signed by a lead of both sides for both', async () => {
    const id = await propose();
    const both = { ...pia, roles: ['product_lead', 'tech_lead'] } as const;
    await command(both, 'endorseExperiment', id, 'side: product');

    expect(await refusal(both, 'endorseExperiment', id, 'side: engineering')).toBe('same-person');
  });

  it.each([
    ['its customer insight', 'customerInsight', 'insight-missing'],
    ['its feasibility', 'feasibility', 'feasibility-missing'],
    ['its plan', 'plan', 'plan-missing'],
  ])('is not signed without %s', async (_, field, code) => {
    const id = await propose(design('A gate at 40 keeps more', { [field]: 'null' }));

    expect(await refusal(pia, 'endorseExperiment', id, 'side: product')).toBe(code);
  });

  it('does not start before its checklist is ticked', async () => {
    const id = await propose(design('A gate at 40 keeps more', { checklist: '["rollback tried"]' }));
    await sign(id);
    expect(await refusal(tom, 'startExperiment', id)).toBe('checklist-open');
    await command(tom, 'tickChecklistItem', id, 'item: "rollback tried"');
    await command(tom, 'startExperiment', id);

    expect(await fields(id, 'status ticked')).toEqual({ status: 'running', ticked: ['rollback tried'] });
  });

  it('comes from another tool as a draft, whatever it was there', async () => {
    const id = uuidv7();
    await service.ask(
      pia,
      `mutation { importExperiment(commandId: "${id}", importedFrom: "GrowthBook", ${design('Taken over')}) { id } }`,
    );

    expect(await fields(id, 'status importedFrom waitingFor')).toEqual({
      ...{ status: 'proposed', importedFrom: 'GrowthBook', waitingFor: ['product', 'engineering'] },
    });
    expect(await refusal(pia, 'startExperiment', id)).toBe('one-side-missing');
  });

  it('is paused by an edit until both have signed anew, and goes on in a new phase', async () => {
    const id = await propose();
    await sign(id);
    await command(tom, 'startExperiment', id);
    await command(pia, 'editExperimentDesign', id, design('A gate at 60 keeps more players'));
    expect(await refusal(pia, 'resumeExperiment', id, 'reason: "go on"')).toBe('one-side-missing');
    await sign(id);
    await command(pia, 'resumeExperiment', id, 'reason: "both have signed"');
    await command(tom, 'voidExperimentPhase', id, 'phase: 1, reason: "the gate was at 50 by mistake"');

    expect(await fields(id, 'status phases { phase designVersion reason voidedBecause }')).toEqual({
      status: 'running',
      phases: [
        {
          ...{ phase: 1, designVersion: 1, reason: 'Version 2 of the design must be signed.' },
          voidedBecause: 'the gate was at 50 by mistake',
        },
        { phase: 2, designVersion: 2, reason: null, voidedBecause: null },
      ],
    });
  });

  it('starts without anybody when its time has come', async () => {
    const id = await propose();
    await sign(id);
    await command(pia, 'scheduleExperiment', id, `startsAt: "${new Date(Date.now() + 200).toISOString()}"`);
    const status = async () => (await fields(id, 'status')) as { status: string };
    while ((await status()).status !== 'running') await new Promise((resolve) => setTimeout(resolve, 50));

    expect(await fields(id, 'startRefused { code } scheduledBy')).toEqual({ startRefused: null, scheduledBy: pia.id });
  });

  it('starts by itself when its time comes, also after a restart', async () => {
    const id = await propose();
    await sign(id);
    await command(pia, 'scheduleExperiment', id, `startsAt: "${inOneHour()}"`);
    expect(await starts().startDue()).toBe(0);
    const again = await startService(experiments, {
      ...{ HOST: '127.0.0.1', PORT: 0, DATABASE_URL: service.db.options.url, LOG_LEVEL: 'error' },
      ...{ TANDEM_ENV: 'development', TANDEM_ISSUER: 'http://127.0.0.1:1', TANDEM_AUDIENCE: 'tandem' },
    } as Parameters<typeof startService>[1]);
    await again.app.get(ScheduledStarts, { strict: false }).startDue(afterwards());
    await again.close();
    await starts().startDue(afterwards());

    expect(await fields(id, 'status startsAt phases { phase }')).toEqual({
      ...{ status: 'running', startsAt: null, phases: [{ phase: 1 }] },
    });
  });

  it('does not start by itself once a signature is gone, and says why', async () => {
    const id = await propose();
    await sign(id);
    await command(pia, 'scheduleExperiment', id, `startsAt: "${inOneHour()}"`);
    await command(tom, 'withdrawEndorsement', id, 'side: engineering, reason: "it cannot be taken back"');
    await starts().startDue(afterwards());

    expect(await fields(id, 'status waitingFor startsAt startRefused { code message }')).toEqual({
      ...{ status: 'proposed', waitingFor: ['engineering'], startsAt: null },
      startRefused: { code: 'one-side-missing', message: 'Version 1 must be signed by engineering first.' },
    });
  });

  it('shows no result before the agreed look', async () => {
    const plan = '{ units: 90000, days: 14, minimumEffect: 0.005, power: 0.8, lookDays: [7, 14], hidesResults: true }';
    const id = await propose(design('A gate at 40 keeps more', { plan }));
    await sign(id);
    const startedAt = new Date(Date.now() - dayMs).toISOString();
    await command(tom, 'startExperiment', id, `occurredAt: "${startedAt}"`);
    const { errors } = await service.answer(pia, `{ experimentResult(id: "${id}") { units } }`);
    const look = new Date(Date.parse(startedAt) + 7 * dayMs).toISOString();

    expect(errors).toMatchObject([
      { message: `Its team has agreed not to look before ${look}.`, extensions: { code: 'results-hidden' } },
    ]);
    expect(await fields(id, 'result { hiddenUntil metrics { metric } }')).toEqual({
      result: { hiddenUntil: look, metrics: [] },
    });
    expect(await fields(id, 'trend { hiddenUntil effects { p } }')).toEqual({
      trend: { hiddenUntil: look, effects: [] },
    });
    for (const [file, status] of [
      ['comparison.svg', 422],
      ['cumulative-effect.csv', 422],
      ['sample-ratio.svg', 200],
    ] as const) {
      const headers = { authorization: `Bearer ${await service.token(pia)}` };
      expect((await fetch(`${service.url}/v1/experiments/${id}/${file}`, { headers })).status).toBe(status);
    }
    await command(tom, 'stopExperiment', id, 'reason: "the release was taken back"');
    expect(await fields(id, 'status result { hiddenUntil metrics { metric } }')).toEqual({
      status: 'stopped',
      result: { hiddenUntil: null, metrics: [{ metric: 'retention_7' }] },
    });
  });

  it('shows nothing of what is entered by hand before the agreed look either', async () => {
    const plan = '{ units: 20, days: 14, hidesResults: true }';
    const id = await propose(design('A door that is painted', { plan, kind: 'prototype' }));
    await sign(id);
    await command(tom, 'startExperiment', id);
    const entry = '{ entryId: "e-1", variant: "gate_30", metric: "retention_7", subject: "P1", value: 1 }';
    await command(pia, 'recordExperimentObservations', id, `entries: [${entry}]`);
    const asked = 'entries { subject } smallSample { units }';
    const before = await fields(id, asked);
    await command(tom, 'stopExperiment', id, 'reason: "everybody was asked"');

    expect(before).toEqual({ entries: [], smallSample: null });
    expect(await fields(id, asked)).toEqual({ entries: [{ subject: 'P1' }], smallSample: { units: 1 } });
  });
});

let service: Awaited<ReturnType<typeof experimentsService>>;

const starts = () => service.app.get(ScheduledStarts, { strict: false });

const whole = {
  plan: '{ units: 90000, days: 14, minimumEffect: 0.005, power: 0.8 }',
  customerInsight: '"Players stop at the first gate"',
  feasibility: '"One setting, taken back in a minute"',
};

function design(hypothesis: string, change: Readonly<Record<string, string>> = {}) {
  const rest = Object.entries({ ...whole, ...change }).map(([name, value]) => `${name}: ${value}`);
  return `hypothesis: "${hypothesis}", teamIds: ["${uuidv7()}"],
    variants: [{ key: "gate_30", weight: 1 }, { key: "gate_40", weight: 1 }],
    metrics: [{ key: "retention_7", kind: proportion }], ${rest.join(', ')}`;
}

const mutation = (name: string, id: string, rest: string) =>
  `mutation { ${name}(commandId: "${uuidv7()}", id: "${id}" ${rest && `, ${rest}`}) { id } }`;

const command = (person: TestPerson, name: string, id: string, rest = '') =>
  service.ask(person, mutation(name, id, rest)); // throws when it is refused

async function refusal(person: TestPerson, name: string, id: string, rest = '') {
  const { errors } = await service.answer(person, mutation(name, id, rest));
  return errors?.[0]?.extensions.code;
}

async function propose(said = design('A gate at 40 keeps more players')): Promise<string> {
  const id = uuidv7();
  const { errors } = await service.answer(pia, `mutation { proposeExperiment(commandId: "${id}", ${said}) { id } }`);
  expect(errors).toBeUndefined();
  return id;
}

async function sign(id: string): Promise<void> {
  await command(pia, 'endorseExperiment', id, 'side: product');
  await command(tom, 'endorseExperiment', id, 'side: engineering');
}

async function fields(id: string, asked: string) {
  const { data, errors } = await service.answer(pia, `{ experiment(id: "${id}") { ${asked} } }`);
  expect(errors).toBeUndefined();
  return data['experiment'];
}

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());
