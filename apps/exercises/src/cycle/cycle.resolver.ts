import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, pageOf, toConnection, Viewer } from '@tandem/platform';
import { Cycles } from './cycle-board.queries';
import {
  CyclesArgs,
  DecideCycleArgs,
  RecordBaselineArgs,
  RecordMeasurementArgs,
  ReportRecurrenceArgs,
  sampleOf,
  StartIterationArgs,
} from './cycle-command.graphql';
import { CycleArgs, CycleConnection, CycleType } from './cycle.graphql';

/** The course of a cycle once a change is designed. Which of its owners may do what are rules of the cycle itself. */
@Resolver(() => CycleType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member')
export class CycleResolver {
  constructor(private readonly cycles: Cycles) {}

  @Query(() => CycleType, { nullable: true })
  @May(...everyone)
  cycle(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.cycles.one(viewer, idOf('id', id));
  }

  @Query(() => CycleConnection, { name: 'cycles', description: 'The improvement cycles that fit, last opened first.' })
  @May(...everyone)
  async page(@Args() { first, after, ...filter }: CyclesArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.cycles.page(viewer, pageOf({ first, after }), filter), (row) => row);
  }

  @Mutation(() => CycleType, { description: 'Tells how it is before the change.' })
  recordBaseline(@Args() { cycleId, baseline, ...envelope }: RecordBaselineArgs, @Viewer() viewer: Viewer) {
    const data = { baseline: sampleOf(baseline) };
    return this.cycles.ask(viewer, cycleId, { type: 'RecordBaseline', data }, envelope);
  }

  @Mutation(() => CycleType, { description: 'Agrees to the change, for the side that I own. Twice is harmless.' })
  agreeChange(@Args() { cycleId, ...envelope }: CycleArgs, @Viewer() viewer: Viewer) {
    return this.cycles.ask(viewer, cycleId, { type: 'AgreeChange', data: {} }, envelope);
  }

  @Mutation(() => CycleType, { description: 'Begins to try the change, once both agreed and a baseline is there.' })
  startIteration(@Args() { cycleId, overrideReason, ...envelope }: StartIterationArgs, @Viewer() viewer: Viewer) {
    const data = { overrideReason: overrideReason ?? undefined };
    return this.cycles.ask(viewer, cycleId, { type: 'StartIteration', data }, envelope);
  }

  @Mutation(() => CycleType, { description: 'Tells what was measured since the change began; the verdict follows.' })
  recordMeasurement(
    @Args() { cycleId, sample, sessionId, ...envelope }: RecordMeasurementArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { sample: sampleOf(sample), sessionId: sessionId == null ? undefined : idOf('sessionId', sessionId) };
    return this.cycles.ask(viewer, cycleId, { type: 'RecordMeasurement', data }, envelope);
  }

  @Mutation(() => CycleType, { description: 'Adopts the change, tries it once more, or abandons it.' })
  decideCycle(@Args() { cycleId, decision, reason, ...envelope }: DecideCycleArgs, @Viewer() viewer: Viewer) {
    const data = { decision, reason: reason ?? undefined };
    return this.cycles.ask(viewer, cycleId, { type: 'DecideCycle', data }, envelope);
  }

  @Mutation(() => CycleType, { description: 'Says that the symptom came back while the change was watched.' })
  reportRecurrence(@Args() { cycleId, reason, ...envelope }: ReportRecurrenceArgs, @Viewer() viewer: Viewer) {
    return this.cycles.ask(viewer, cycleId, { type: 'ReportRecurrence', data: { reason } }, envelope);
  }
}
