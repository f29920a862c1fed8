import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, demand } from '@tandem/core';
import { Database, EventStore, type Tenant, type Tx } from '@tandem/event-store';
import { demandEnough, kOf } from './anonymity.decider';
import { publicFromOf } from './anonymity.measures';
import { authorsOf, demandFitting, filledIn, sealedItems } from './contribution.decider';
import { type Desk, type Drawers, DraftVault } from './draft-vault';
import { exerciseOf } from './kinds.decider';
import { phaseOf } from './phase.decider';
import type { Drafted } from './session-state.decider';
import { sessionBoard } from './session-board.projection';
import { session } from './session.decider';
import type { Collects, Phase, Sealed } from './session.events';

/** What an author is writing in the phase that is open. */
export interface OwnDraft {
  readonly form: string;
  /** Null as long as nothing is saved. */
  readonly sheet: object | null;
  /** Only what is submitted is sealed when the phase ends. */
  readonly submitted: boolean;
}

/** How many of a team have submitted; null while they are fewer than k, so that nobody can be told by it. */
export interface Progress {
  readonly teamId: string;
  readonly authors: number;
  readonly submitted: number | null;
}

/** A phase that collects something. */
type Collecting = Phase & { readonly collects: Collects };

/**
 * What people write on their own during a phase: in tables beside the log, read by its author only, and gone when it
 * is sealed. Nothing here is numbered or timed, and no command id is kept: saving the same sheet twice is harmless.
 */
@Injectable()
export class Drafts {
  constructor(
    private readonly events: EventStore,
    private readonly db: Database,
    private readonly vault: DraftVault,
  ) {}

  /** Keeps the sheet as the author's draft. What was submitted before stays so, with what it says now. */
  async save(viewer: Actor, sessionId: string, sheet: unknown): Promise<OwnDraft> {
    return this.atDesk(viewer, sessionId, 'write', async (tx, { desk, drawers, authorId, collects, state }) => {
      const slot = drawers.slotOf(authorId);
      const data = filledIn(state, collects, sheet);
      demandFitting(state, collects, data, state.roster[viewer.id]!);
      await tx.query(
        `insert into drafts (tenant_id, session_id, phase, slot, sealed) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, session_id, phase, slot) do update set sealed = excluded.sealed`,
        [...keyOf(desk), slot, drawers.seal(slot, data)],
      );
      return this.read(tx, desk, drawers, authorId, collects);
    });
  }

  /** Says whether the author's draft is to be sealed. Taken back, it is destroyed. */
  async submit(viewer: Actor, sessionId: string, isSubmitted: boolean): Promise<OwnDraft> {
    return this.atDesk(viewer, sessionId, 'write', async (tx, { desk, drawers, authorId, collects }) => {
      const { sheet } = await this.read(tx, desk, drawers, authorId, collects);
      demand(sheet !== null || !isSubmitted, 'draft-missing', 'Save a draft first.');
      await tx.query(
        `insert into draft_register (tenant_id, session_id, phase, author_id, submitted) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, session_id, phase, author_id) do update set submitted = excluded.submitted`,
        [...keyOf(desk), authorId, isSubmitted],
      );
      if (!isSubmitted)
        await tx.query('delete from drafts where tenant_id = $1 and session_id = $2 and phase = $3 and slot = $4', [
          ...keyOf(desk),
          drawers.slotOf(authorId),
        ]);
      return this.read(tx, desk, drawers, authorId, collects);
    });
  }

  /** The draft of whoever asks, or of their team if teams are the authors. */
  mine(viewer: Actor, sessionId: string): Promise<OwnDraft> {
    return this.atDesk(viewer, sessionId, 'read', (tx, { desk, drawers, authorId, collects }) =>
      this.read(tx, desk, drawers, authorId, collects),
    );
  }

