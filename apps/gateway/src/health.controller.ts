import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Graph } from './graph';

/** Whether it is alive, and whether it can answer. */
@Controller()
export class HealthController {
  private draining = false;

  constructor(private readonly graph: Graph) {}

  @Get('livez')
  livez() {
    return { status: 'ok' };
  }

  @Get('readyz')
  readyz(@Res({ passthrough: true }) reply: FastifyReply) {
    const waitingFor = this.graph.missing;
    if (!this.draining && waitingFor.length === 0) return { status: 'ok' };
    void reply.code(503);
    return this.draining ? { status: 'draining' } : { status: 'waiting', waitingFor };
  }

  /** From now on says that no more requests should come. */
  drain(): void {
    this.draining = true;
  }
}
