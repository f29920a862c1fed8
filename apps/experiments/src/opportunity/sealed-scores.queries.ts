import { Injectable } from '@nestjs/common';
import { type Tenant, EventStore, type Tx } from '@tandem/event-store';
import { type CommandArgs, idOf, type Viewer } from '@tandem/platform';
import { opportunity } from './opportunity.decider';
import type { Scorecard, Side, Vote } from './opportunity.events';

/** How many of a side have given their score in the round that is open. */
export interface Given {
  readonly side: Side;
  readonly votes: number;
}

/**
 * Scores that nobody may see yet. They lie outside the log, where order and time would tell whose they are, and leave
 * this table for the log in the transaction that reveals them.
 */
@Injectable()
export class SealedScores {
  constructor(private readonly events: EventStore) {}

  /** Gives a score, or replaces the voter's own, until the round is revealed. The same command again does nothing. */
  async give(
    viewer: Viewer,
    id: string,
    vote: Vote,
    { functions, commandId }: { readonly functions: readonly Side[]; readonly commandId: string },
  ): Promise<void> {
    const opportunityId = idOf('id', id);
    await this.events.transaction(viewer, async (tx) => {
      await lock(tx, viewer, opportunityId);
      const isKnown = await wasGiven(tx, viewer, commandId);
      const wish = { type: 'GiveScore', data: { ...vote, functions } } as const;
      await this.events.handle(opportunity, opportunityId, wish, { viewer, commandId, tx });
      if (isKnown) return;
      await tx.query(
        `insert into sealed_scores (tenant_id, opportunity_id, person_id, side, card) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, opportunity_id, person_id) do update set side = excluded.side, card = excluded.card`,
        [viewer.tenantId, opportunityId, vote.personId, vote.side, JSON.stringify(vote.card)],
      );
    });
  }

  /**
   * Shows the scores of the open round to everyone: they become a fact, and the seals are gone. The same command again
   * does nothing: the seals of a later round stay.
   */
  async reveal(viewer: Viewer, id: string, { commandId, occurredAt, expectedVersion }: CommandArgs): Promise<void> {
    const opportunityId = idOf('id', id);
    await this.events.transaction(viewer, async (tx) => {
      await lock(tx, viewer, opportunityId);
      const isKnown = await wasGiven(tx, viewer, commandId);
      const { rows: votes } = await tx.query<Vote & { card: Scorecard }>(
        `delete from sealed_scores where tenant_id = $1 and opportunity_id = $2 and not $3::boolean
         returning person_id as "personId", side, card`,
        [viewer.tenantId, opportunityId, isKnown],
      );
      const ordered = votes.toSorted((a, b) => (a.personId < b.personId ? -1 : 1));
      const envelope = { viewer, commandId, occurredAt, expectedVersion, tx };
      await this.events.handle(
        opportunity,
        opportunityId,
        { type: 'RevealScores', data: { votes: ordered } },
        envelope,
      );
    });
  }

  async given(who: Tenant, opportunityId: string): Promise<Given[]> {
    return this.events.db.read<Given>(
      who,
      `select side, count(*)::int as votes from sealed_scores where tenant_id = $1 and opportunity_id = $2
       group by side order by side desc`,
      [who.tenantId, opportunityId],
    );
  }
}

const lock = (tx: Tx, { tenantId }: Tenant, opportunityId: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [`${tenantId}/${opportunityId}`]);

async function wasGiven(tx: Tx, { tenantId }: Tenant, commandId: string): Promise<boolean> {
  const known = 'select from commands where tenant_id = $1 and command_id = $2';
  const { rowCount } = await tx.query(known, [tenantId, idOf('commandId', commandId)]);
  return rowCount === 1;
}
