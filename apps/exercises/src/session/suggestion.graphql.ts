import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Suggestion } from './suggestion.measures';

@ObjectType('Suggestion', { description: 'A finding that the figures speak for. Whether it is one, people decide.' })
export class SuggestionType implements Suggestion {
  @Field(() => String, { description: 'The symptom it would be evidence for: S1 to S18.' })
  readonly symptomId!: Suggestion['symptomId'];

  @Field({ description: 'Which figure speaks for it.' })
  readonly because!: string;

  @Field()
  readonly value!: number;

  @Field({ description: 'From where the figure counts.' })
  readonly threshold!: number;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'With toTeamId: what to name when the finding is recorded.' })
  readonly fromTeamId?: string;

  @Field(() => ID, { nullable: true })
  readonly toTeamId?: string;
}
