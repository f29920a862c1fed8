import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Figure } from '../figure.measures';
import { FigureType, ResultType } from '../result.graphql';
import { SuggestionType } from '../suggestion.graphql';
import type { Suggestion } from '../suggestion.measures';
import type { SiloChange } from './silo-change.measures';
import type { InteractionMode } from './silo-spotlight.events';
import type {
  Congruence,
  PairFlag,
  SiloNetwork,
  SiloPair,
  SiloSpotlightResult,
  SiloTeam,
} from './silo-spotlight.measures';
import type { Silo } from './silos.measures';

export const PairFlagEnum = {
  collaboration_without_tie: 'collaboration-without-tie',
  service_friction_rising: 'service-friction-rising',
  healthy_silence: 'healthy-silence',
} as const satisfies Record<string, PairFlag>;
registerEnumType(PairFlagEnum, {
  name: 'PairFlag',
  description:
    'What stands out where two teams meet: they mean to collaborate and little flows; one serves the other and the complaints grow; one serves the other and nobody complains, which is well.',
});

@ObjectType('SiloPair', { description: 'What one team suffers from another, and how well what flows to it serves.' })
export class SiloPairType implements SiloPair {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => Int, { description: 'How many challenges of the one name the other.' })
  readonly n!: number;

  @Field({ description: 'How heavy they are together: severity, times how often they come.' })
  readonly weight!: number;

  @Field({ description: 'The weight as a part of the heaviest pair’s, 0 to 1.' })
  readonly need!: number;

  @Field(() => Number, { nullable: true, description: 'How well information flows, 0 to 1. Null is not known.' })
  readonly tie!: number | null;

  @Field(() => Number, { nullable: true, description: 'need · (1 - tie). Null where the tie is not known.' })
  readonly gap!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'How the two mean to work together; null when nothing was said.',
  })
  readonly mode!: InteractionMode | null;

  @Field(() => PairFlagEnum, { nullable: true })
  readonly flag!: PairFlag | null;

  @Field(() => Int, { description: 'How many of the challenges the named team knew of.' })
  readonly knew!: number;

  @Field(() => Int)
  readonly suspected!: number;

  @Field(() => Int)
  readonly unaware!: number;

  @Field(() => Int, { description: 'How many of the challenges wait on the named team.' })
  readonly waits!: number;

  @Field(() => Int, { description: 'How many challenges the other team helps with.' })
  readonly helped!: number;
}

@ObjectType('SiloTeam', { description: 'A team in the network of who suffers from whom.' })
export class SiloTeamType implements SiloTeam {
  @Field(() => ID)
  readonly teamId!: string;

  @Field({ description: 'The weight with which others name it.' })
  readonly inStrength!: number;

  @Field({ description: 'The weight with which it names others.' })
  readonly outStrength!: number;

  @Field({ description: 'How much friction between others passes through it, 0 to 1.' })
  readonly betweenness!: number;

  @Field(() => FigureType, { description: 'E-I index: -1, all its challenges are its own, to 1, all name others.' })
  readonly externalInternal!: Figure;

  @Field(() => FigureType, { description: 'The part of what others suffer through it that it did not know of.' })
  readonly blindSpot!: Figure;

  @Field(() => FigureType, { description: 'The part of the challenges naming it that it accepts.' })
  readonly responsiveness!: Figure;

  @Field(() => FigureType, { description: 'The gaps of all who name it together, as far as they are known.' })
  readonly gap!: Figure;
}

@ObjectType('Congruence', {
  description: 'How much of the need has a working tie, 0 to 1, over the pairs whose tie is known.',
})
export class CongruenceType extends FigureType implements Congruence {
  @Field(() => Number, { nullable: true, description: 'If nothing flows in the ties that are not known.' })
  readonly least!: number | null;

  @Field(() => Number, { nullable: true, description: 'If all is well in the ties that are not known.' })
  readonly most!: number | null;
}

@ObjectType('SiloNetwork')
export class SiloNetworkType implements SiloNetwork {
  @Field(() => Number, { nullable: true, description: 'The part of all possible pairs that name one another.' })
  readonly density!: number | null;

  @Field(() => Number, { nullable: true, description: 'The part of the pairs that name one another both ways.' })
  readonly reciprocity!: number | null;

  @Field(() => Number, { nullable: true, description: 'The part of the weight that goes both ways.' })
  readonly weightedReciprocity!: number | null;

  @Field(() => CongruenceType)
  readonly congruence!: Congruence;

  @Field(() => FigureType, { description: 'The part of all that is suffered that the named team did not know of.' })
  readonly blindSpot!: Figure;

  @Field(() => [[ID]], { nullable: true, description: 'The blocks that working ties make. Null while none is known.' })
  readonly blocks!: readonly (readonly string[])[] | null;

  @Field(() => Number, {
    nullable: true,
    description: 'How much more hangs together inside the blocks than by chance.',
  })
  readonly modularity!: number | null;
}

@ObjectType('Silo', {
  description: 'Two teams that complain of each other, either way, and how surely what they need does not flow.',
})
export class SiloType implements Silo {
  @Field(() => [ID])
  readonly teamIds!: readonly [string, string];

  @Field(() => Int, { description: 'How many challenges of either name the other.' })
  readonly n!: number;

  @Field(() => Int, { description: 'The challenges, those that the named team accepts counted twice.' })
  readonly witnesses!: number;

  @Field(() => Number, {
    nullable: true,
    description:
      'The chance that something needed does not flow: 1 - Π (1 - w · (1 - tie)) over the challenges, w being severity 1 to 5 times frequency 1 to 4, of 20; or severity of 5. Null where no tie is known.',
  })
  readonly depth!: number | null;

  @Field({ description: 'Depth of .5 or more, and two witnesses: one challenge alone may name the wrong team.' })
  readonly isSilo!: boolean;
}

@ObjectType('SiloSpotlightResult', { implements: () => ResultType })
export class SiloSpotlightResultType extends ResultType implements SiloSpotlightResult {
  @Field(() => SiloNetworkType)
  readonly network!: SiloNetwork;

  @Field(() => [SiloTeamType], { description: 'Most gap first.' })
  readonly teams!: readonly SiloTeam[];

  @Field(() => [SiloPairType], { description: 'Deepest gap first.' })
  readonly pairs!: readonly SiloPair[];

  @Field(() => [SiloType], { description: 'Both ways taken together, deepest first.' })
  readonly silos!: readonly Silo[];

  @Field(() => [SuggestionType])
  readonly suggestions!: readonly Suggestion[];
}

@ObjectType('TeamBlindSpotChange')
export class TeamBlindSpotChangeType {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => Number, { nullable: true })
  readonly blindSpot!: number | null;
}

@ObjectType('SiloChange', { description: 'What became of the network since the session that this one measures again.' })
export class SiloChangeType implements SiloChange {
  @Field(() => FigureType, { description: 'The part of the old challenges that are still named.' })
  readonly persistence!: Figure;

  @Field(() => Number, { nullable: true, description: 'How much more congruence; null where one is not known.' })
  readonly congruence!: number | null;

  @Field(() => Number, { nullable: true, description: 'How much more is not known of; below 0 is better.' })
  readonly blindSpot!: number | null;

  @Field(() => [TeamBlindSpotChangeType])
  readonly teams!: readonly TeamBlindSpotChangeType[];

  @Field(() => [SiloPairType], { description: 'The pairs of today, with the services whose complaints grew.' })
  readonly pairs!: readonly SiloPair[];
}