  /** How far the teams are, for whoever takes part or facilitates. */
  async progress(viewer: Actor, sessionId: string): Promise<Progress[]> {
    const { state, phase } = await this.collecting(viewer, sessionId);
    const takesPart = state.roster[viewer.id] !== undefined || state.roles.facilitator.includes(viewer.id);
    demand(takesPart, 'not-a-participant', 'Join the session first.');
    const submitted = await this.db.transaction(viewer, (tx) =>
      submittedAt(tx, { tenantId: viewer.tenantId, sessionId, phase: phase.id }),
    );
    const k = kOf(phase.collects, state.anonymity, exerciseOf(state.template.kind)) ?? 0;
    return state.teamIds.map((teamId) => {
      const authors = authorsOf(state, phase.collects).filter((author) => author.teamId === teamId);
      const done = authors.filter(({ authorId }) => submitted.has(authorId)).length;
      return { teamId, authors: authors.length, submitted: done < k ? null : done };
    });
  }

  /** Makes ready for every phase that collects: a key, and a register that names everybody who may write. */
  async begin(tx: Tx, { tenantId }: Tenant, sessionId: string, state: Drafted): Promise<void> {
    for (const { id: phase, collects } of state.template.phases.filter(isCollecting)) {
      const desk = { tenantId, sessionId, phase };
      await tx.query(
        `insert into draft_keys (tenant_id, session_id, phase, sealed_key) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [...keyOf(desk), this.vault.newKey(desk)],
      );
      await tx.query(
        `insert into draft_register (tenant_id, session_id, phase, author_id, submitted)
         select $1, $2, $3, author_id, false from unnest($4::uuid[]) author_id order by author_id on conflict do nothing`,
        [...keyOf(desk), authorsOf(state, collects).map(({ authorId }) => authorId)],
      );
    }
  }

  /**
   * What was submitted in the phase, shut for whoever still writes: under new random ids, in their order, and detached
   * without a team of which fewer than k wrote or whose part would follow from the others'.
   */
  async collect(
    tx: Tx,
    { tenantId }: Tenant,
    sessionId: string,
    state: Drafted,
    { now, discardFew = false }: { readonly now: string; readonly discardFew?: boolean },
  ): Promise<Sealed | undefined> {
    const phase = phaseOf(state);
    if (!phase || !isCollecting(phase)) return undefined;
    const { collects } = phase;
    const exercise = exerciseOf(state.template.kind);
    const desk = { tenantId, sessionId, phase: phase.id };
    const drawers = await this.open(tx, desk, 'for update');
    const written = drawers ? await this.submitted(tx, desk, drawers, state, collects) : [];
    const k = kOf(collects, state.anonymity, exercise);
    const kept = discardFew && written.length < (k ?? 0) ? [] : written;
    if (k !== undefined) demandEnough(phase.id, kept.length, k);
    return {
      phase: phase.id,
      ...collects,
      ...(k === undefined ? {} : { k }),
      ...(exercise.forms?.[collects.form]?.freeText ? { publicFrom: publicFromOf(now) } : {}),
      items: sealedItems(kept, collects, k, randomUUID),
    };
  }

  /** Destroys what was written in a phase, or in the whole session, with the key to it. */
  async destroy(tx: Tx, { tenantId }: Tenant, sessionId: string, phase: string | null = null): Promise<void> {
    for (const table of ['drafts', 'draft_keys', 'draft_register'])
      await tx.query(`delete from ${table} where tenant_id = $1 and session_id = $2 and phase = coalesce($3, phase)`, [
        tenantId,
        sessionId,
        phase,
      ]);
  }

  private async submitted(tx: Tx, desk: Desk, drawers: Drawers, state: Drafted, collects: Collects) {
    const done = await submittedAt(tx, desk);
    const { rows } = await tx.query<{ slot: Buffer; sealed: Buffer }>(
      'select slot, sealed from drafts where tenant_id = $1 and session_id = $2 and phase = $3',
      keyOf(desk),
    );
    const sealed = new Map(rows.map((row) => [row.slot.toString('hex'), row.sealed]));
    return authorsOf(state, collects).flatMap((author) => {
      const slot = drawers.slotOf(author.authorId);
      const draft = sealed.get(slot.toString('hex'));
      if (!draft || !done.has(author.authorId)) return [];
      return [{ ...author, data: filledIn(state, collects, drawers.unseal(slot, draft)) }];
    });
  }

  private async read(tx: Tx, desk: Desk, drawers: Drawers, authorId: string, { form }: Collects): Promise<OwnDraft> {
    const slot = drawers.slotOf(authorId);
    const { rows } = await tx.query<{ sealed: Buffer }>(
      'select sealed from drafts where tenant_id = $1 and session_id = $2 and phase = $3 and slot = $4',
      [...keyOf(desk), slot],
    );
    const sheet = rows[0] ? drawers.unseal(slot, rows[0].sealed) : null;
    return { form, sheet, submitted: (await submittedAt(tx, desk)).has(authorId) };
  }

  private async open(tx: Tx, desk: Desk, lock: 'for share' | 'for update'): Promise<Drawers | undefined> {
    const { rows } = await tx.query<{ sealedKey: Buffer }>(
      `select sealed_key as "sealedKey" from draft_keys where tenant_id = $1 and session_id = $2 and phase = $3 ${lock}`,
      keyOf(desk),
    );
    return rows[0] && this.vault.open(desk, rows[0].sealedKey);
  }

  /** At the author's place, while the phase is open: nobody seals it before this is done. */
  private async atDesk<Result>(
    viewer: Actor,
    sessionId: string,
    purpose: 'read' | 'write',
    work: (tx: Tx, place: Place) => Promise<Result>,
  ): Promise<Result> {
    const { state, phase } = await this.collecting(viewer, sessionId);
    const { collects, id } = phase;
    const teamId = state.roster[viewer.id];
    demand(teamId !== undefined, 'not-a-participant', 'Join the session first.');
    const writesForTeam = collects.mode === 'team_consensus';
    const mayWrite = purpose === 'read' || !writesForTeam || state.roles.team_rep.includes(viewer.id);
    demand(mayWrite, 'not-team-rep', 'Only the one who speaks for the team writes what it has agreed on.');
    const desk = { tenantId: viewer.tenantId, sessionId, phase: id };
    return this.db.transaction(viewer, async (tx) => {
      const drawers = await this.open(tx, desk, 'for share');
      const { rows } = await tx.query(
        `select from ${sessionBoard.table} where tenant_id = $1 and key = $2 and row->>'phase' = $3`,
        keyOf(desk),
      );
      demandOpen(drawers !== undefined && rows.length === 1);
      return work(tx, { desk, drawers: drawers!, authorId: writesForTeam ? teamId : viewer.id, collects, state });
    });
  }

  private async collecting(viewer: Actor, sessionId: string) {
    const { state } = await this.events.load(session, sessionId, viewer);
    const phase = state.status === 'open' ? phaseOf(state) : undefined;
    const isOpen = state.status === 'open' && phase !== undefined && isCollecting(phase);
    demandOpen(isOpen);
    return { state: state as Drafted, phase: phase as Collecting };
  }
}

interface Place {
  readonly desk: Desk;
  readonly drawers: Drawers;
  readonly authorId: string;
  readonly collects: Collects;
  readonly state: Drafted;
}

const isCollecting = (phase: Phase): phase is Collecting => phase.collects !== undefined;

const keyOf = ({ tenantId, sessionId, phase }: Desk) => [tenantId, sessionId, phase];

function demandOpen(isOpen: boolean): asserts isOpen {
  demand(isOpen, 'phase-closed', 'The session is in no phase in which people write on their own.');
}

async function submittedAt(tx: Tx, desk: Desk): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `select author_id as id from draft_register where tenant_id = $1 and session_id = $2 and phase = $3 and submitted`,
    keyOf(desk),
  );
  return new Set(rows.map(({ id }) => id));
}
