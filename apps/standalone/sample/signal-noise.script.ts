import { teams } from './company';
import { findingIdOf, sessionIdOf } from './feedback-speed.script';
import { signals } from './golden-figures';
import { type Step, clock, word } from './script';
import { type Table, aroundTable, submitted } from './table';

export const signalSessionId = sessionIdOf('signals');

const table: Table = {
  sessionId: signalSessionId,
  kind: 'signal_noise',
  title: 'What reaches Engineering, and what it is worth',
  startsAt: '2026-01-14T09:00:00Z',
  seats: { Product: 'pia', Design: 'dan', Engineering: 'tom' },
};

/** A Signal-to-Noise session in consensus, from its draft to its close. */
export function signalNoiseScript(): Step[] {
  const { step, opened, advance } = aroundTable(table, clock('2026-01-14T08:00:00Z'));
  const items = (['Product', 'Design'] as const).flatMap((from) => {
    const item = (topic: string) => ({
      ...{ fromTeamId: teams[from].id, topic, channel: 'chat', perWeek: 1, minutesPerWeek: 15 },
    });
    const { values, costs } = signals[from];
    return [
      ...values.map((value, n) => ({ kind: 'signal', ...item(`What serves (${n + 1})`), value })),
      ...costs.map((cost, n) => ({ kind: 'noise', ...item(`What does not (${n + 1})`), cost, reason: 'too_late' })),
    ];
  });
  const findingId = findingIdOf('signals');
  const [fromTeamId, toTeamId] = [teams.Design.id, teams.Engineering.id];
  const guess = (share: number) => ({ guesses: [{ toTeamId: teams.Engineering.id, share }] });
  return [
    ...opened(),
    step('fay', 'prepareSignals', { frequency: word('count'), channels: ['chat'] }),
    advance(),
    ...submitted(signalSessionId, 'list_and_rate', 'tom', { items }),
    advance(),
    ...submitted(signalSessionId, 'sender_guess', 'pia', guess(0.8)),
    ...submitted(signalSessionId, 'sender_guess', 'dan', guess(0.7)),
    advance(),
    advance(),
    advance(),
    advance(),
    {
      ...step('fay', 'recordFinding', {
        summary: 'Of what Design tells Engineering a fifth serves; Design believed it to be most.',
        ...{ teamIds: [fromTeamId, toTeamId], severity: 3, fromTeamId, toTeamId },
      }),
      makes: findingId,
    },
    step('fay', 'linkFinding', { findingId, symptomId: 'S4' }),
    step('fay', 'closeSession'),
  ];
}
