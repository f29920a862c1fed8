import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { SessionArgs } from '../session.graphql';
import type {
  Answer,
  Awareness,
  Category,
  Challenge,
  ChallengeText,
  Cluster,
  DeclaredMode,
  Frequency,
  InteractionMode,
  Recognition,
  Relation,
  RelationType,
  TeamTie,
  TiesFrom,
  Weighting,
} from './silo-spotlight.events';
import { SiloSpotlightResultType } from './silo-spotlight.graphql';

const enumOf = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const WeightingEnum = enumOf<Weighting>('severity_frequency', 'severity');
registerEnumType(WeightingEnum, { name: 'ChallengeWeighting', description: 'What makes a challenge heavy.' });

export const CategoryEnum = enumOf<Category>(
  'dependency',
  'information',
  'decision',
  'capacity',
  'quality',
  'tooling',
  'goal_conflict',
  'other',
);
registerEnumType(CategoryEnum, { name: 'ChallengeCategory' });

export const ChallengeFrequencyEnum = enumOf<Frequency>('daily', 'weekly', 'monthly', 'rare');
registerEnumType(ChallengeFrequencyEnum, { name: 'ChallengeFrequency' });

export const RelationTypeEnum = enumOf<RelationType>(
  'waits_on',
  'lacks_info_from',
  'gets_rework_from',
  'goal_conflict_with',
  'helped_by',
);
registerEnumType(RelationTypeEnum, { name: 'RelationType', description: 'How another team has to do with it.' });

export const AwarenessEnum = enumOf<Awareness>('knew', 'suspected', 'unaware');
registerEnumType(AwarenessEnum, {
  name: 'Awareness',
  description: 'Whether a team knew what others suffer through it.',
});

export const AnswerEnum = enumOf<Answer>('accept', 'need_info', 'dispute');
registerEnumType(AnswerEnum, {
  name: 'ChallengeAnswer',
  description: 'What a team makes of a challenge that names it.',
});

const tieSources = { signal_noise: 'signal-noise', tools: 'tools', estimate: 'estimate' } as const;
export const TieSourceEnum: Readonly<Record<string, TiesFrom['source']>> = tieSources;
registerEnumType(TieSourceEnum, { name: 'TieSource', description: 'Where the ties come from.' });

@ObjectType('ChallengeRelation')
export class RelationTypeOfChallenge implements Relation {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => RelationTypeEnum)
  readonly type!: RelationType;
}

@ObjectType('Listing', { description: 'What somebody of my team listed alone. Nobody knows who.' })
export class ListingType implements ChallengeText {
  @Field({ description: 'Empty when its words were taken out.' })
  readonly text!: string;

  @Field(() => CategoryEnum)
  readonly category!: Category;

  @Field(() => Int)
  readonly severity!: number;

  @Field(() => ChallengeFrequencyEnum)
  readonly frequency!: Frequency;

  @Field({ nullable: true })
  readonly valueStep?: string;

  @Field(() => [RelationTypeOfChallenge])
  readonly relations!: readonly Relation[];
}

@ObjectType('Challenge', { description: 'What keeps a team from delivering value, as the team agreed.' })
export class ChallengeType extends ListingType implements Challenge {
  @Field(() => ID, { name: 'id' })
  readonly challengeId!: string;

  @Field(() => ID)
  readonly teamId!: string;

  @Field({ nullable: true, description: 'The challenge of the session before that it still is.' })
  readonly repeats?: string;
}

@ObjectType('Recognition', { description: 'How a team that a challenge names answers it.' })
export class RecognitionType implements Recognition {
  @Field(() => ID)
  readonly challengeId!: string;

  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => AwarenessEnum)
  readonly awareness!: Awareness;

  @Field(() => AnswerEnum)
  readonly answer!: Answer;
}

@ObjectType('ChallengeCluster')
export class ClusterType implements Cluster {
  @Field(() => ID, { name: 'id' })
  readonly clusterId!: string;

  @Field()
  readonly title!: string;

  @Field(() => [ID])
  readonly challengeIds!: readonly string[];

  @Field(() => Int, { nullable: true, description: 'Null until the vote is shown, and where too few voted.' })
  readonly dots!: number | null;
}

@ObjectType('SpotlightMode', { description: 'How two teams mean to work together.' })
export class SpotlightModeType implements DeclaredMode {
  @Field(() => [ID])
  readonly teamIds!: readonly [string, string];

  @Field(() => String)
  readonly mode!: InteractionMode;

  @Field(() => Date, { nullable: true })
  readonly until?: string;
}

@ObjectType('SiloSpotlight', {
  description: 'A Silo Spotlight: what I may see of it by now, and the result once shown.',
})
export class SiloSpotlightType {
  @Field(() => ID)
  readonly sessionId!: string;

  @Field(() => WeightingEnum)
  readonly weighting!: Weighting;

  @Field(() => [SpotlightModeType])
  readonly modes!: readonly DeclaredMode[];

  @Field(() => [ListingType], { description: 'What my team listed, each alone. Empty until all have.' })
  readonly listings!: readonly ChallengeText[];

  @Field(() => [ChallengeType], { description: 'My team’s, and every team’s once they are shown.' })
  readonly challenges!: readonly Challenge[];

  @Field(() => [ID], { description: 'The challenges that name my team and wait for its answer.' })
  readonly toAnswer!: readonly string[];

  @Field(() => [RecognitionType], { description: 'My team’s, and every team’s once the network is shown.' })
  readonly recognitions!: readonly Recognition[];

  @Field(() => [ClusterType], { description: 'Most dots first, once they are shown.' })
  readonly clusters!: readonly ClusterType[];

  @Field(() => Int, { nullable: true, description: 'How many voted. Null until the vote is shown.' })
  readonly voters!: number | null;

  @Field(() => SiloSpotlightResultType, { nullable: true, description: 'Null until it is shown.' })
  readonly result!: SiloSpotlightResultType | null;
}

@ArgsType()
export class PrepareSpotlightArgs extends SessionArgs {
  @Field(() => WeightingEnum, { defaultValue: 'severity_frequency' })
  readonly weighting!: Weighting;
}

@InputType({ description: 'How well information flows from one team to another.' })
export class TieInput implements TeamTie {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => Number, { nullable: true, description: '0 to 1; null is not known.' })
  readonly tie!: number | null;
}

@ArgsType()
export class TakeTiesArgs extends SessionArgs {
  @Field(() => TieSourceEnum)
  readonly source!: TiesFrom['source'];

  @Field(() => ID, { nullable: true, description: 'The Signal-to-Noise session that they are taken from.' })
  readonly signalNoiseId?: string;

  @Field(() => [TieInput], { nullable: true, description: 'Those from elsewhere.' })
  readonly ties?: TieInput[];
}

@ArgsType()
export class RecogniseChallengeArgs extends SessionArgs {
  @Field(() => ID)
  readonly challengeId!: string;

  @Field(() => AwarenessEnum)
  readonly awareness!: Awareness;

  @Field(() => AnswerEnum)
  readonly answer!: Answer;
}

@ArgsType()
export class FormClusterArgs extends SessionArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'One to form anew; left out: a new one, its id that of the command.',
  })
  readonly clusterId?: string;

  @Field()
  readonly title!: string;

  @Field(() => [ID])
  readonly challengeIds!: string[];
}
