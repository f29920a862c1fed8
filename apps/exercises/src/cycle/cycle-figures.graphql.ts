import { ArgsType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { CycleFigure, CycleFigures, PortfolioColumn, Stagnation } from './cycle-figures.measures';
import type { CycleStatus } from './cycle.events';
import { CycleStatusEnum } from './cycle.graphql';

@ObjectType('CycleFigure', { description: 'A number over cycles with what it rests on. Null where there is no data.' })
export class CycleFigureType implements CycleFigure {
  @Field(() => Float, { nullable: true })
  readonly value!: number | null;

  @Field(() => Int)
  readonly n!: number;

  @Field(() => Float, { nullable: true, description: 'With 95 % confidence it is not less. Null: not known.' })
  readonly ciLow!: number | null;

  @Field(() => Float, { nullable: true, description: 'With 95 % confidence it is not more. Null: not known.' })
  readonly ciHigh!: number | null;

  @Field({ description: 'Too few observations to lean on.' })
  readonly lowSample!: boolean;

  @Field(() => String)
  readonly method!: CycleFigure['method'];

  @Field({ description: 'The edition of the formulas.' })
  readonly statsVersion!: string;
}

@ObjectType('CycleStagnation', {
  description: 'The signal of symptom S17: rituals go on, and nothing is asked any more.',
})
export class StagnationType implements Stagnation {
  @Field(() => Date)
  readonly from!: string;

  @Field(() => Date)
  readonly to!: string;

  @Field(() => Int, { description: 'Cycles that were opened in these 91 days.' })
  readonly opened!: number;

  @Field(() => Int, { description: '1: none was opened; 0: some were.' })
  readonly signal!: 0 | 1;
}

@ObjectType('CycleFigures', { description: 'How well my organisation improves.' })
export class CycleFiguresType implements CycleFigures {
  @Field(() => CycleFigureType, {
    description:
      'Days of work (Monday to Friday, 9 to 17 UTC) from the first why to the first try; those that wait count too.',
  })
  readonly askToFirstChange!: CycleFigure;

  @Field(() => CycleFigureType, {
    description: 'Share that was measured, of the changes both sides agreed on that are due for review or measured.',
  })
  readonly followThrough!: CycleFigure;

  @Field(() => CycleFigureType, { description: 'Share whose last verdict is an improvement, of the measured tries.' })
  readonly improvedRate!: CycleFigure;

  @Field(() => CycleFigureType, { description: 'Tries until a change was adopted, at the median.' })
  readonly iterationsToAdopt!: CycleFigure;

  @Field(() => CycleFigureType, { description: 'Share that came back, of the adopted ones that were watched through.' })
  readonly recurrence!: CycleFigure;

  @Field(() => CycleFigureType, { description: 'Teams that thought about a change together, at the median.' })
  readonly breadth!: CycleFigure;

  @Field(() => CycleFigureType, {
    description: 'Share of the cycles whose collaborators are of two functions or more.',
  })
  readonly acrossFunctions!: CycleFigure;

  @Field(() => Int, { description: 'Tries that began without a baseline.' })
  readonly overrides!: number;

  @Field(() => Int)
  readonly cycles!: number;

  @Field(() => StagnationType)
  readonly stagnation!: Stagnation;
}

@ObjectType('CyclePortfolioColumn', { description: 'One stage of the portfolio.' })
export class PortfolioColumnType implements PortfolioColumn {
  @Field(() => CycleStatusEnum)
  readonly status!: CycleStatus;

  @Field(() => Int)
  readonly count!: number;

  @Field(() => Int, { description: 'Of them, those that nobody has touched for 21 days.' })
  readonly stale!: number;

  @Field(() => [String])
  readonly symptomIds!: readonly string[];
}

@ArgsType()
export class CyclesOfArgs {
  @Field(() => ID, { nullable: true, description: 'Only cycles in which this team takes part.' })
  readonly teamId?: string;
}
