export type { Command } from './command';
export type { Decider } from './decider';
export type { Actor, Event, Recorded } from './event';
export type { Projection } from './projection';
export { Rejection, demand } from './rejection';
