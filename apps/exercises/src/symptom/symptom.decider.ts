import { type Command, type Decider, demand } from '@tandem/core';
import { certaintyOf, confirmedFrom, isIndependent, suspectedFrom } from './certainty.measures';
import type { About, Source, SymptomEvent, SymptomStatus } from './symptom.events';

export type SymptomCommand =
  | Command<'ObserveSource', About & { source: Source }>
  | Command<'RefuteSymptom', { reason: string }>
  | Command<'ResolveSymptom'>;

interface Symptom {
  readonly status: 'unknown' | SymptomStatus;
  readonly about: About;
  /** By name, the last word of each. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Whether it was confirmed before: what comes back has recurred. */
  readonly wasConfirmed: boolean;
}

const longestReason = 1_000;

/** A symptom of a team is suspected on one sign and confirmed by two that do not depend on each other. */
export const symptom: Decider<Symptom, SymptomCommand, SymptomEvent> = {
  initialState: () => ({ status: 'unknown', about: { symptomId: '', teamId: '' }, sources: {}, wasConfirmed: false }),

  decide({ type, data }, state) {
    if (type === 'ObserveSource') {
      const { source, ...about } = data;
      const sources = Object.values({ ...state.sources, [source.name]: source });
      return [{ type: 'SourceObserved', data }, ...changeOf({ ...state, about }, sources)];
    }
    const isOpen = state.status === 'suspected' || state.status === 'confirmed';
    switch (type) {
      case 'RefuteSymptom':
        demand(isOpen, 'not-open', 'Only a symptom that is suspected or confirmed can be refuted.');
        demand(data.reason.trim() !== '', 'reason-missing', '`reason` must say why it is none.');
        demand(data.reason.length <= longestReason, 'too-long', `\`reason\` has room for ${longestReason} characters.`);
        return [{ type: 'SymptomRefuted', data: { ...state.about, ...data } }];
      case 'ResolveSymptom':
        demand(isOpen, 'not-open', 'Only a symptom that is suspected or confirmed can be resolved.');
        return [{ type: 'SymptomResolved', data: { ...state.about, ...certaintyOf(Object.values(state.sources)) } }];
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'SourceObserved': {
        const { source, ...about } = data;
        const status = state.status === 'unknown' ? 'observed' : state.status;
        return { ...state, status, about, sources: { ...state.sources, [source.name]: source } };
      }
      case 'SymptomSuspected':
        return { ...state, status: 'suspected' };
      case 'SymptomConfirmed':
      case 'SymptomRecurred':
        return { ...state, status: 'confirmed', wasConfirmed: true };
      case 'SymptomRefuted':
      case 'SymptomResolved':
        // What spoke for it has been answered: only what is seen from now on counts.
        return { ...state, status: type === 'SymptomRefuted' ? 'refuted' : 'resolved', sources: {} };
    }
  },
};

/** What follows from all sources together. A symptom does not fade by itself while something still speaks for it. */
function changeOf({ status, about, wasConfirmed }: Symptom, sources: readonly Source[]): readonly SymptomEvent[] {
  const data = { ...about, ...certaintyOf(sources) };
  const { confidence } = data;
  const isConfirmed = confidence >= confirmedFrom && isIndependent(sources);

  if (isConfirmed && status !== 'confirmed')
    return [{ type: wasConfirmed ? 'SymptomRecurred' : 'SymptomConfirmed', data }];
  if (!isConfirmed && confidence >= suspectedFrom && status !== 'confirmed' && status !== 'suspected')
    return [{ type: 'SymptomSuspected', data }];
  if (confidence < suspectedFrom && (status === 'confirmed' || status === 'suspected'))
    return [{ type: 'SymptomResolved', data }];
  return [];
}
