import { Field, Float, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Metric, Variant } from './experiment.events';

export const MetricKindEnum = { proportion: 'proportion', mean: 'mean' } as const satisfies Record<
  Metric['kind'],
  Metric['kind']
>;
registerEnumType(MetricKindEnum, {
  name: 'MetricKind',
  description: 'Whether it happened to a unit at all, or how much of it, per unit.',
});

@ObjectType('Variant')
@InputType('VariantInput')
export class VariantType implements Variant {
  @Field({ description: 'What trackers call it: letters, digits, - and _, at most 63 of them.' })
  readonly key!: string;

  @Field(() => Float, { description: 'Its share of the units, relative to the others.' })
  readonly weight!: number;
}

@ObjectType('ExperimentMetric')
@InputType('ExperimentMetricInput')
export class MetricType implements Metric {
  @Field({ description: 'What trackers call it: letters, digits, - and _, at most 63 of them.' })
  readonly key!: string;

  @Field(() => MetricKindEnum)
  readonly kind!: Metric['kind'];
}
