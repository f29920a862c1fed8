import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { NetworkPair, NetworkTeam } from './session/team-network.measures';

@ObjectType('TeamNetworkPair', { description: 'What the newest session says of a pair of teams. Null is not known.' })
export class NetworkPairType implements NetworkPair {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => Number, { nullable: true, description: 'How much the one needs the other, 0 to 1.' })
  readonly need!: number | null;

  @Field(() => Number, { nullable: true, description: 'How well what flows serves, 0 to 1.' })
  readonly tie!: number | null;

  @Field(() => Number, { nullable: true, description: 'need · (1 - tie).' })
  readonly gap!: number | null;

  @Field(() => ID, { nullable: true, description: 'The session that says what is needed.' })
  readonly needFrom!: string | null;

  @Field(() => ID, { nullable: true, description: 'The session that says what flows.' })
  readonly tieFrom!: string | null;
}

@ObjectType('TeamNetworkTeam')
export class NetworkTeamType implements NetworkTeam {
  @Field(() => ID)
  readonly teamId!: string;

  @Field({ description: 'How much others need it.' })
  readonly inStrength!: number;

  @Field({ description: 'How much it needs others.' })
  readonly outStrength!: number;

  @Field({ description: 'How much of what others need passes through it, 0 to 1.' })
  readonly betweenness!: number;
}

@ObjectType('TeamNetwork', {
  description: 'Who needs whom and what flows, as Silo Spotlight and Signal-to-Noise know it.',
})
export class TeamNetworkType {
  @Field(() => Date, { description: 'The day of which it speaks.' })
  readonly at!: string;

  @Field(() => [NetworkTeamType])
  readonly teams!: readonly NetworkTeam[];

  @Field(() => [NetworkPairType], { description: 'Deepest gap first.' })
  readonly pairs!: readonly NetworkPair[];

  @Field(() => Number, { nullable: true })
  readonly density!: number | null;

  @Field(() => Number, { nullable: true })
  readonly reciprocity!: number | null;

  @Field(() => Number, { nullable: true })
  readonly weightedReciprocity!: number | null;

  @Field(() => [[ID]], { nullable: true, description: 'The blocks that working ties make of themselves.' })
  readonly blocks!: readonly (readonly string[])[] | null;

  @Field(() => Number, { nullable: true, description: 'How much more hangs together inside them than by chance.' })
  readonly modularity!: number | null;

  @Field(() => Number, { nullable: true, description: 'The same of the teams grouped by their function.' })
  readonly functionModularity!: number | null;
}
