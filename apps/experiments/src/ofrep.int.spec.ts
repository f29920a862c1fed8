import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { uuidv7 } from '@tandem/event-store';
import { algorithms } from './assignment/algorithms';
import { experimentsService, people } from './experiments.fixture';

describe('Flags over OFREP', () => {
  let service: Awaited<ReturnType<typeof experimentsService>>;
  let token: string;
  beforeAll(async () => {
    service = await experimentsService();
    token = await service.token(people.tracker);
  }, 120_000);
  afterAll(async () => {
    await OpenFeature.close();
    await service?.close();
  });

  const command = (mutation: string, args: string, answer = 'key', by: (typeof people)['pia' | 'tom'] = people.tom) =>
    service.answer<Record<string, Record<string, unknown>>>(
      by,
      `mutation { ${mutation}(${args}, commandId: "${uuidv7()}") ${answer && `{ ${answer} }`} }`,
    );
  const define = (key: string, experimentId: string, rest = '', answer = 'key') =>
    command('defineFlag', `key: "${key}", experimentId: "${experimentId}"${rest}`, answer);
  const begin = async (id: string) => {
    for (const [by, side] of [
      [people.pia, 'product'],
      [people.tom, 'engineering'],
    ] as const)
      await command('endorseExperiment', `id: "${id}", side: ${side}`, 'id', by);
    const { errors } = await command('startExperiment', `id: "${id}"`, 'status');
    if (errors) throw new Error(JSON.stringify(errors));
  };
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${service.url}/ofrep/v1/evaluate/flags${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, etag: response.headers.get('etag'), body: text ? JSON.parse(text) : null };
  };
  /** What is changed is served after a second at most, and what was known before is answered once more. */
  const served = async (holds: () => Promise<boolean>) => {
    for (let n = 0; n < 60 && !(await holds()); n++) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const reasonOf = async (key: string) => (await post(`/${key}`, { context: { targetingKey: 'u' } })).body.reason;
  const codeOf = ({ errors }: { errors?: readonly { extensions: { code: string } }[] }) => errors?.[0]?.extensions.code;

  it('reach a program through the official OpenFeature SDK and its provider', async () => {
    const id = await service.propose();
    const values = `, values: [{ variant: "gate_30", value: "30" }, { variant: "gate_40", value: "40" }]`;
    const { data } = await define(
      'gate',
      id,
      values,
      'key experimentId algorithm unit coverage values { variant value }',
    );
    expect(data.defineFlag).toMatchObject({ experimentId: id, algorithm: 'tandem', unit: 'targetingKey', coverage: 1 });
    await begin(id);
    await served(async () => (await reasonOf('gate')) === 'SPLIT');

    const headers: [string, string][] = [['Authorization', `Bearer ${token}`]];
    await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: service.url, headers }));
    const client = OpenFeature.getClient();
    const seen = new Map<unknown, number>();
    for (let n = 0; n < 200; n++) {
      const context = { targetingKey: `player-${n}` };
      const first = await client.getNumberDetails('gate', 0, context);
      expect(`gate_${first.value}`).toBe(first.variant);
      expect(first).toMatchObject({ reason: 'SPLIT', flagMetadata: { experimentId: id, unit: `player-${n}` } });
      if (n < 5) expect(await client.getNumberValue('gate', 0, context)).toBe(first.value);
      seen.set(first.value, (seen.get(first.value) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual([30, 40]);
    expect(Math.min(...seen.values())).toBeGreaterThan(65); // 100 expected; below 66 has a chance of 1e-6
    expect(await client.getNumberDetails('nowhere', 7, { targetingKey: 'u' })).toMatchObject({
      value: 7,
      errorCode: 'FLAG_NOT_FOUND',
    });
    expect(await client.getNumberDetails('gate', 7, {})).toMatchObject({
      value: 7,
      errorCode: 'TARGETING_KEY_MISSING',
    });
    expect((await client.getStringDetails('gate', 'none', { targetingKey: 'u' })).errorCode).toBe('TYPE_MISMATCH');
  });

  it('are settled once the experiment has begun, but for the share that takes part', async () => {
    const id = await service.propose();
    await define('ramp', id);
    expect((await command('setFlagCoverage', 'key: "ramp", coverage: 0.1', 'coverage')).data.setFlagCoverage).toEqual({
      coverage: 0.1,
    });
    await begin(id);

    expect(codeOf(await define('ramp', id, ', salt: "other"'))).toBe('already-begun');
    expect(codeOf(await command('setFlagCoverage', 'key: "ramp", coverage: 0.05'))).toBe('coverage-shrinks');
    await served(async () => (await post('/ramp', { context: { targetingKey: 'u' } })).body.reason !== 'DISABLED');
    const part = async () => {
      const answers = await Promise.all(
        Array.from({ length: 300 }, (_, n) => post('/ramp', { context: { targetingKey: `u-${n}` } })),
      );
      return new Map(answers.flatMap(({ body }) => (body.variant ? [[body.metadata.unit, body.variant]] : [])));
    };
    const few = await part();
    expect(few.size).toBeLessThan(60);
    await command('setFlagCoverage', 'key: "ramp", coverage: 0.8');
    let many = await part();
    await served(async () => (many = await part()).size > 150);
    for (const [unit, variant] of few) expect(many.get(unit)).toBe(variant);
  });

  it('share no unit with another experiment of their layer, which is full at some point', async () => {
    expect(
      (await command('defineLayer', 'name: "checkout", heldOutShare: 0.1', 'name heldOutShare freeShare')).data
        .defineLayer,
    ).toEqual({ name: 'checkout', heldOutShare: 0.1, freeShare: 0.9 });
    const [a, b, c] = [await service.propose(), await service.propose(), await service.propose()];
    const layers = (share: number) => `, layers: [{ layer: "checkout", share: ${share} }]`;
    expect((await define('layer-a', a, layers(0.5), 'slots { layer from to }')).data.defineFlag).toEqual({
      slots: [{ layer: 'checkout', from: 0, to: 0.5 }],
    });
    await define('layer-b', b, layers(0.4));
    expect(codeOf(await define('layer-c', c, layers(0.1)))).toBe('layer-full');
    expect(codeOf(await define('layer d', c, layers(0.1)))).toBeDefined();
    for (const id of [a, b]) await begin(id);
    await served(async () => ['SPLIT', 'DEFAULT'].includes(await reasonOf('layer-b')));

    const { body } = await post('', { context: { targetingKey: 'somebody' } });
    expect(body.flags.map(({ key }: { key: string }) => key)).toEqual(expect.arrayContaining(['layer-a', 'layer-b']));
    for (let n = 0; n < 60; n++) {
      const { body: all } = await post('', { context: { targetingKey: `u-${n}` } });
      const shown = all.flags.filter(({ key, variant }: Record<string, string>) => /^layer-/.test(key!) && variant);
      expect(shown.length).toBeLessThanOrEqual(1);
    }
    expect(codeOf(await command('archiveFlag', 'key: "layer-a"', ''))).toBe('still-running');
  });

  it('keep what a unit saw first where they are sticky', async () => {
    const id = await service.propose();
    await define('sticky', id, ', sticky: true');
    await begin(id);
    await served(async () => (await reasonOf('sticky')) === 'SPLIT');
    const first = (await post('/sticky', { context: { targetingKey: 'kept' } })).body.variant;
    const other = first === 'gate_30' ? 'gate_40' : 'gate_30';
    await service.db.read(
      people.tracker,
      `insert into sticky_variants (tenant_id, experiment_id, unit, variant) values ($1, $2, 'moved', $3)`,
      [people.tracker.tenantId, id, other],
    );

    expect((await post('/sticky', { context: { targetingKey: 'kept' } })).body.variant).toBe(first);
    expect((await post('/sticky', { context: { targetingKey: 'moved' } })).body.variant).toBe(other);
  });

  it('answer in the words of the protocol', async () => {
    const [first, again] = [await post('', { context: { targetingKey: 'u' } }), await post('', {})];
    expect(first.status).toBe(200);
    expect(again.body.flags[0]).toMatchObject({ errorCode: 'TARGETING_KEY_MISSING' });
    expect(await post('', { context: { targetingKey: 'u' } }, { 'if-none-match': first.etag! })).toMatchObject({
      status: 304,
      body: null,
    });
    expect(await post('/gate', { context: 'somebody' })).toMatchObject({
      ...{ status: 400, body: { key: 'gate', errorCode: 'INVALID_CONTEXT' } },
    });
    expect(await post('/nowhere', { context: {} })).toMatchObject({
      status: 404,
      body: { errorCode: 'FLAG_NOT_FOUND' },
    });
    expect((await post('/gate', {}, { authorization: '' })).status).toBe(401);
    const pia = await service.token(people.pia);
    expect((await post('/gate', {}, { authorization: `Bearer ${pia}` })).status).toBe(403);
  });

  it('are told apart by organisation', async () => {
    const eve = await service.token(people.eve);
    expect(await post('/gate', { context: { targetingKey: 'u' } }, { authorization: `Bearer ${eve}` })).toMatchObject({
      status: 404,
    });
  });

  it.each([...algorithms])('are served by the algorithm %s', async (algorithm) => {
    const id = await service.propose();
    const key = `by-${algorithm}`;
    const { errors } = await define(key, id, `, algorithm: ${algorithm.replace('-', '_')}`);
    expect(errors).toBeUndefined();
    await begin(id);
    await served(async () => (await reasonOf(key)) === 'SPLIT');
    expect(await reasonOf(key)).toBe('SPLIT');
  });

  it('are refused for an experiment that is not there, and with values that are no JSON', async () => {
    expect(codeOf(await define('lost', uuidv7()))).toBe('no-such-experiment');
    const id = await service.propose();
    expect(codeOf(await define('odd', id, ', values: [{ variant: "gate_30", value: "blue" }]'))).toBe('BAD_USER_INPUT');
    expect(codeOf(await define('odd', id, ', targeting: "[1]"'))).toBe('bad-targeting');
  });
});
