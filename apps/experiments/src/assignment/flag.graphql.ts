import { ArgsType, Field, Float, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import type { Algorithm } from './flag.events';

export const AlgorithmEnum = {
  tandem: 'tandem',
  growthbook: 'growthbook',
  growthbook_v1: 'growthbook-v1',
  planout: 'planout',
  unleash: 'unleash',
  eppo: 'eppo',
  flagd: 'flagd',
} as const satisfies Record<string, Algorithm>;
registerEnumType(AlgorithmEnum, {
  name: 'AssignmentAlgorithm',
  description: 'How units are spread over variants: our own, or as another product does it, to take its tests over.',
});

@ObjectType('FlagValue', { description: 'What a program gets for a variant.' })
export class FlagValueType {
  @Field()
  readonly variant!: string;

  @Field({ description: 'As JSON: true, 12, "text" or an object.' })
  readonly value!: string;
}

@ObjectType('LayerSlot', { description: "An experiment's stretch of a layer." })
export class SlotType {
  @Field()
  readonly layer!: string;

  @Field(() => Float, { description: 'From this share of the layer on.' })
  readonly from!: number;

  @Field(() => Float)
  readonly to!: number;
}

@ObjectType('Flag', {
  description: "Shows an experiment's variants to units. Served over OFREP to every OpenFeature SDK.",
})
export class FlagType {
  @Field({ description: 'What programs ask for.' })
  readonly key!: string;

  @Field(() => ID)
  readonly experimentId!: string;

  @Field(() => [FlagValueType])
  readonly values!: FlagValueType[];

  @Field(() => AlgorithmEnum)
  readonly algorithm!: Algorithm;

  @Field()
  readonly salt!: string;

  @Field({ description: 'The attribute that names a unit.' })
  readonly unit!: string;

  @Field(() => String, { nullable: true, description: 'Another one, where it is missing.' })
  readonly fallbackUnit!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom it is for, as JSON. Null: everybody.' })
  readonly targeting!: string | null;

  @Field(() => [SlotType], { description: 'It shares no unit with the other experiments of these layers.' })
  readonly slots!: SlotType[];

  @Field({ description: 'A unit keeps the variant that it saw first, whatever changes.' })
  readonly sticky!: boolean;

  @Field(() => Float, { description: 'The share of the units that takes part, 0 to 1.' })
  readonly coverage!: number;
}

@ObjectType('Layer', { description: 'Experiments of one layer never share a unit.' })
export class LayerType {
  @Field()
  readonly name!: string;

  @Field(() => Float, { description: 'The share of the units that no experiment of the layer sees.' })
  readonly heldOutShare!: number;

  @Field(() => Float, { description: 'The share that nobody has yet.' })
  readonly freeShare!: number;

  @Field(() => [LayerShareType])
  readonly shares!: LayerShareType[];
}

@ObjectType('LayerShare')
export class LayerShareType {
  @Field(() => ID)
  readonly experimentId!: string;

  @Field(() => Float)
  readonly share!: number;
}

@InputType()
export class FlagValueInput {
  @Field()
  readonly variant!: string;

  @Field({ description: 'As JSON: true, 12, "text" or an object.' })
  readonly value!: string;
}

@InputType()
export class LayerShareInput {
  @Field()
  readonly layer!: string;

  @Field(() => Float, { description: 'How much of it, .0001 to 1.' })
  readonly share!: number;
}

@ArgsType()
export class DefineFlagArgs extends CommandArgs {
  @Field({ description: 'What programs ask for.' })
  readonly key!: string;

  @Field(() => ID)
  readonly experimentId!: string;

  @Field(() => [FlagValueInput], { nullable: true, description: 'Left out: the keys of the variants.' })
  readonly values?: FlagValueInput[];

  @Field(() => AlgorithmEnum, { defaultValue: 'tandem' })
  readonly algorithm!: Algorithm;

  @Field({ nullable: true, description: 'Left out: the id of the experiment.' })
  readonly salt?: string;

  @Field({ defaultValue: 'targetingKey', description: 'The attribute that names a unit, such as team.id.' })
  readonly unit!: string;

  @Field({ nullable: true, description: 'Another one, where it is missing.' })
  readonly fallbackUnit?: string;

  @Field({
    nullable: true,
    description: 'Whom it is for, as JSON: {"country": {"$in": ["DE", "AT"]}}. Left out: everybody.',
  })
  readonly targeting?: string;

  @Field(() => [LayerShareInput], { defaultValue: [], description: 'Parts of layers that it takes for itself.' })
  readonly layers!: LayerShareInput[];

  @Field({ defaultValue: false, description: 'A unit keeps the variant that it saw first, whatever changes.' })
  readonly sticky!: boolean;
}

@ArgsType()
export class SetFlagCoverageArgs extends CommandArgs {
  @Field()
  readonly key!: string;

  @Field(() => Float, { description: 'The share of the units that takes part, 0 to 1.' })
  readonly coverage!: number;
}

@ArgsType()
export class FlagArgs extends CommandArgs {
  @Field()
  readonly key!: string;
}

@ArgsType()
export class DefineLayerArgs extends CommandArgs {
  @Field()
  readonly name!: string;

  @Field(() => Float, { defaultValue: 0, description: 'The share of the units that no experiment of the layer sees.' })
  readonly heldOutShare!: number;
}
