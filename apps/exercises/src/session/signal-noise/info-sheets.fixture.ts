import { blankSignalNoise, type SignalNoise } from './signal-noise-work.measures';
import type { InfoItem } from './signal-noise.events';

/** A signal of this value, a noise of this cost, something missing; all by chat, once a week, ten minutes. */
const flow = { topic: 'Releases', channel: 'chat', perWeek: 1, minutesPerWeek: 10 };

export const signal = (fromTeamId: string, value: number, more: object = {}): InfoItem => ({
  kind: 'signal',
  fromTeamId,
  ...flow,
  value,
  ...more,
});

export const noise = (fromTeamId: string, cost: number, more: object = {}): InfoItem => ({
  kind: 'noise',
  fromTeamId,
  ...flow,
  cost,
  reason: 'irrelevant',
  ...more,
});

export const missing = (fromTeamId: string): InfoItem => ({ kind: 'missing', fromTeamId, topic: 'Plans' });

/** A session in which these people of these teams filled in these items. */
export const signalNoiseWork = (
  sheets: readonly (readonly [teamId: string | undefined, ...items: InfoItem[]])[],
  more: Partial<SignalNoise> = {},
): SignalNoise => ({
  ...blankSignalNoise,
  teamIds: ['P', 'E', 'D'],
  mode: 'team_consensus',
  sheets: sheets.map(([teamId, ...items], index) => ({
    contributionId: `s${index}`,
    ...(teamId && { teamId }),
    items,
  })),
  ...more,
});
