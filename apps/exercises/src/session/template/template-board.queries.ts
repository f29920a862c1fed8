import { Injectable } from '@nestjs/common';
import { demand } from '@tandem/core';
import { Database, type PageRequest, type Tenant } from '@tandem/event-store';
import { exerciseOf } from '../kinds.decider';
import type { Kind, Template } from '../session.events';
import { templateBoard } from './template-board.projection';

/** The templates of one organisation, by name. */
@Injectable()
export class Templates {
  private readonly board;

  constructor(db: Database) {
    this.board = db.board(templateBoard);
  }

  one(who: Tenant, templateId: string) {
    return this.board.one(who, templateId);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, { orderBy: `row->>'name'` });
  }

  /** The course of a session that begins now: the organisation's own, or without an id the kind's. */
  async courseOf(who: Tenant, kind: Kind, templateId?: string | null): Promise<Template> {
    if (!templateId) return exerciseOf(kind).template;
    const row = await this.one(who, templateId);
    demand(row !== null, 'no-such-template', `There is no template ${templateId}.`);
    demand(row.kind === kind, 'template-of-another-kind', `The template ${row.name} is one of ${row.kind}.`);
    demand(!row.retired, 'template-retired', `The template ${row.name} was retired.`);
    return row.template;
  }
}
