import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { Database } from '@tandem/event-store';
import { idOf, May, Problem, Viewer } from '@tandem/platform';
import { ConnectionBoard } from './connection-board.queries';
import { keepFacts } from './fact.queries';
import { type LineProblem, mostProblems, readHistory } from './history.measures';
import type { RawRequest } from './raw-body';
import { Vault } from './vault';

/** Where a back-fill comes in: NDJSON, one fact a line; all of it is kept or nothing. */
@Controller('v1/metrics')
@May('service', 'org_admin', 'tech_lead')
export class HistoryController {
  constructor(
    private readonly db: Database,
    private readonly board: ConnectionBoard,
    private readonly vault: Vault,
  ) {}

  @Post(':connection/history')
  @HttpCode(200)
  async take(
    @Param('connection') id: string,
    @Req() { rawBody = Buffer.alloc(0) }: RawRequest,
    @Viewer() viewer: Viewer,
  ): Promise<{ lines: number; changed: number }> {
    const connection = await this.board.one(viewer, idOf('connection', id));
    if (!connection) throw new Problem(404, 'NOT_FOUND', 'There is no such connection.');
    if (connection.status === 'disabled') throw new Problem(409, 'CONFLICT', 'This connection is disabled.');

    const { facts, problems } = readHistory(textOf(rawBody), new Date());
    if (problems.length > 0) throw new Rejection('import-rejected', told(problems));
    if (facts.length === 0)
      throw new Problem(400, 'BAD_REQUEST', 'The body holds no line: send NDJSON, one fact a line.');
    const pseudonym = (who: string) => this.vault.pseudonym(viewer.tenantId, who);
    const changed = await this.db.transaction(viewer, (tx) => keepFacts(tx, viewer, connection.id, facts, pseudonym));
    return { lines: facts.length, changed };
  }
}

function told(problems: readonly LineProblem[]): string {
  const lines = problems.slice(0, mostProblems).map(({ line, message }) => `line ${line}: ${message}`);
  const more = problems.length > lines.length ? '; and more behind them' : '';
  return `Nothing was stored. ${lines.join('; ')}${more}`;
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Problem(400, 'BAD_REQUEST', 'The body must be UTF-8.');
  }
}
