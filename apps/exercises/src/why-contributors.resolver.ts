import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { EventStore, uuidv5 } from '@tandem/event-store';
import { everyone, idOf, May, Viewer } from '@tandem/platform';
import { Cycles } from './cycle/cycle-board.queries';
import { DesignChangeArgs, sampleOf } from './cycle/cycle-command.graphql';
import type { ChangeCard } from './cycle/cycle.events';
import { CycleType } from './cycle/cycle.graphql';
import { People } from './person/people.queries';
import { Sessions } from './session/session-board.queries';
import { Teams } from './team/team-board.queries';
import { Whys } from './why/why-board.queries';
import type { WhyRow } from './why/why-board.projection';
import { AgreeRootArgs, FrameWhyArgs, JoinWhyArgs, VerifyWhyArgs } from './why/why-command.graphql';
import type { Frame } from './why/why.events';
import { WhyType } from './why/why.graphql';

/** What an analysis asks of teams and cycles: whom somebody speaks for, what made it begin, what changed. */
@Resolver(() => WhyType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach')
export class WhyContributorsResolver {
  constructor(
    private readonly events: EventStore,
    private readonly whys: Whys,
    private readonly cycles: Cycles,
    private readonly sessions: Sessions,
    private readonly teams: Teams,
    private readonly people: People,
  ) {}

  @Mutation(() => WhyType, {
    description: 'Begins to ask why, of a cycle or of a symptom. I facilitate it; its id is that of the command.',
  })
  async frameWhy(@Args() args: FrameWhyArgs, @Viewer() viewer: Viewer) {
    const { problem: told, cycleId, symptomId, severity, teamIds, ...envelope } = args;
    const problem = present(told);
    const whyId = idOf('commandId', envelope.commandId);
    const facilitatorIds = [viewer.id];
    if (cycleId == null) {
      const isTold = symptomId != null && severity != null && teamIds != null;
      demand(isTold, 'no-symptom', 'Name `cycleId`, or `symptomId`, `severity` and `teamIds`.');
      const frame = { problem, symptomId, severity, teamIds: await this.known(viewer, teamIds), facilitatorIds };
      return this.whys.ask(viewer, whyId, { type: 'FrameWhy', data: frame }, envelope);
    }
    const frame = { problem, facilitatorIds, ...(await this.causeOf(viewer, idOf('cycleId', cycleId))) };
    const { expectedVersion: _, ...again } = envelope;
    await this.events.transaction(viewer, async (tx) => {
      await this.whys.ask(viewer, whyId, { type: 'FrameWhy', data: frame }, { ...envelope, tx });
      const asked = { ...again, commandId: uuidv5(whyId, 'ask-cycle'), tx };
      await this.cycles.ask(viewer, frame.cycleId, { type: 'AskCycle', data: { whyId } }, asked);
    });
    return this.whys.one(viewer, whyId);
  }

  @Mutation(() => WhyType, { description: 'Thinks along, for one of my teams. Doing it twice is harmless.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member')
  async joinWhy(@Args() { whyId, teamId, ...envelope }: JoinWhyArgs, @Viewer() viewer: Viewer) {
    const team = await this.teams.one(viewer, idOf('teamId', teamId));
    const isMember = team?.memberIds.includes(viewer.id) ?? false;
    demand(team !== null && isMember, 'not-your-team', '`teamId` must be a team that you belong to.');
    const data = { teamId: team.id, function: team.function };
    return this.whys.ask(viewer, whyId, { type: 'JoinWhy', data }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Takes an answer for a root: proved, confirmed, and nobody’s fault.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member')
  async agreeRoot(@Args() args: AgreeRootArgs, @Viewer() viewer: Viewer) {
    const { whyId, causeId, earlyStopReason, escalatedTo, ...envelope } = args;
    const why = await this.whys.one(viewer, idOf('whyId', whyId));
    const teams = await this.teams.many(viewer, why?.teamIds ?? []);
    const nearby = [
      ...(why?.contributors ?? []).map((one) => one.personId),
      ...teams.flatMap((team) => team?.memberIds ?? []),
    ];
    const known = await this.people.many(viewer, [...new Set(nearby)]);
    const names = [viewer.name, ...known.map((person) => person?.name)].filter((name) => name !== undefined);
    const data = { causeId, ...present({ earlyStopReason, escalatedTo }), names };
    return this.whys.ask(viewer, whyId, { type: 'AgreeRoot', data }, envelope);
  }

  @Mutation(() => CycleType, {
    description: 'Designs a small change. With `whyId` its analysis is linked to the change, in one go.',
  })
  async designChange(@Args() { cycleId, card: told, ...envelope }: DesignChangeArgs, @Viewer() viewer: Viewer) {
    const { whyId, rootIds, measure, ...rest } = told;
    const { baseline, ...measured } = present(measure);
    const card: ChangeCard = {
      ...present(rest),
      teamIds: await this.known(viewer, rest.teamIds),
      startAt: rest.startAt.toISOString(),
      reviewAt: rest.reviewAt.toISOString(),
      measure: { ...measured, ...(baseline ? { baseline: sampleOf(baseline) } : {}) },
      ...(whyId == null ? {} : { whyId: idOf('card.whyId', whyId), rootIds: rootIds ?? [] }),
    };
    const wish = { type: 'DesignChange', data: { card } } as const;
    if (card.whyId === undefined) return this.cycles.ask(viewer, cycleId, wish, envelope);
    const linked = { cycleId: idOf('cycleId', cycleId), causeIds: card.rootIds ?? [] };
    const { expectedVersion: _, ...again } = envelope;
    await this.events.transaction(viewer, async (tx) => {
      await this.cycles.ask(viewer, cycleId, wish, { ...envelope, tx });
      const link = { ...again, commandId: uuidv5(idOf('commandId', envelope.commandId), 'link-change'), tx };
      await this.whys.ask(viewer, card.whyId!, { type: 'LinkChange', data: linked }, link);
    });
    return this.cycles.one(viewer, cycleId);
  }

  @Mutation(() => WhyType, { description: 'Says that a change of a root was adopted and helped: it was the root.' })
  async verifyWhy(@Args() { whyId, cycleId: id, ...envelope }: VerifyWhyArgs, @Viewer() viewer: Viewer) {
    const cycleId = idOf('cycleId', id);
    const cycle = await this.cycles.one(viewer, cycleId);
    const outcome = cycle?.iterations.at(-1)?.measurements.at(-1)?.verdict.outcome;
    const isProven = (cycle?.status === 'adopted' || cycle?.status === 'closed') && outcome === 'improved';
    demand(isProven, 'change-not-proven', 'A root is verified by a cycle that was adopted and measured as improved.');
    return this.whys.ask(viewer, whyId, { type: 'VerifyWhy', data: { cycleId } }, envelope);
  }

  @ResolveField(() => CycleType, { nullable: true, description: 'The cycle that it was begun for.' })
  @May(...everyone)
  cycle(@Parent() { cycleId }: WhyRow, @Viewer() viewer: Viewer) {
    return cycleId === undefined ? null : this.cycles.one(viewer, cycleId);
  }

  private async causeOf(
    viewer: Viewer,
    cycleId: string,
  ): Promise<Omit<Frame, 'problem' | 'facilitatorIds'> & { cycleId: string }> {
    const cycle = await this.cycles.one(viewer, cycleId);
    demand(cycle !== null, 'no-such-cycle', '`cycleId` must be a cycle of your organisation.');
    const { symptomId, teamIds, findingId, sessionId } = cycle;
    const session = await this.sessions.one(viewer, sessionId);
    const finding = session?.findings.find((one) => one.findingId === findingId);
    demand(finding !== undefined, 'no-such-finding', 'The finding of this cycle is gone.');
    const { severity } = finding;
    return { cycleId, findingId, symptomId, severity, teamIds };
  }

  private async known(viewer: Viewer, ids: readonly string[]) {
    const teamIds = ids.map((teamId) => idOf('teamIds', teamId));
    const teams = await this.teams.many(viewer, teamIds);
    const missing = teamIds.filter((_, i) => !teams[i]);
    demand(missing.length === 0, 'no-such-team', `There is no team ${missing.join(', ')}.`);
    return teamIds;
  }
}

/** What was given: GraphQL says null for what is left out on purpose. */
const present = <Given extends object>(given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Given;
