import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { busContract } from './bus.contract';
import { faultProxy } from './fault-proxy';
import { PostgresBus } from './index';
import { specDatabase } from './spec-database';

busContract('PostgreSQL', async () => {
  const { url, pool, table, close } = await specDatabase();
  await table('effects', 'seq bigserial, consumer text, key text, value text');
  const server = new URL(url);
  const proxy = await faultProxy({ host: server.hostname, port: Number(server.port) });
  server.port = String(proxy.port);
  server.hostname = '127.0.0.1';
  return {
    bus: async () => new PostgresBus({ url: server.href, role: 'bus_app', leaseMs: 2_000 }),
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
