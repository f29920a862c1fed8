import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, Viewer } from '@tandem/platform';
import { CapacityBoard } from './capacity-board.queries';
import { CapacityType, RecordCapacityUseArgs, SetCapacityPolicyArgs } from './capacity.graphql';

/** Time for trying things: set aside, used, and told when it is not. */
@Resolver(() => CapacityType)
@May(...everyone)
export class CapacityResolver {
  constructor(private readonly board: CapacityBoard) {}

  @Query(() => CapacityType, { nullable: true, description: 'Null: the team has set nothing aside.' })
  innovationCapacity(@Args('teamId', { type: () => ID }) teamId: string, @Viewer() viewer: Viewer) {
    return this.board.one(viewer, idOf('teamId', teamId));
  }

  @Mutation(() => CapacityType, { description: 'Says how much time a team sets aside for trying things.' })
  @May('product_lead', 'tech_lead')
  setCapacityPolicy(@Args() args: SetCapacityPolicyArgs, @Viewer() viewer: Viewer) {
    const { teamId, pct, window, sprintDays, since, hours, kinds } = args;
    const policy = {
      pct,
      window,
      since,
      hours,
      kinds,
      setById: viewer.id,
      ...(sprintDays == null ? {} : { sprintDays }),
    };
    const wish = (now: string) => ({ type: 'SetCapacityPolicy', data: { ...policy, now } }) as const;
    return this.board.ask(viewer, idOf('teamId', teamId), wish, args);
  }

  @Mutation(() => CapacityType, {
    description: 'Records time that was used. The id of the use is that of the command.',
  })
  @May('product_lead', 'tech_lead', 'member', 'service')
  recordCapacityUse(@Args() args: RecordCapacityUseArgs, @Viewer() viewer: Viewer) {
    const { teamId, kind, hours, usedOn, ref, commandId } = args;
    const use = { useId: idOf('commandId', commandId), kind, hours, usedOn, ref: ref ?? null };
    const wish = (now: string) => ({ type: 'RecordCapacityUse', data: { ...use, now } }) as const;
    return this.board.ask(viewer, idOf('teamId', teamId), wish, args);
  }
}
