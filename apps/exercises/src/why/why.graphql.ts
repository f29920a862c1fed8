import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { WhyRow } from './why-board.projection';
import type { CauseEvidence, Control, Problem } from './why.events';
import type { Cause, Root, WhyStatus } from './why.measures';

export const WhyStatusEnum = {
  framed: 'framed',
  exploring: 'exploring',
  evidence_check: 'evidence_check',
  roots_agreed: 'roots_agreed',
  linked_to_change: 'linked_to_change',
  verified: 'verified',
  reopened: 'reopened',
} as const satisfies Record<WhyStatus, WhyStatus>;
registerEnumType(WhyStatusEnum, { name: 'WhyStatus', description: 'How far an analysis has come.' });

export const ControlEnum = {
  team: 'team',
  cross_team: 'cross_team',
  org: 'org',
  external: 'external',
} as const satisfies Record<Control, Control>;
registerEnumType(ControlEnum, { name: 'CauseControl', description: 'Who can change a cause.' });

export const CauseStatusEnum = {
  hypothesis: 'hypothesis',
  supported: 'supported',
  refuted: 'refuted',
} as const satisfies Record<Cause['status'], Cause['status']>;
registerEnumType(CauseStatusEnum, { name: 'CauseStatus', description: 'Whether there is evidence for an answer.' });

export const EvidenceKindEnum = {
  url: 'url',
  metric: 'metric',
  finding: 'finding',
  quote: 'quote',
} as const satisfies Record<CauseEvidence['kind'], CauseEvidence['kind']>;
registerEnumType(EvidenceKindEnum, { name: 'WhyEvidenceKind', description: 'What speaks for an answer.' });

@ObjectType('WhyProblem', { description: 'WHEN … AND … THEN … LEADING TO …' })
@InputType('WhyProblemInput', { description: 'WHEN … AND … THEN … LEADING TO …' })
export class ProblemType implements Problem {
  @Field({ description: 'The situation.' })
  readonly when!: string;

  @Field({ nullable: true, description: 'What must come together with it.' })
  readonly and?: string;

  @Field({ description: 'What is seen to happen.' })
  readonly then!: string;

  @Field({ description: 'What it costs.' })
  readonly leadingTo!: string;
}

@ObjectType('WhyEvidence')
@InputType('WhyEvidenceInput')
export class CauseEvidenceType implements CauseEvidence {
  @Field(() => EvidenceKindEnum)
  readonly kind!: CauseEvidence['kind'];

  @Field({ description: 'The address, the name of the metric, the id of the finding, or the words.' })
  readonly value!: string;
}

@ObjectType('WhyStep', { description: 'A cause leads to this.' })
export class StepType {
  @Field(() => ID, { description: 'The cause that is explained, or `problem`.' })
  readonly id!: string;

  @Field(() => [ID], { description: 'Who has said "therefore": a root needs two people on each step.' })
  readonly confirmedBy!: readonly string[];
}

@ObjectType('WhyCause', { description: 'An answer to a why. It may explain several things.' })
export class CauseType implements Omit<Cause, 'order'> {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => [StepType])
  readonly leadsTo!: Cause['leadsTo'];

  @Field()
  readonly text!: string;

  @Field(() => ControlEnum)
  readonly control!: Control;

  @Field(() => CauseStatusEnum)
  readonly status!: Cause['status'];

  @Field(() => [CauseEvidenceType])
  readonly evidence!: Cause['evidence'];

  @Field({ nullable: true })
  readonly refutedBecause?: string;

  @Field(() => String, { nullable: true, description: 'What to ask instead: as it is worded it cannot be a root.' })
  readonly askInstead!: string | null;
}

@ObjectType('WhyQuestion')
export class QuestionType {
  @Field(() => ID, { name: 'id' })
  readonly questionId!: string;

  @Field(() => ID, { description: 'The cause that it asks about, or `problem`.' })
  readonly ofId!: string;

  @Field()
  readonly text!: string;
}

