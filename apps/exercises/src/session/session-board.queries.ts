import { Injectable } from '@nestjs/common';
import { type Actor, demand, type Projection } from '@tandem/core';
import { Database, EventStore, type PageRequest, type Selection, type Tenant, uuidv5 } from '@tandem/event-store';
import type { CommandArgs } from '@tandem/platform';
import { findingBoard } from './finding-board.projection';
import { isTurn, Seals } from './seal.queries';
import { sessionBoard, type SessionRow } from './session-board.projection';
import { session, type SessionCommand, type SessionWish } from './session.decider';
import type { SessionEvent } from './session.events';
import { sightOf, viewingOf } from './sight.measures';

/** Whose wish it is apart: when it was uttered, under which id, on which version. */
type Envelope = Pick<CommandArgs, 'commandId'> & Partial<CommandArgs>;

interface Remeasure {
  readonly startsAt: string;
  /** Left out: that of the session which is measured again. */
  readonly title?: string;
}

/** The sessions of one organisation: what can be asked of them, and what they show. */
@Injectable()
export class Sessions {
  private readonly board;
  private readonly findings;

  constructor(
    private readonly events: EventStore,
    private readonly db: Database,
    private readonly seals: Seals,
  ) {
    this.board = db.board(sessionBoard);
    this.findings = db.board(findingBoard);
  }

  /** Puts a wish to a session and answers how it is afterwards. What is told of the past counts as asked then. */
  async ask(viewer: Actor, sessionId: string, wish: SessionWish, envelope: Envelope) {
    const now = (envelope.occurredAt ?? new Date()).toISOString();
    const command: SessionCommand = { ...wish, by: viewer.id, now };
    if (isTurn(command)) await this.seals.carryOut(viewer, sessionId, command, envelope);
    else await this.events.handle(session, sessionId, command, { viewer, ...envelope });
    return this.one(viewer, sessionId);
  }

  one(who: Tenant, sessionId: string) {
    return this.board.one(who, sessionId);
  }

  /** Whether somebody sees what is entered before it is revealed. Who sees aggregates only is refused. */
  async seesWork(viewer: Actor, sessionId: string): Promise<boolean> {
    return this.mayWatch(await this.one(viewer, sessionId), viewer);
  }

  /** A kind's own row with who looks at it and as what; null where there is none. Who sees aggregates only is refused. */
  async watched<Row>(board: Projection<Row, SessionEvent>, viewer: Actor, sessionId: string) {
    const [row, seen] = await Promise.all([this.on(board, viewer, sessionId), this.one(viewer, sessionId)]);
    if (!row || !seen) return null;
    return { row, seesWork: this.mayWatch(seen, viewer), viewing: viewingOf(seen, viewer.id) };
  }

  /** A kind's rows of the session that this one measures again and of this one; null until both are shown. */
  async beforeAndAfter<Row extends { readonly result: object | null }>(
    board: Projection<Row, SessionEvent>,
    viewer: Tenant,
    sessionId: string,
  ) {
    const again = await this.one(viewer, sessionId);
    if (!again?.remeasureOf) return null;
    const ids = [again.remeasureOf, again.id] as const;
    const [before, after] = await Promise.all(ids.map((id) => this.on(board, viewer, id)));
    return before && after && isShown(before) && isShown(after) ? ([before, after] as const) : null;
  }

  private mayWatch(row: SessionRow | null, viewer: Actor): boolean {
    const sight = row ? sightOf(row, viewer.id) : 'revealed';
    demand(sight !== 'aggregates', 'aggregates-only', 'Sponsors and coaches see the result of a session only.');
    return sight === 'work';
  }

  /** The sessions that measure this one again, oldest first. */
  remeasuresOf(who: Tenant, sessionId: string) {
    return this.board.all(who, { where: `row->>'remeasureOf' = $1`, params: [sessionId], orderBy: 'key' });
  }

  /** Drafts a session like that one - its course, its teams, how well it hides them - and schedules it: both or neither. */
  async remeasure(viewer: Actor, sessionId: string, { startsAt, title }: Remeasure, envelope: Envelope) {
    const { state } = await this.events.load(session, sessionId, viewer);
    const isOver = state.status === 'closed' || state.status === 'archived';
    demand(isOver, 'not-closed', `Only a closed session is measured again: this one is ${state.status}.`);
    const again = envelope.commandId.toLowerCase();
    const { template, teamIds, anonymity } = state;
    const named = title ?? (await this.one(viewer, sessionId))!.title;
    const draft = { title: named, template, teamIds, facilitatorIds: [viewer.id], anonymity, remeasureOf: sessionId };
    const { occurredAt, commandId } = envelope;
    const by = { by: viewer.id, now: (occurredAt ?? new Date()).toISOString() };
    await this.events.transaction(viewer, async (tx) => {
      const ask = (wish: SessionWish, id: string) =>
        this.events.handle(session, again, { ...wish, ...by }, { viewer, occurredAt, commandId: id, tx });
      await ask({ type: 'DraftSession', data: draft }, commandId);
      await ask({ type: 'ScheduleSession', data: { startsAt } }, uuidv5(again, 'schedule'));
    });
    return this.one(viewer, again);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, { orderBy: `row->>'changedAt'`, descending: true });
  }

  /** What the board of a kind shows of a session; null when it is of another kind. */
  on<Row>(board: Projection<Row, SessionEvent>, who: Tenant, sessionId: string): Promise<Row | null> {
    return this.db.board(board).one(who, sessionId);
  }

  /** Every row of the board of a kind that fits. */
  allOn<Row>(board: Projection<Row, SessionEvent>, who: Tenant, selection: Selection): Promise<Row[]> {
    return this.db.board(board).all(who, selection);
  }

  findingsOfTeam(who: Tenant, teamId: string, page: PageRequest) {
    return this.findings.page(who, page, {
      where: `row->'teamIds' @> $1`,
      params: [JSON.stringify([teamId])],
      orderBy: `row->>'recordedAt'`,
      descending: true,
    });
  }
}

const isShown = <Row extends { readonly result: object | null }>(
  row: Row,
): row is Row & { readonly result: NonNullable<Row['result']> } => !!row.result;
