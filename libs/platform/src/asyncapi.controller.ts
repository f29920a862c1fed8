import { Controller, Get } from '@nestjs/common';
import { asyncapi } from '@tandem/contracts';
import { Open } from './access';

/** What this release publishes, for whoever builds a consumer: a description and no data, so nobody need sign in. */
@Controller()
@Open()
export class AsyncApiController {
  @Get('asyncapi.json')
  document() {
    return asyncapi();
  }
}