@ObjectType('WhyContributor')
export class ContributorType {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => ID)
  readonly teamId!: string;

  @Field({ description: 'What the team does in the company.' })
  readonly function!: string;

  @Field(() => Int, { description: 'Questions, answers, evidence and confirmations so far.' })
  readonly contributions!: number;
}

@ObjectType('SharedRoot', { description: 'One appearance of a root.' })
export class SharedRootType {
  @Field(() => ID)
  readonly whyId!: string;

  @Field(() => ID)
  readonly causeId!: string;

  @Field({ nullable: true })
  readonly text?: string;
}

@ObjectType('WhyRoot', { description: 'A cause that people agreed to work on, or to escalate.' })
export class RootType implements Root {
  @Field(() => ID)
  readonly causeId!: string;

  @Field({ nullable: true, description: 'Why fewer whys than five were enough.' })
  readonly earlyStopReason?: string;

  @Field({ nullable: true, description: 'Whom it was escalated to.' })
  readonly escalatedTo?: string;

  @Field(() => [SharedRootType], { description: 'Roots of other analyses that are the same.' })
  readonly sameAs!: Root['sameAs'];

  @Field(() => [ID], { description: 'The cycles whose change works on it.' })
  readonly cycleIds!: readonly string[];
}

@ObjectType('WhyMergeSuggestion', { description: 'Two answers that say nearly the same.' })
export class MergeSuggestionType {
  @Field(() => [ID])
  readonly causeIds!: readonly string[];

  @Field(() => Float, { description: 'Sørensen–Dice over their words, 0 to 1.' })
  readonly similarity!: number;
}

@ObjectType('WhyFigures')
export class WhyFiguresType {
  @Field(() => Int, { description: 'Whys from the problem to the deepest cause that stands.' })
  readonly depth!: number;

  @Field(() => Int, { description: 'Causes on the widest level.' })
  readonly breadth!: number;

  @Field(() => Float, { nullable: true, description: 'Share of the standing causes with evidence.' })
  readonly evidenceCoverage!: number | null;

  @Field(() => Int, { description: 'Causes that stand.' })
  readonly n!: number;

  @Field(() => Float, { nullable: true, description: 'Shannon entropy of contributions over the teams, in nats.' })
  readonly contributorDiversity!: number | null;

  @Field(() => Int)
  readonly contributions!: number;
}

@ObjectType('WhyAnalysis', { description: 'A search for root causes, by asking why.' })
export class WhyType implements Omit<WhyRow, 'causes' | 'framedAt' | 'changedAt'> {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => WhyStatusEnum)
  readonly status!: WhyStatus;

  @Field(() => ProblemType)
  readonly problem!: Problem;

  @Field()
  readonly symptomId!: string;

  @Field(() => Int, { description: '1, a nuisance, to 5, stops the work.' })
  readonly severity!: number;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field(() => [ID])
  readonly facilitatorIds!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'The cycle that it was begun for.' })
  readonly cycleId?: string;

  @Field(() => ID, { nullable: true })
  readonly findingId?: string;

  @Field(() => [ContributorType])
  readonly contributors!: WhyRow['contributors'];

  @Field(() => [QuestionType])
  readonly questions!: WhyRow['questions'];

  @Field(() => [RootType])
  readonly roots!: readonly Root[];

  @Field(() => Date)
  readonly framedAt!: string;

  @Field(() => Date)
  readonly changedAt!: string;
}

@ObjectType()
export class WhyConnection extends connectionOf(WhyType, 'WhyAnalysis') {}

@ObjectType('RootLeverage', { description: 'One root, in whatever analyses it was found, and what it would relieve.' })
export class LeverageType {
  @Field(() => [SharedRootType])
  readonly roots!: readonly SharedRootType[];

  @Field(() => ControlEnum)
  readonly control!: Control;

  @Field(() => [String])
  readonly symptomIds!: readonly string[];

  @Field(() => Int, { description: 'Severities of the open analyses that reach it, added up.' })
  readonly leverage!: number;

  @Field(() => Int, { description: 'Open analyses that reach it.' })
  readonly n!: number;
}

@ArgsType()
export class WhyArgs extends CommandArgs {
  @Field(() => ID)
  readonly whyId!: string;
}
