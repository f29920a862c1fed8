import { ArgsType, Field, Float, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Bands } from './feedback-speed.events';
import { SessionArgs } from '../session.graphql';
import { type Band, usualBands } from './yardstick.measures';

export const BandEnum = { green: 'green', yellow: 'yellow', red: 'red' } as const satisfies Record<Band, Band>;
registerEnumType(BandEnum, { name: 'Band', description: 'As wished, to be looked at, not to be left so.' });

@ObjectType('FeedbackSpeedBands', { description: 'Up to where a figure is green, and up to where yellow; then red.' })
export class BandsType implements Bands {
  @Field(() => Float, { description: 'A median of so many work days at most is green.' })
  readonly greenWorkDays!: number;

  @Field(() => Float)
  readonly yellowWorkDays!: number;

  @Field(() => Float, { description: 'A loss rate of so much at most, from 0 to 1, is green.' })
  readonly greenLoss!: number;

  @Field(() => Float)
  readonly yellowLoss!: number;
}

@InputType('FeedbackSpeedBandsInput')
export class BandsInput implements Bands {
  @Field(() => Float, { defaultValue: usualBands.greenWorkDays })
  readonly greenWorkDays!: number;

  @Field(() => Float, { defaultValue: usualBands.yellowWorkDays })
  readonly yellowWorkDays!: number;

  @Field(() => Float, { defaultValue: usualBands.greenLoss })
  readonly greenLoss!: number;

  @Field(() => Float, { defaultValue: usualBands.yellowLoss })
  readonly yellowLoss!: number;
}

@ArgsType()
export class SelectSubjectArgs extends SessionArgs {
  @Field({ description: 'One decision or project, or a batch of five to twenty pieces of feedback.' })
  readonly subject!: string;

  @Field(() => [[ID]], {
    defaultValue: [],
    description: 'The ways that feedback is meant to take, each a list of teams: what detours are measured against.',
  })
  readonly declaredPaths!: string[][];

  @Field(() => BandsInput, { nullable: true, description: 'Left out: 2 and 5 work days, a tenth and a quarter lost.' })
  readonly bands?: BandsInput;
}
