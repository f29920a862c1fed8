import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { idOf, May, Viewer } from '@tandem/platform';
import { DecideExperimentArgs } from './decision.graphql';
import { designOf, withoutNulls } from './design.graphql';
import { voidedPhases } from './experiment-board.projection';
import { ExperimentBoard } from './experiment-board.queries';
import { ExperimentType } from './experiment.graphql';
import {
  EditDesignArgs,
  ReasonArgs,
  RecordLearningArgs,
  RecordObservationsArgs,
  ScheduleExperimentArgs,
  TickChecklistItemArgs,
  VoidObservationsArgs,
  VoidPhaseArgs,
  WithdrawEndorsementArgs,
} from './lifecycle.graphql';
import { readingOf } from './reading.measures';
import { Tracking } from './tracking.queries';

/** The course of an experiment after its proposal. Whether it may run is asked at every step that lets it. */
@Resolver(() => ExperimentType)
@May('product_lead', 'tech_lead')
export class LifecycleResolver {
  constructor(
    private readonly board: ExperimentBoard,
    private readonly tracking: Tracking,
  ) {}

  @Mutation(() => ExperimentType, {
    description:
      'Replaces the design by a new version, which both sides must sign anew. An experiment that runs is paused until they have.',
  })
  editExperimentDesign(@Args() args: EditDesignArgs, @Viewer() viewer: Viewer) {
    const design = designOf(args);
    return this.board.ask(viewer, args.id, (now) => ({ type: 'EditDesign', data: { design, now } }), args);
  }

  @Mutation(() => ExperimentType, { description: 'Takes my yes back. An experiment that runs is paused.' })
  withdrawEndorsement(@Args() { id, side, reason, ...envelope }: WithdrawEndorsementArgs, @Viewer() viewer: Viewer) {
    const data = { side, reason, personId: viewer.id };
    return this.board.ask(viewer, id, (now) => ({ type: 'WithdrawEndorsement', data: { ...data, now } }), envelope);
  }

  @Mutation(() => ExperimentType, { description: 'Vouches for an item of the checklist.' })
  tickChecklistItem(@Args() { id, item, ...envelope }: TickChecklistItemArgs, @Viewer() viewer: Viewer) {
    const data = { item, personId: viewer.id };
    return this.board.ask(viewer, id, () => ({ type: 'TickChecklistItem', data }), envelope);
  }

  @Mutation(() => ExperimentType, {
    description: 'Agrees on a start. When the time comes it starts by itself, if nothing is in the way then.',
  })
  scheduleExperiment(@Args() { id, startsAt, ...envelope }: ScheduleExperimentArgs, @Viewer() viewer: Viewer) {
    const data = { startsAt: startsAt.toISOString(), personId: viewer.id };
    return this.board.ask(viewer, id, (now) => ({ type: 'ScheduleExperiment', data: { ...data, now } }), envelope);
  }

  @Mutation(() => ExperimentType)
  cancelExperimentSchedule(@Args() { id, reason, ...envelope }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, () => ({ type: 'CancelSchedule', data: { reason } }), envelope);
  }

  @Mutation(() => ExperimentType, { description: 'Ends the phase that runs, for the time being.' })
  pauseExperiment(@Args() { id, reason, ...envelope }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, (now) => ({ type: 'PauseExperiment', data: { reason, now } }), envelope);
  }

  @Mutation(() => ExperimentType, { description: 'Begins the next phase, once nothing is in the way.' })
  resumeExperiment(@Args() { id, reason, ...envelope }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, (now) => ({ type: 'ResumeExperiment', data: { reason, now } }), envelope);
  }

  @Mutation(() => ExperimentType, {
    description:
      'Declares a phase void, and why: who was first exposed in it, and what was observed in it, is left out of the result.',
  })
  voidExperimentPhase(@Args() { id, phase, reason, ...envelope }: VoidPhaseArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, () => ({ type: 'VoidPhase', data: { phase, reason } }), envelope);
  }

  @Mutation(() => ExperimentType, {
    description: 'Enters what was seen of a few people or teams. The same entry again counts once.',
  })
  recordExperimentObservations(
    @Args() { id, entries: told, ...envelope }: RecordObservationsArgs,
    @Viewer() viewer: Viewer,
  ) {
    const entries = withoutNulls(told);
    return this.board.ask(viewer, id, (now) => ({ type: 'RecordObservations', data: { entries, now } }), envelope);
  }

  @Mutation(() => ExperimentType, { description: 'Says that entries do not count, and why.' })
  voidExperimentObservations(
    @Args() { id, entryIds, reason, ...envelope }: VoidObservationsArgs,
    @Viewer() viewer: Viewer,
  ) {
    return this.board.ask(viewer, id, () => ({ type: 'VoidObservations', data: { entryIds, reason } }), envelope);
  }

  @Mutation(() => ExperimentType, { description: 'Ends it for good. Its decision is still to come.' })
  stopExperiment(@Args() { id, reason, ...envelope }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, (now) => ({ type: 'StopExperiment', data: { reason, now } }), envelope);
  }

  @Mutation(() => ExperimentType, {
    description: 'Decides by the rule that its design declares, on the data as it stands; each agreed look once.',
  })
  async decideExperiment(
    @Args() { id, decision, reason, ...envelope }: DecideExperimentArgs,
    @Viewer() viewer: Viewer,
  ) {
    const row = await this.board.one(viewer, idOf('id', id));
    const voided = row ? voidedPhases(row) : [];
    const readings = (await this.tracking.moments(viewer, idOf('id', id), voided)).map(readingOf);
    const told = withoutNulls({ decision, reason });
    const data = { readings, ...told, personId: viewer.id };
    return this.board.ask(viewer, id, (now) => ({ type: 'DecideExperiment', data: { ...data, now } }), envelope);
  }

  @Mutation(() => ExperimentType, {
    description: 'Writes down what was learned, for the library. The last word counts.',
  })
  recordLearning(
    @Args() { id, outcome, found, next, tags, ...envelope }: RecordLearningArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { outcome, found, next, tags: tags ?? [] };
    return this.board.ask(viewer, id, () => ({ type: 'RecordLearning', data }), envelope);
  }
}
