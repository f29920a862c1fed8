import { describe, it } from '@jest/globals';
import { busContract } from './bus.contract';
import { KafkaBus } from './index';
import { specDatabase } from './spec-database';
import { noBroker, proxiedBroker, testBroker } from './testing';

if (testBroker)
  busContract('Kafka', async () => {
    const { pool, table, close } = await specDatabase();
    await table('effects', 'seq bigserial, consumer text, key text, value text');
    const { proxy, options } = await proxiedBroker();
    return {
      bus: async () => new KafkaBus({ ...options, sessionMs: 2_000, sendMs: 3_000, askMs: 2_000 }),
      cut: async () => proxy.cut(),
      outage: async () => {
        const restore = proxy.outage();
        return async () => restore();
      },
      database: pool,
      async close() {
        await close();
        await proxy.close();
      },
    };
  });
else
  describe('Kafka as a bus', () => {
    it(noBroker, () => undefined);
  });
