export { AccessGuard, everyone, May, Open, TOKENS, Viewer } from './access';
export { BusStrategy, type BusStrategyOptions, connectBus, type Consumed, type Effect, Hears } from './bus-strategy';
export { csvOf } from './csv';
export { ErrorsFilter } from './errors.filter';
export { EventStoreModule, type Slice } from './event-store.module';
export {
  CommandArgs,
  type Connection,
  connectionOf,
  DateTime,
  idOf,
  PageArgs,
  PageInfo,
  pageOf,
  toConnection,
} from './graphql';
export {
  BadSettings,
  kafkaSettings,
  loadConfig,
  loadKafkaConfig,
  serviceSettings,
  type ServiceSettings,
} from './load-config';
export { type Figure, figuresOfTheProcess, writeFigure } from './figure';
export { LiveEvents } from './live-events';
export { createLogger, NestLogger } from './logger';
export { runService, runUntilStopped, type Stoppable } from './main';
export { markdownText } from './markdown';
export { kafkaOptions } from './open-bus';
export { type FileReply, pictureFile, type PictureFile, sendPicture } from './picture-file';
export { Problem, problem, type ProblemCode } from './problem';
export { seal, secretsKeySetting, unseal } from './sealing';
export { BUS, type Running, type Service, SETTINGS, startService } from './service';
export { makeDeclaredTopics } from './topics';
export { type Issuer, type Role, roles, type TokenReader, tokenReader } from './token';
