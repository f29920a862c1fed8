import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { objectionTo } from './root-wording.measures';
import { mergeSuggestions } from './similarity.measures';
import type { WhyRow } from './why-board.projection';
import { Whys } from './why-board.queries';
import {
  AddEvidenceArgs,
  AnswerWhyArgs,
  AskWhyArgs,
  CauseStepArgs,
  LinkRootsArgs,
  MergeAnswersArgs,
  RefuteAnswerArgs,
  ReopenWhyArgs,
} from './why-command.graphql';
import { figuresOf, readings } from './why-graph.measures';
import { sentenceOf } from './why.measures';
import {
  CauseType,
  LeverageType,
  MergeSuggestionType,
  WhyArgs,
  WhyConnection,
  WhyFiguresType,
  WhyType,
} from './why.graphql';

/** The course of an analysis. Who leads it and who thinks along are rules of the analysis itself. */
@Resolver(() => WhyType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member')
export class WhyResolver {
  constructor(private readonly whys: Whys) {}

  @Query(() => WhyType, { nullable: true })
  @May(...everyone)
  whyAnalysis(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.whys.one(viewer, idOf('id', id));
  }

  @Query(() => WhyConnection, { description: 'Every analysis of my organisation, last changed first.' })
  @May(...everyone)
  async whyAnalyses(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.whys.page(viewer, pageOf(page)), (row) => row);
  }

  @Query(() => [LeverageType], { description: 'Every root of an open analysis, the one that relieves most first.' })
  @May(...everyone)
  rootLeverage(@Viewer() viewer: Viewer) {
    return this.whys.leverage(viewer);
  }

  @ResolveField(() => [CauseType], { description: 'The answers, in the order in which they were given.' })
  @May(...everyone)
  causes(@Parent() { causes }: WhyRow) {
    const all = Object.values(causes).toSorted((a, b) => a.order - b.order);
    return all.map((cause) => ({ ...cause, askInstead: objectionTo(cause.text)?.askInstead ?? null }));
  }

  @ResolveField(() => String, { description: 'The problem as one sentence.' })
  @May(...everyone)
  sentence(@Parent() { problem }: WhyRow) {
    return sentenceOf(problem);
  }

  @ResolveField(() => [String], { description: 'Each agreed root read backwards to the problem, one text a way.' })
  @May(...everyone)
  readings(@Parent() row: WhyRow) {
    return readings(row);
  }

  @ResolveField(() => WhyFiguresType)
  @May(...everyone)
  figures(@Parent() row: WhyRow) {
    return figuresOf(row);
  }

  @ResolveField(() => [MergeSuggestionType], { description: 'Answers that say nearly the same, for the facilitator.' })
  @May(...everyone)
  mergeSuggestions(@Parent() { causes }: WhyRow) {
    return mergeSuggestions(causes);
  }

  @Mutation(() => WhyType, { description: 'Asks why of the problem or of an answer. Its id is that of the command.' })
  askWhy(@Args() { whyId, ofId, text, ...envelope }: AskWhyArgs, @Viewer() viewer: Viewer) {
    const data = { questionId: envelope.commandId, ofId, text };
    return this.whys.ask(viewer, whyId, { type: 'AskWhy', data }, envelope);
  }

  @Mutation(() => WhyType, {
    description: 'Answers a question; several answers branch. Its id is that of the command.',
  })
  answerWhy(@Args() { whyId, questionId, text, control, ...envelope }: AnswerWhyArgs, @Viewer() viewer: Viewer) {
    const data = { causeId: envelope.commandId, questionId, text, control };
    return this.whys.ask(viewer, whyId, { type: 'AnswerWhy', data }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Says that an answer explains something else too: a root that is shared.' })
  shareCause(@Args() { whyId, causeId, parentId, ...envelope }: CauseStepArgs, @Viewer() viewer: Viewer) {
    return this.whys.ask(viewer, whyId, { type: 'ShareCause', data: { causeId, parentId } }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Makes one answer of two that say the same.' })
  mergeAnswers(@Args() { whyId, keptId, mergedId, ...envelope }: MergeAnswersArgs, @Viewer() viewer: Viewer) {
    return this.whys.ask(viewer, whyId, { type: 'MergeAnswers', data: { keptId, mergedId } }, envelope);
  }

  @Mutation(() => WhyType)
  addEvidence(@Args() { whyId, causeId, evidence, ...envelope }: AddEvidenceArgs, @Viewer() viewer: Viewer) {
    return this.whys.ask(viewer, whyId, { type: 'AddEvidence', data: { causeId, evidence } }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Says that an answer does not hold, and why.' })
  refuteAnswer(@Args() { whyId, causeId, reason, ...envelope }: RefuteAnswerArgs, @Viewer() viewer: Viewer) {
    return this.whys.ask(viewer, whyId, { type: 'RefuteAnswer', data: { causeId, reason } }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Begins to read backwards, once several teams have answered.' })
  checkEvidence(@Args() { whyId, ...envelope }: WhyArgs, @Viewer() viewer: Viewer) {
    return this.whys.ask(viewer, whyId, { type: 'CheckEvidence', data: {} }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Says "therefore": the cause really leads to that. Twice is harmless.' })
  confirmStep(@Args() { whyId, causeId, parentId, ...envelope }: CauseStepArgs, @Viewer() viewer: Viewer) {
    return this.whys.ask(viewer, whyId, { type: 'ConfirmStep', data: { causeId, parentId } }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Says that a root is the same as one of another analysis.' })
  async linkRoots(@Args() args: LinkRootsArgs, @Viewer() viewer: Viewer) {
    const { whyId, causeId, otherCauseId, otherWhyId: other, ...envelope } = args;
    const otherWhyId = idOf('otherWhyId', other);
    const roots = (await this.whys.one(viewer, otherWhyId))?.roots ?? [];
    const exists = otherWhyId !== whyId && roots.some((root) => root.causeId === otherCauseId);
    demand(exists, 'no-such-root', '`otherCauseId` must be an agreed root of the other analysis `otherWhyId`.');
    return this.whys.ask(viewer, whyId, { type: 'LinkRoots', data: { causeId, otherWhyId, otherCauseId } }, envelope);
  }

  @Mutation(() => WhyType, { description: 'Goes back to the search: the roots must be agreed anew.' })
  reopenWhy(@Args() { whyId, reason, ...envelope }: ReopenWhyArgs, @Viewer() viewer: Viewer) {
    return this.whys.ask(viewer, whyId, { type: 'ReopenWhy', data: { reason } }, envelope);
  }
}
