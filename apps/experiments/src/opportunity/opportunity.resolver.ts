import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { OpportunityBoard } from './opportunity-board.queries';
import type { OpportunityRow } from './opportunity-board.projection';
import {
  DropOpportunityArgs,
  LinkEvidenceArgs,
  OpenScoringArgs,
  OpportunityArgs,
  RaiseOpportunityArgs,
  RecordKanoAnswersArgs,
  ScoreOpportunityArgs,
  StateHypothesisArgs,
  UnlinkEvidenceArgs,
} from './opportunity-args.graphql';
import {
  GivenType,
  KanoType,
  kanoType,
  MethodEnum,
  OpportunityConnection,
  OpportunityType,
} from './opportunity.graphql';
import type { Method, Scorecard, Side } from './opportunity.events';
import { RankingType } from './ranking.graphql';
import { rankingOf } from './ranking.measures';
import { SealedScores } from './sealed-scores.queries';

/** The backlog of product and engineering: who adds to it, how it is scored together, and what comes first. */
@Resolver(() => OpportunityType)
@May(...everyone)
export class OpportunityResolver {
  constructor(
    private readonly board: OpportunityBoard,
    private readonly sealed: SealedScores,
  ) {}

  @Query(() => OpportunityType, { nullable: true })
  opportunity(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.board.one(viewer, idOf('id', id));
  }

  @Query(() => OpportunityConnection, { description: 'Every opportunity of my organisation, last changed first.' })
  async opportunities(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.board.page(viewer, pageOf(page)), (row) => row);
  }

  @Query(() => RankingType, { description: 'The backlog by value, of a team or of the whole organisation.' })
  async opportunityRanking(
    @Args('method', { type: () => MethodEnum }) method: Method,
    @Args('teamId', { type: () => ID, nullable: true }) teamId: string | null,
    @Viewer() viewer: Viewer,
  ) {
    const team = teamId ? idOf('teamId', teamId) : null;
    return rankingOf(await this.board.ranked(viewer, team), method);
  }

  @ResolveField(() => [GivenType], { description: 'Who has scored in the open round, by side. What, nobody sees yet.' })
  sealedScores(@Parent() { id }: OpportunityRow, @Viewer() viewer: Viewer) {
    return this.sealed.given(viewer, id);
  }

  @ResolveField(() => KanoType, { nullable: true, description: 'What customers say of it. Null: nobody was asked.' })
  kano(@Parent() { kanoAnswers }: OpportunityRow) {
    return kanoType(kanoAnswers);
  }

  @Mutation(() => OpportunityType, { description: 'Adds to the backlog. The id is that of the command.' })
  @May('product_lead', 'tech_lead', 'member', 'facilitator')
  raiseOpportunity(@Args() { title, problem, teamIds, ...envelope }: RaiseOpportunityArgs, @Viewer() viewer: Viewer) {
    const data = { title, problem, teamIds: teamIds.map((id) => idOf('teamIds', id)) };
    return this.board.ask(viewer, envelope.commandId, { type: 'RaiseOpportunity', data }, envelope);
  }

  @Mutation(() => OpportunityType, { description: 'Says what speaks for it: feedback, a metric, a finding.' })
  @May('product_lead', 'tech_lead', 'member', 'facilitator')
  linkEvidence(@Args() { id, kind, ref, ...envelope }: LinkEvidenceArgs, @Viewer() viewer: Viewer) {
    const data = { evidenceId: idOf('commandId', envelope.commandId), kind, ref };
    return this.board.ask(viewer, id, { type: 'LinkEvidence', data }, envelope);
  }

  @Mutation(() => OpportunityType)
  @May('product_lead', 'tech_lead')
  unlinkEvidence(@Args() { id, evidenceId, reason, ...envelope }: UnlinkEvidenceArgs, @Viewer() viewer: Viewer) {
    const data = { evidenceId: idOf('evidenceId', evidenceId), reason };
    return this.board.ask(viewer, id, { type: 'UnlinkEvidence', data }, envelope);
  }

  @Mutation(() => OpportunityType, { description: 'Opens a round: both sides score without seeing each other.' })
  @May('product_lead', 'tech_lead', 'facilitator')
  openScoring(@Args() { id, methods, becauseOf, ...envelope }: OpenScoringArgs, @Viewer() viewer: Viewer) {
    const data = { methods, becauseOf: becauseOf ? idOf('becauseOf', becauseOf) : null };
    return this.board.ask(viewer, id, { type: 'OpenScoring', data }, envelope);
  }

  @Mutation(() => OpportunityType, { description: 'Gives my score, sealed until the reveal; a later one replaces it.' })
  @May('product_lead', 'tech_lead')
  async scoreOpportunity(
    @Args() { id, side, rice, wsjf, cd3, moscow, commandId }: ScoreOpportunityArgs,
    @Viewer() viewer: Viewer,
  ) {
    const card = cardOf({ rice, wsjf, cd3, moscow });
    const vote = { personId: viewer.id, side, card };
    await this.sealed.give(viewer, id, vote, { functions: sidesOf(viewer), commandId });
    return this.board.one(viewer, idOf('id', id));
  }

  @Mutation(() => OpportunityType, { description: 'Shows the scores, once somebody of each side has scored.' })
  @May('product_lead', 'tech_lead', 'facilitator')
  async revealScores(@Args() { id, ...envelope }: OpportunityArgs, @Viewer() viewer: Viewer) {
    await this.sealed.reveal(viewer, id, envelope);
    return this.board.one(viewer, idOf('id', id));
  }

  @Mutation(() => OpportunityType, { description: 'Adds what customers answered to Kano\u2019s pair of questions.' })
  @May('product_lead', 'tech_lead')
  recordKanoAnswers(@Args() { id, answers, ...envelope }: RecordKanoAnswersArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, { type: 'RecordKanoAnswers', data: { answers } }, envelope);
  }

  @Mutation(() => OpportunityType, { description: 'Says what we believe would come of it: the seed of an experiment.' })
  @May('product_lead', 'tech_lead')
  stateHypothesis(@Args() { id, hypothesis, ...envelope }: StateHypothesisArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, { type: 'StateHypothesis', data: { hypothesis } }, envelope);
  }

  @Mutation(() => OpportunityType, { description: 'Takes it out of the backlog, with the reason.' })
  @May('product_lead', 'tech_lead')
  dropOpportunity(@Args() { id, reason, ...envelope }: DropOpportunityArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, { type: 'DropOpportunity', data: { reason } }, envelope);
  }
}

/** GraphQL says null for what was not scored; the model leaves it out. */
const cardOf = (told: Scorecard): Scorecard =>
  JSON.parse(JSON.stringify(told, (_, value: unknown) => value ?? undefined)) as Scorecard;

/** For which sides a person may score: the leads of product and of engineering do. */
const sidesOf = ({ roles }: Viewer): Side[] => [
  ...(roles.includes('product_lead') ? (['product'] as const) : []),
  ...(roles.includes('tech_lead') ? (['engineering'] as const) : []),
];
