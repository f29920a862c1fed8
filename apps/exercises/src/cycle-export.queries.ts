import { Injectable } from '@nestjs/common';
import type { Tenant } from '@tandem/event-store';
import { csvOf, markdownText } from '@tandem/platform';
import { a3Of, type ToldAnalysis } from './cycle/a3.measures';
import { type CycleFilter, Cycles } from './cycle/cycle-board.queries';
import { cycleTable } from './cycle/cycle-table.measures';
import { People } from './person/people.queries';
import { Sessions } from './session/session-board.queries';
import { Teams } from './team/team-board.queries';
import { Whys } from './why/why-board.queries';
import type { WhyRow } from './why/why-board.projection';
import { readings } from './why/why-graph.measures';
import { sentenceOf } from './why/why.measures';

/** Cycles as they leave the house: a page for each, a table of all. */
@Injectable()
export class CycleExports {
  constructor(
    private readonly cycles: Cycles,
    private readonly whys: Whys,
    private readonly sessions: Sessions,
    private readonly teams: Teams,
    private readonly people: People,
  ) {}

  /** The A3 page of a cycle; null where there is none. */
  async a3(who: Tenant, cycleId: string): Promise<string | null> {
    const cycle = await this.cycles.one(who, cycleId);
    if (!cycle) return null;
    const personIds = [
      cycle.ownerProductId,
      cycle.ownerEngineeringId,
      ...cycle.collaborators.map((one) => one.personId),
    ];
    const teamIds = [...cycle.teamIds, ...cycle.iterations.flatMap(({ card }) => card.teamIds)];
    const [session, whys, people, teams] = await Promise.all([
      this.sessions.one(who, cycle.sessionId),
      Promise.all(cycle.whyIds.map((id) => this.whys.one(who, id))),
      this.people.many(who, personIds),
      this.teams.many(who, teamIds),
    ]);
    const names = new Map([...people, ...teams].flatMap((one) => (one ? [[one.id, one.name] as const] : [])));
    return a3Of({
      cycle,
      finding: session?.findings.find(({ findingId }) => findingId === cycle.findingId) ?? null,
      analyses: whys.flatMap((why) => (why ? [toldOf(why)] : [])),
      nameOf: (id) => names.get(id) ?? id,
      escaped: markdownText,
    });
  }

  async csv(who: Tenant, filter: CycleFilter): Promise<string> {
    const { columns, rows } = cycleTable(await this.cycles.all(who, filter));
    return csvOf(columns, rows);
  }

  /** Every cycle with all that is known of it, as JSON. */
  async json(who: Tenant, filter: CycleFilter): Promise<string> {
    const rows = await this.cycles.all(who, filter);
    return JSON.stringify({ cycles: rows.map(({ version: _, lastEventId: __, heardAt: ___, ...row }) => row) });
  }
}

const toldOf = (why: WhyRow): ToldAnalysis => ({
  sentence: sentenceOf(why.problem),
  readings: readings(why),
  roots: why.roots.flatMap(({ causeId }) => {
    const cause = why.causes[causeId];
    return cause ? [{ ...cause, evidence: cause.evidence.map(({ value }) => value) }] : [];
  }),
});
