import { Controller, Get, Inject } from '@nestjs/common';
import { Open } from './access';
import { Problem } from './problem';

/** What readiness rests on. Liveness rests on nothing: a restart does not mend a database. */
export interface Readiness {
  /** Empty when ready, otherwise what is missing. */
  missing(): Promise<string | undefined>;
}

export const READINESS = Symbol('READINESS');

@Controller()
@Open()
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  @Get('livez')
  alive() {
    return { status: 'alive' };
  }

  @Get('readyz')
  async ready() {
    const missing = await this.readiness.missing();
    if (missing) throw new Problem(503, 'UNAVAILABLE', missing);
    return { status: 'ready' };
  }
}
