import { Database, uuidv7 } from '@tandem/event-store';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { experiments } from './app.module';
import type { Metric } from './experiment/experiment.events';
import type { Link } from './experiment/identity.measures';
import type { ExperimentResult } from './experiment/result.measures';
import { Tracking } from './experiment/tracking.queries';

const tenantId = 'a0000000-0000-4000-8000-00000000000a';

/** Who asks in the specs of this service. */
export const people = {
  pia: { id: 'a0000000-0000-4000-8000-000000000001', tenantId, roles: ['product_lead'] },
  tom: { id: 'a0000000-0000-4000-8000-000000000002', tenantId, roles: ['tech_lead'] },
  guest: { id: 'a0000000-0000-4000-8000-000000000003', tenantId, roles: ['guest'] },
  tracker: { id: 'a0000000-0000-4000-8000-000000000004', tenantId, roles: ['service'] },
  eve: {
    id: 'e0000000-0000-4000-8000-000000000001',
    tenantId: 'e0000000-0000-4000-8000-00000000000e',
    roles: ['product_lead', 'tech_lead', 'service'],
  },
} as const satisfies Record<string, TestPerson>;

/** When each experiment of the specs starts. */
export const start = '2016-06-01T00:00:00Z';

/** What trackers say of a unit; the experiment is added when it is sent. */
export interface UnitFact {
  readonly type: 'exposure' | 'observation';
  readonly unit: string;
  readonly at: string;
  readonly [field: string]: unknown;
}

export const seen = (unit: string, variant: string, at = start): UnitFact => ({ type: 'exposure', unit, variant, at });

export const observed = (unit: string, id: string, metric: string, at: string, value = 1): UnitFact => ({
  ...{ type: 'observation', id, unit, metric, value, at },
});

/** What both sides sign beside the question itself, as arguments of `proposeExperiment`. */
export const signable = `plan: { units: 90000, days: 14, minimumEffect: 0.005, power: 0.8 },
  customerInsight: "Players stop at the first gate", feasibility: "One setting, taken back in a minute"`;

/** The experiments service over HTTP, with what its specs do again and again. */
export async function experimentsService() {
  const service = await testService(experiments);
  const tracking = service.app.get(Tracking, { strict: false });
  const db = service.app.get(Database, { strict: false });

  async function ask<Data>(person: TestPerson, query: string, variables: object = {}): Promise<Data> {
    const { data, errors } = await service.ask<Data>(person, query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Posts to the door of trackers, as someone or as nobody. */
  async function post(body: string, person: TestPerson | null = people.tracker, type = 'application/json') {
    const headers = new Headers({ 'content-type': type });
    if (person) headers.set('authorization', `Bearer ${await service.token(person)}`);
    const response = await fetch(`${service.url}/v1/experiments/batch`, { method: 'POST', headers, body });
    return { status: response.status, ...((await response.json()) as { code?: string; detail?: string }) };
  }

  const send = (experimentId: string, facts: readonly object[]) =>
    post(JSON.stringify({ facts: facts.map((fact) => ({ experimentId, ...fact })) }));

  return {
    ...service,
    answer: service.ask,
    db,
    ask,
    post,
    send,
    moments: (id: string) => tracking.moments(people.tracker, id),
    link: (links: readonly Link[]) => tracking.link(people.tracker, links),
    recounted: (id: string) => tracking.recounted(people.tracker, id),

    /** Sends facts that must be taken, 10,000 at a time and two requests at once. */
    async track(id: string, facts: readonly UnitFact[]): Promise<void> {
      const batches = Array.from({ length: Math.ceil(facts.length / 10_000) }, (_, i) =>
        facts.slice(i * 10_000, (i + 1) * 10_000),
      ).values();
      const sender = async () => {
        for (const batch of batches) {
          const { status, detail } = await send(id, batch);
          if (status !== 202) throw new Error(`${status} ${detail}`);
        }
      };
      await Promise.all([sender(), sender()]);
    },

    /** Every fact that is stored of an experiment, as text. */
    stored: (id: string) =>
      db.read<{ fact: string }>(
        people.tracker,
        `select e::text as fact from exposures e where experiment_id = $1
         union all select o::text from observations o where experiment_id = $1 order by fact`,
        [id],
      ),

    /** An experiment with gates 30 and 40, proposed but not started. */
    async propose(metrics: readonly Metric[] = [{ key: 'rounds', kind: 'mean' }], units = 90_000): Promise<string> {
      const id = uuidv7();
      await ask(
        people.pia,
        `mutation ($id: ID!, $teamIds: [ID!]!, $metrics: [ExperimentMetricInput!]!) {
          proposeExperiment(commandId: $id, hypothesis: "A later gate keeps more players", teamIds: $teamIds,
            variants: [{ key: "gate_30", weight: 1 }, { key: "gate_40", weight: 1 }], metrics: $metrics, ${signable.replace('90000', String(units))}) { id } }`,
        { id, teamIds: [uuidv7()], metrics },
      );
      return id;
    },

    /** An experiment that both sides endorsed and that runs since {@link start}. */
    async run(metrics?: readonly Metric[], units?: number): Promise<string> {
      const id = await this.propose(metrics, units);
      const command = (rest: string) => `(commandId: "${uuidv7()}", id: "${id}", ${rest}) { id }`;
      await ask(people.pia, `mutation { endorseExperiment${command('side: product')} }`);
      await ask(people.tom, `mutation { endorseExperiment${command('side: engineering')} }`);
      await ask(people.tom, `mutation { startExperiment${command(`occurredAt: "${start}"`)} }`);
      return id;
    },

    async conclude(id: string, at: string): Promise<void> {
      const rest = `verdict: stop, reason: "Fewer came back", occurredAt: "${at}"`;
      await ask(
        people.pia,
        `mutation { concludeExperiment(commandId: "${uuidv7()}", id: "${id}", ${rest}) { status } }`,
      );
    },

    async result(id: string): Promise<ExperimentResult> {
      const { experiment } = await ask<{ experiment: { result: ExperimentResult } }>(
        people.pia,
        `query ($id: ID!) { experiment(id: $id) { result {
          units excludedUnits statsVersion sampleRatio { chiSquare dof p verdict }
          metrics { metric kind method level arms { variant n observed value ciLow ciHigh }
            comparisons { variant control difference statistic p ciLow ciHigh } } } } }`,
        { id },
      );
      return experiment.result;
    },
  };
}
