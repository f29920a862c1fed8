import { Agent, request } from 'node:http';
import { experiments } from '../../../apps/experiments/src/app.module';
import { players } from '../../../apps/standalone/sample/cookie-cats';
import { uuidv7 } from '@tandem/event-store';
import { type ServiceSettings, startService } from '@tandem/platform';
import { testIssuer, type TestPerson } from '@tandem/platform/testing';
import { seededRandom } from '@tandem/statistics';
import { atLeast, atMost, type Bench, type Result, type Target } from './line';
import { summary } from './rounds';

const factsABatch = 5_000;
const sendersAtOnce = 2;

/** Cookie Cats through the batch endpoint: how fast it is taken in, and how soon the result shows the last event. */
export async function tracking({ server, rounds }: Bench): Promise<Result[]> {
  const issuer = await testIssuer();
  const service = await startService(experiments, {
    ...{ HOST: '127.0.0.1', PORT: 0, DATABASE_URL: await server.database(), LOG_LEVEL: 'error' },
    ...{ TANDEM_ENV: 'development', TANDEM_ISSUER: issuer.issuer, TANDEM_AUDIENCE: 'tandem' },
  } as ServiceSettings);
  const door = await doorTo(service.url, issuer.token);
  const rates: number[] = [];
  const delays: number[] = [];
  let same = true;
  try {
    for (let round = 0; round < Math.min(rounds, 3); round++) {
      const id = await door.newExperiment();
      const facts = cookieCats(id);
      const begun = performance.now();
      await door.send(facts);
      const taken = performance.now();
      let result = await door.result(id);
      while (!result.includes('"units":90189')) result = await door.result(id);
      rates.push((facts.length * 1000) / (taken - begun));
      delays.push(performance.now() - taken);
      if (round > 0) continue;
      await door.send(shuffled(facts));
      same = (await door.result(id)) === result;
      process.stdout.write(`  ${result}\n`);
    }
  } finally {
    await service.close();
    await issuer.close();
  }
  const [rate, delay] = [summary('tandem', rates), summary('until visible, ms', delays)];
  const again: Target = {
    what: 'the same events again, shuffled: the same bytes',
    wanted: 'yes',
    got: Number(same),
    met: same,
  };
  return [
    {
      title: `import of Cookie Cats, ${cookieCats('').length.toLocaleString('en')} events`,
      unit: 'events/s',
      arms: [rate, delay],
      targets: [atLeast('events/s', 20_000, rate.median), atMost('ms until visible', 2_000, delay.most), again],
    },
  ];
}

type Fact = Readonly<Record<string, unknown>>;

function cookieCats(experimentId: string): Fact[] {
  const facts: Fact[] = [];
  for (const { id: unit, variant, installedAt, day1, day7 } of players()) {
    facts.push({ type: 'exposure', experimentId, unit, variant, at: installedAt.toISOString() });
    for (const [metric, at] of [
      ['retention_1', day1],
      ['retention_7', day7],
    ] as const)
      if (at)
        facts.push({ type: 'observation', id: `${unit}/${metric}`, experimentId, unit, metric, at: at.toISOString() });
  }
  return facts;
}

function shuffled(facts: readonly Fact[]): Fact[] {
  const random = seededRandom('shuffle');
  return facts
    .map((fact) => ({ fact, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ fact }) => fact);
}

const tenantId = uuidv7();
const person = (role: TestPerson['roles'][number]): TestPerson => ({ id: uuidv7(), tenantId, roles: [role] });

/** The service's own doors, opened by tokens of people who may. */
async function doorTo(url: string, tokenFor: (person: TestPerson) => Promise<string>) {
  const agent = new Agent({ keepAlive: true });
  const [product, engineering, tracker] = await Promise.all(
    [person('product_lead'), person('tech_lead'), person('service')].map(tokenFor),
  );
  const ask = (token: string | undefined, query: string) =>
    post(agent, `${url}/graphql`, token, JSON.stringify({ query }));

  return {
    async newExperiment(): Promise<string> {
      const id = uuidv7();
      for (const [token, command] of [
        [
          product,
          `proposeExperiment(commandId: "${id}", hypothesis: "A later gate keeps more players", teamIds: ["${uuidv7()}"],
          variants: [{ key: "gate_30", weight: 1 }, { key: "gate_40", weight: 1 }],
          metrics: [{ key: "retention_7", kind: proportion }, { key: "retention_1", kind: proportion }],
          plan: { units: 90000, days: 14, minimumEffect: 0.005, power: 0.8 },
          customerInsight: "Players stop at the first gate", feasibility: "One setting, taken back in a minute")`,
        ],
        [product, `endorseExperiment(commandId: "${uuidv7()}", id: "${id}", side: product)`],
        [engineering, `endorseExperiment(commandId: "${uuidv7()}", id: "${id}", side: engineering)`],
        [engineering, `startExperiment(commandId: "${uuidv7()}", id: "${id}", occurredAt: "2025-03-01T00:00:00Z")`],
      ] as const)
        await ask(token, `mutation { ${command} { id } }`);
      return id;
    },
    async send(facts: readonly Fact[]): Promise<void> {
      let next = 0;
      const sender = async () => {
        for (let from = next; from < facts.length; from = next) {
          next += factsABatch;
          const body = JSON.stringify({ facts: facts.slice(from, from + factsABatch) });
          await post(agent, `${url}/v1/experiments/batch`, tracker, body);
        }
      };
      await Promise.all(Array.from({ length: sendersAtOnce }, sender));
    },
    result: (id: string) =>
      ask(
        product,
        `{ experiment(id: "${id}") { result { units sampleRatio { p verdict }
        metrics { metric arms { variant n value } comparisons { difference statistic p } } } } }`,
      ),
  };
}

function post(agent: Agent, url: string, token: string | undefined, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'content-length': Buffer.byteLength(body),
    };
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        (response.statusCode ?? 500) < 300 && !text.includes('"errors"')
          ? resolve(text)
          : reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 500)}`)),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}
