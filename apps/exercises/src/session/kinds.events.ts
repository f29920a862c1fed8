import type { FeedbackSpeedEvent } from './feedback-speed/feedback-speed.events';
import type { RoleSwapEvent } from './role-swap/role-swap.events';
import type { ShadowingEvent } from './shadowing/shadowing.events';
import type { SignalNoiseEvent } from './signal-noise/signal-noise.events';
import type { SiloSpotlightEvent } from './silo-spotlight/silo-spotlight.events';

/** The exercises that the kernel runs. */
export type Kind = 'feedback-speed' | 'silo-spotlight' | 'signal-noise' | 'shadowing' | 'role-swap';

/** What the kinds add to the facts of the kernel. */
export type WorkEvent = FeedbackSpeedEvent | RoleSwapEvent | ShadowingEvent | SignalNoiseEvent | SiloSpotlightEvent;
