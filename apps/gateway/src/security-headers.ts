import type { FastifyInstance } from 'fastify';

const headers = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-site',
};

/** Headers of every answer, unless the door has set its own. */
export function secure(fastify: Pick<FastifyInstance, 'addHook'>, development: boolean): void {
  const all = {
    ...headers,
    ...(!development && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  };
  fastify.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(all)) if (!reply.hasHeader(name)) void reply.header(name, value);
    void reply.header('x-request-id', request.id);
  });
}
