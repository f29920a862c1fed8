import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { everyone, idOf, May, Problem, Viewer } from '@tandem/platform';
import { CycleExports } from './cycle-export.queries';
import type { CycleFilter } from './cycle/cycle-board.queries';

interface Reply {
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** Cycles for wikis, spreadsheets and portals: /v1/exercises/cycles.csv, cycles.json and cycles/<id>/a3.md. */
@Controller('v1/exercises')
@May(...everyone)
export class CycleExportController {
  constructor(private readonly exports: CycleExports) {}

  @Get('cycles.csv')
  async csv(@Query('teamId') teamId: string | undefined, @Viewer() viewer: Viewer, @Res() reply: Reply) {
    const body = await this.exports.csv(viewer, filterOf(teamId));
    send(reply, 'text/csv; charset=utf-8; header=present', 'cycles.csv', body);
  }

  @Get('cycles.json')
  async json(@Query('teamId') teamId: string | undefined, @Viewer() viewer: Viewer, @Res() reply: Reply) {
    const body = await this.exports.json(viewer, filterOf(teamId));
    send(reply, 'application/json; charset=utf-8', 'cycles.json', body);
  }

  @Get('cycles/:cycleId/a3.md')
  async a3(@Param('cycleId') id: string, @Viewer() viewer: Viewer, @Res() reply: Reply) {
    const cycleId = idOf('cycleId', id);
    const body = await this.exports.a3(viewer, cycleId);
    if (body === null) throw new Problem(404, 'NOT_FOUND', 'There is no such cycle.');
    send(reply, 'text/markdown; charset=utf-8; variant=CommonMark', `a3-${cycleId}.md`, body);
  }
}

const filterOf = (teamId: string | undefined): CycleFilter =>
  teamId === undefined ? {} : { teamId: idOf('teamId', teamId) };

function send(reply: Reply, type: string, file: string, body: string): void {
  reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${file}"`)
    .header('cache-control', 'private, no-cache')
    .header('vary', 'authorization')
    .header('x-content-type-options', 'nosniff')
    .send(body);
}
