import { Field, ID, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Figure } from './figure.measures';
import { type PictureName, pictureNames } from './picture.measures';
import type { Kind } from './session.events';
import { KindEnum } from './session.graphql';

@ObjectType('Figure', {
  description: 'A number with what it rests on. Its value is null where there is no data, never 0.',
})
export class FigureType implements Figure {
  @Field(() => Number, { nullable: true })
  readonly value!: number | null;

  @Field(() => Int, { description: 'How many observations it rests on.' })
  readonly n!: number;

  @Field({ description: 'Too few observations to lean on.' })
  readonly lowSample!: boolean;

  @Field({ nullable: true, description: 'With 95 % confidence it is not less.' })
  readonly ciLow?: number;

  @Field({ nullable: true, description: 'With 95 % confidence it is not more.' })
  readonly ciHigh?: number;

  @Field({ nullable: true, description: 'All that is known: it is more than this, too many are still open.' })
  readonly moreThan?: number;

  @Field(() => String, { description: 'How it was worked out.' })
  readonly method!: Figure['method'];
}

@ObjectType('SessionTable', { description: 'The data of the picture as a table: everything it shows, in words.' })
export class TableType {
  @Field(() => [String])
  readonly columns!: readonly string[];

  @Field(() => [[String]], { nullable: 'itemsAndList', description: 'Null where nothing is known.' })
  readonly rows!: readonly (readonly (string | null)[])[];
}

export const PictureEnum = Object.fromEntries(pictureNames.map((name) => [name, name])) as {
  readonly [Name in PictureName]: Name;
};
registerEnumType(PictureEnum, {
  name: 'SessionPicture',
  description: 'The forms that a picture of a result can have.',
});

@InterfaceType('SessionResult', {
  description: 'What a session showed, whatever its kind.',
  resolveType: ({ kind }: { kind: Kind }) => `${nameOf(kind)}Result`,
})
export abstract class ResultType {
  @Field(() => ID)
  readonly sessionId!: string;

  @Field(() => KindEnum)
  readonly kind!: Kind;

  @Field(() => Date, { description: 'The moment that it was shown, and that it speaks of.' })
  readonly asOf!: string;

  @Field({ description: 'The edition of the formulas.' })
  readonly statsVersion!: string;
}

const nameOf = (kind: Kind) => kind.replace(/(^|-)[a-z]/g, (start) => start.slice(-1).toUpperCase());
