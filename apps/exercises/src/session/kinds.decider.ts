import { type Command, demand } from '@tandem/core';
import type { Exercise } from './exercise.decider';
import { feedbackSpeed, type FeedbackSpeedCommand } from './feedback-speed/feedback-speed.decider';
import type { Kind, WorkEvent } from './kinds.events';
import { roleSwap, type RoleSwapCommand } from './role-swap/role-swap.decider';
import { shadowing, type ShadowingCommand } from './shadowing/shadowing.decider';
import { signalNoise, type SignalNoiseCommand } from './signal-noise/signal-noise.decider';
import { siloSpotlight, type SiloSpotlightCommand } from './silo-spotlight/silo-spotlight.decider';

/** What the kinds add to what can be asked of a session. */
export type WorkCommand =
  FeedbackSpeedCommand | RoleSwapCommand | ShadowingCommand | SignalNoiseCommand | SiloSpotlightCommand;

/** A kind as the kernel sees it. */
export type AnyExercise = Exercise<unknown, Command, WorkEvent>;

const exercises: Readonly<Record<Kind, AnyExercise>> = {
  'feedback-speed': feedbackSpeed,
  'role-swap': roleSwap,
  shadowing,
  'signal-noise': signalNoise,
  'silo-spotlight': siloSpotlight,
};

/** The rules of one kind of exercise. The kernel knows nothing else of it. */
export function exerciseOf(kind: Kind): AnyExercise {
  const exercise: AnyExercise | undefined = exercises[kind];
  demand(exercise !== undefined, 'unknown-kind', `There is no exercise of the kind ${kind}.`);
  return exercise;
}

/** Every kind that can be run. */
export const allExercises: readonly AnyExercise[] = Object.values(exercises);
