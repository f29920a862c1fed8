import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Evidence } from './session.events';

@ObjectType('FindingEvidence', { description: 'The figures that a finding rests on. Null where nothing is known.' })
export class EvidenceType implements Evidence {
  @Field(() => ID, { nullable: true })
  readonly fromTeamId?: string;

  @Field(() => ID, { nullable: true })
  readonly toTeamId?: string;

  @Field({ nullable: true, description: 'Its part of the whole time, from 0 to 1.' })
  readonly share?: number;

  @Field({ nullable: true })
  readonly p50Hours?: number;

  @Field({ nullable: true })
  readonly p90Hours?: number;

  @Field({ nullable: true, description: 'How deep the silo is, 0 to 1.' })
  readonly gap?: number;

  @Field({ nullable: true, description: 'The part of what others suffer through a team that it did not know of.' })
  readonly blindSpot?: number;

  @Field({ nullable: true, description: 'The part of what reaches a team that serves it, 0 to 1.' })
  readonly signalShare?: number;

  @Field({ nullable: true, description: 'Hours a week that go to what serves nobody.' })
  readonly wastedHoursPerWeek?: number;

  @Field({ nullable: true, description: 'How far shadows were from what the other team does first, 0 to 1.' })
  readonly misalignment?: number;

  @Field({ nullable: true, description: 'How far those who swapped were from what the product is about, 0 to 1.' })
  readonly visionGap?: number;

  @Field({ nullable: true, description: 'What confused those who swapped, entries per 8 hours.' })
  readonly confusionRate?: number;

  @Field({ nullable: true, description: 'The part of what confused that was about who may decide.' })
  readonly decisionRightShare?: number;

  @Field(() => Int, { description: 'How many observations the figures rest on.' })
  readonly n!: number;
}
