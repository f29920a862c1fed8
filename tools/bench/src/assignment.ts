import { Agent, request } from 'node:http';
import { experiments } from '../../../apps/experiments/src/app.module';
import { evaluate, type Served } from '../../../apps/experiments/src/assignment/evaluation';
import { uuidv7 } from '@tandem/event-store';
import { type ServiceSettings, startService } from '@tandem/platform';
import { testIssuer } from '@tandem/platform/testing';
import { percentile } from '@tandem/statistics';
import { atLeast, atMost, type Bench, type Result } from './line';
import { inTurns, summary } from './rounds';
import { perSecond } from './statistics';

const flag: Served = {
  ...{ id: 'f', key: 'gate', experimentId: 'e', algorithm: 'tandem', salt: 'e', unit: 'targetingKey', coverage: 0.8 },
  values: [
    { variant: 'a', value: 30 },
    { variant: 'b', value: 40 },
  ],
  variants: [{ key: 'a' }, { key: 'b' }],
  weights: [1, 1],
  ...{ slots: [{ layer: 'checkout', from: 0, to: 9_000 }], sticky: false, isRunning: true, shipped: null },
};
const units = Array.from({ length: 4_096 }, (_, n) => `user-${n * 7919}`);
const nobody = {};

/** Who sees what: in the process, and asked for over OFREP by so many clients at once. */
export async function assignment({ server, rounds, seconds }: Bench): Promise<Result[]> {
  const measure = (time: number) => perSecond(time, (i) => Number(evaluate(flag, nobody, units[i & 4_095]!).value));
  const rates = await inTurns(server, [{ name: 'evaluate', measure }], rounds, seconds);
  return [
    {
      title: 'assignment in the process: a layer, 80 % take part, two variants',
      unit: 'evaluations a second of one core',
      arms: rates,
      targets: [atLeast('evaluations a second', 1_000_000, rates[0]?.median)],
    },
    await overHttp(server, seconds),
  ];
}

/** The highest rate at which 99 of 100 answers take 10 ms at most, clients and service on the same machine. */
async function overHttp(server: Bench['server'], seconds: number): Promise<Result> {
  const issuer = await testIssuer();
  const service = await startService(experiments, {
    ...{ HOST: '127.0.0.1', PORT: 0, DATABASE_URL: await server.database(), LOG_LEVEL: 'error' },
    ...{ TANDEM_ENV: 'development', TANDEM_ISSUER: issuer.issuer, TANDEM_AUDIENCE: 'tandem' },
  } as ServiceSettings);
  const agent = new Agent({ keepAlive: true });
  try {
    const tenantId = uuidv7();
    const tokenOf = (...roles: ('product_lead' | 'tech_lead' | 'service')[]) =>
      issuer.token({ id: uuidv7(), tenantId, roles });
    const tom = await tokenOf('tech_lead');
    const id = uuidv7();
    const ask = (query: string) => post(agent, `${service.url}/graphql`, tom, { query });
    await ask(`mutation { proposeExperiment(commandId: "${id}", hypothesis: "A later gate keeps more players",
      teamIds: ["${uuidv7()}"], variants: [{ key: "a", weight: 1 }, { key: "b", weight: 1 }],
      metrics: [{ key: "kept", kind: proportion }]) { id } }`);
    await ask(`mutation { defineFlag(commandId: "${uuidv7()}", key: "gate", experimentId: "${id}") { key } }`);
    const tracker = await tokenOf('service');
    const evaluateOne = (n: number) =>
      post(agent, `${service.url}/ofrep/v1/evaluate/flags/gate`, tracker, { context: { targetingKey: `u-${n}` } });
    for (let n = 0; n < 500; n++) await evaluateOne(n);

    const levels = [];
    for (const clients of [1, 2, 4, 8, 16, 32]) {
      const took: number[] = [];
      const end = performance.now() + seconds * 1_000;
      const begun = performance.now();
      await Promise.all(
        Array.from({ length: clients }, async () => {
          for (let at = performance.now(); at < end; at = performance.now()) {
            await evaluateOne(took.length);
            took.push(performance.now() - at);
          }
        }),
      );
      levels.push({
        clients,
        rate: (took.length * 1_000) / (performance.now() - begun),
        p99: percentile(took, 0.99, 'linear') ?? Infinity,
      });
    }
    const best = levels.filter(({ p99 }) => p99 <= 10).toSorted((a, b) => b.rate - a.rate)[0];
    return {
      title: `OFREP, ${best?.clients ?? 0} clients at once on the same machine`,
      unit: 'evaluations/s',
      arms: levels.map(({ clients, rate, p99 }) => summary(`${clients} clients, p99 ${p99.toFixed(1)} ms`, [rate])),
      targets: [atMost('p99 ms at the highest such rate', 10, best?.p99)],
    };
  } finally {
    agent.destroy();
    await service.close();
    await issuer.close();
  }
}

const post = (agent: Agent, url: string, token: string, body: object): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () =>
        response.statusCode === 200 && !text.includes('"errors"') ? resolve(text) : reject(new Error(text)),
      );
    });
    sent.once('error', reject).end(JSON.stringify(body));
  });
