export {
  type Application,
  type Applied,
  applyBatch,
  type CrashPoint,
  type Effects,
  offsetsOf,
  trimInbox,
} from './apply-batch';
export {
  type Batch,
  type Bus,
  type Consumption,
  DeadLetter,
  type InRecord,
  type Lag,
  type OnError,
  type OutRecord,
  Retry,
  type TopicPlan,
  type Turn,
} from './bus';
export { CreateBus1760000000000 } from './bus.migration';
export { CreateConsumer1760000000001 } from './consumer.migration';
export { discardDeadLetters, type Letters, replayDeadLetters, type Replayed } from './dead-letters';
export { KafkaBus } from './kafka-bus';
export { type KafkaBusOptions } from './kafka-options';
export { PostgresBus, type PostgresBusOptions } from './postgres-bus';
