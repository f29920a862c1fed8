import { expect, it } from '@jest/globals';
import type { Told } from './notice.events';
import { textOf } from './notice.template';

const measured = (verdict: string, nBefore = 5): Told => ({
  template: 'change-measured',
  data: { symptomId: 'S3', iteration: 1, verdict, nBefore, nAfter: 3 },
});
const decided = (decision: string): Told => ({
  template: 'experiment-decided',
  data: { decision, ruled: 'ship', look: 2, units: 90_189 },
});

it('tells an owner which symptom the cycle works on, and for which side', () =>
  expect(textOf({ template: 'cycle-opened', data: { symptomId: 'S3', side: 'engineering' } })).toEqual({
    title: 'An improvement cycle is yours',
    body: 'An improvement cycle on symptom S3 has begun. You own it on the engineering side.',
  }));

it.each<[Told, string]>([
  [
    { template: 'change-agreed', data: { symptomId: 'S3', iteration: 1 } },
    'Change 1 of the cycle on symptom S3 is agreed. Start it on its day, and measure it as the card says.',
  ],
  [
    measured('improved'),
    'Change 1 of the cycle on symptom S3 was measured, with 5 observations before and 3 after. It improved: adopt it, or refine it for more.',
  ],
  [measured('worse', 1), 'measured, with 1 observation before and 3 after.'],
  [measured('worse'), 'It got worse: take the change back, then refine or abandon it.'],
  [measured('no-change'), 'Nothing changed: refine it, or abandon it.'],
  [measured('insufficient-data'), 'That is too little to tell: measure more before you decide.'],
  [measured('word-of-tomorrow'), 'Look at the result.'],
  [
    { template: 'cycle-adopted', data: { symptomId: 'S3', iterations: 1, watchUntil: '2026-05-05T00:00:00Z' } },
    'The cycle on symptom S3 adopted its change. If the symptom comes back before 5 May 2026, report it there.',
  ],
  [
    { template: 'cycle-adopted', data: { symptomId: 'S3', iterations: 2, watchUntil: '2026-05-05T00:00:00Z' } },
    'adopted its change after 2 tries.',
  ],
  [
    { template: 'cycle-went-stale', data: { symptomId: 'S3', silentSince: '2026-01-01T23:30:00Z', role: 'owner' } },
    'Nobody has touched the cycle on symptom S3 since 1 January 2026. Take its next step, or abandon it and say why.',
  ],
  [
    { template: 'cycle-went-stale', data: { symptomId: 'S3', silentSince: '2026-01-01T23:30:00Z', role: 'opener' } },
    'Ask its two owners what keeps them.',
  ],
  [
    { template: 'cycle-recurred', data: { symptomId: 'S3', adoptedAt: '2026-02-05T00:00:00Z' } },
    'Symptom S3 came back though its change was adopted on 5 February 2026. Ask why again: the cycle is open.',
  ],
  [
    { template: 'symptom-confirmed', data: { symptomId: 'S3', again: false } },
    'show symptom S3. Open an improvement cycle with the team, with an owner on each side.',
  ],
  [{ template: 'symptom-confirmed', data: { symptomId: 'S3', again: true } }, 'show symptom S3 again.'],
  [
    { template: 'signature-asked', data: { designVersion: 2 } },
    'Version 2 of an experiment’s design is complete. Read it and sign it for your side, or say what has to change.',
  ],
  [{ template: 'experiment-started', data: { startedAt: '2026-01-05T09:00:00Z' } }, 'It began on 5 January 2026.'],
  [decided('ship'), 'Look 2 saw 90,189 units. Deliver the winner to all, and write down what you learned.'],
  [decided('roll_back'), 'The declared rule alone says otherwise; the record says why. Take the change back'],
  [decided('iterate'), 'then propose what comes next.'],
  [decided('keep_running'), 'Leave it alone until the next look.'],
  [
    { template: 'capacity-shortfall', data: { setPct: 15, usedPct: 4.53, streak: 2 } },
    'The team used 4.5 % of its time where 15 % is set aside, 2 windows in a row. Plan something to try, or set aside what you will keep.',
  ],
])('says what happened and what to do next: $template', (told, says) => {
  const { title, body } = textOf(told);
  expect(body).toContain(says);
  expect(title).toMatch(/^[A-Z][^.]+$/);
});
