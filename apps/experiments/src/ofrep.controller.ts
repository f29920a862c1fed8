import { createHash } from 'node:crypto';
import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { Tenant } from '@tandem/event-store';
import { May, Viewer } from '@tandem/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Attributes } from './assignment/condition.measures';
import { evaluate, type Served, unitOf } from './assignment/evaluation';
import { Flags } from './assignment/flag-board.queries';
import { ServedFlags } from './served-flags.queries';

const Request = z.object({ context: z.record(z.string(), z.unknown()).optional() });

/** A flag's answer as the protocol has it. */
interface Success {
  readonly key: string;
  readonly value: unknown;
  readonly reason: string;
  readonly variant?: string;
  readonly metadata: { readonly experimentId: string; readonly unit: string };
}

interface Failure {
  readonly key?: string;
  readonly errorCode: 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'FLAG_NOT_FOUND';
  readonly errorDetails: string;
}

/**
 * Flags for every OpenFeature SDK: the OpenFeature Remote Evaluation Protocol, 0.3. An evaluation is no exposure: what
 * a unit really saw is told to /v1/experiments/batch.
 */
@Controller('ofrep/v1/evaluate/flags')
@May('service', 'org_admin')
export class OfrepController {
  constructor(
    private readonly served: ServedFlags,
    private readonly flags: Flags,
  ) {}

  @Post(':key')
  @HttpCode(200)
  async one(
    @Param('key') key: string,
    @Body() body: unknown,
    @Viewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Success | Failure> {
    const context = contextIn(body);
    if (!context) return failed(reply, 400, { key, ...invalid });
    const flag = (await this.served.of(viewer)).get(key);
    if (!flag)
      return failed(reply, 404, { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: `There is no flag ${key}.` });
    const answer = await this.answer(viewer, flag, context);
    return 'errorCode' in answer ? failed(reply, 400, answer) : answer;
  }

  @Post()
  @HttpCode(200)
  async all(
    @Body() body: unknown,
    @Headers('if-none-match') known: string | undefined,
    @Viewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly flags: readonly (Success | Failure)[] } | Failure | undefined> {
    const context = contextIn(body);
    if (!context) return failed(reply, 400, invalid);
    const served = [...(await this.served.of(viewer)).values()];
    const flags = await Promise.all(served.map((flag) => this.answer(viewer, flag, context)));
    const etag = `"${createHash('sha256').update(JSON.stringify(flags)).digest('base64url')}"`;
    void reply.header('etag', etag);
    if (known !== etag) return { flags };
    void reply.code(304);
    return undefined;
  }

  private async answer(who: Tenant, flag: Served, context: Attributes): Promise<Success | Failure> {
    const { key, experimentId, sticky } = flag;
    const unit = unitOf(flag, context);
    if (unit === null)
      return { key, errorCode: 'TARGETING_KEY_MISSING', errorDetails: `The context must hold \`${flag.unit}\`.` };
    const stuck = sticky && flag.isRunning ? await this.flags.stuck(who, experimentId, unit) : null;
    const { value, variant, reason } = evaluate(flag, context, unit, stuck);
    if (sticky && variant !== null && reason === 'SPLIT' && stuck === null)
      await this.flags.stick(who, experimentId, unit, variant);
    return { key, value, reason, ...(variant === null ? {} : { variant }), metadata: { experimentId, unit } };
  }
}

const invalid = {
  errorCode: 'INVALID_CONTEXT',
  errorDetails: 'Send {"context": {"targetingKey": "user-1"}} as JSON.',
} as const;

function contextIn(body: unknown): Attributes | null {
  const { success, data } = Request.safeParse(body);
  return success ? (data.context ?? {}) : null;
}

function failed(reply: FastifyReply, status: number, failure: Failure): Failure {
  void reply.code(status);
  return failure;
}
