import type { Event } from '@tandem/core';

/** Something that speaks for or against a symptom: the same source speaks once, its last word counts. */
export interface Source {
  /** An exercise by its kind, a tool by its signal. */
  readonly name: string;
  readonly from: 'exercise' | 'tool';
  /** How strongly it speaks, from 0 (against) to 1. */
  readonly strength: number;
  /** How far such a source is to be trusted, from 0 to 1. */
  readonly weight: number;
  /** How many observations it rests on. */
  readonly n: number;
  /** The finding or the event that said it. */
  readonly evidenceId: string;
  /** The person who linked the finding. A tool is nobody. */
  readonly foundById?: string;
}

/** Which symptom, of which team. */
export interface About {
  readonly symptomId: string;
  readonly teamId: string;
}

export type SymptomStatus = 'observed' | 'suspected' | 'confirmed' | 'refuted' | 'resolved';

/** How sure one is, and by which sources. */
export interface Certainty {
  /** From 0 to 1: one minus the chance that all sources err (noisy-or). */
  readonly confidence: number;
  readonly sources: readonly string[];
  /** Whoever found what speaks for it. */
  readonly foundByIds?: readonly string[];
}

export type SymptomEvent =
  | Event<'SourceObserved', About & { source: Source }>
  | Event<'SymptomSuspected', About & Certainty>
  | Event<'SymptomConfirmed', About & Certainty>
  | Event<'SymptomRefuted', About & { reason: string }>
  | Event<'SymptomResolved', About & Certainty>
  | Event<'SymptomRecurred', About & Certainty>;
