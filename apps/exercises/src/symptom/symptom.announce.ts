import { type Announcement, symptomChanged } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { SymptomEvent } from './symptom.events';

const words = {
  SymptomSuspected: 'suspected',
  SymptomConfirmed: 'confirmed',
  SymptomRefuted: 'refuted',
  SymptomResolved: 'resolved',
  SymptomRecurred: 'recurred',
} as const;

/** What the company hears: that a symptom was found, or is gone. What people wrote stays here. */
export function announce({ type, data, at }: Recorded<SymptomEvent>): Announcement[] {
  if (type === 'SourceObserved') return [];
  const { symptomId, teamId } = data;
  const sure = 'confidence' in data ? { confidence: data.confidence } : {};
  const found = 'foundByIds' in data && data.foundByIds ? { foundByIds: [...data.foundByIds] } : {};
  return [
    symptomChanged.of({ symptomId, teamId, change: words[type], ...sure, ...found, changedAt: at.toISOString() }),
  ];
}
