import { z } from 'zod';

const score = z.int().min(1).max(5);
const flow = {
  channel: z.string().trim().min(1).max(60),
  perWeek: z.number().min(0).max(1000),
  minutesPerWeek: z.number().min(0).max(3000),
};
const about = { fromTeamId: z.guid().toLowerCase(), topic: z.string().trim().min(1).max(200) };

const signal = z
  .strictObject({
    kind: z.literal('signal'),
    ...about,
    ...flow,
    value: score.optional(),
    tests: z.strictObject({ answers: score, timely: score, usable: score }).optional(),
  })
  .refine(
    ({ value, tests }) => (value === undefined) !== (tests === undefined),
    'Give either value or the three tests.',
  );

const noise = z.strictObject({
  kind: z.literal('noise'),
  ...about,
  ...flow,
  cost: score,
  reason: z.enum(['irrelevant', 'too_late', 'too_much', 'duplicate', 'unclear', 'wrong_audience']),
});

const missing = z.strictObject({ kind: z.literal('missing'), ...about, channel: flow.channel.optional() });

/** What one receiver gets and lacks, and what it is worth. */
export const infoForm = z.strictObject({
  people: z.int().min(1).max(1000).optional(),
  items: z.array(z.discriminatedUnion('kind', [signal, noise, missing])).max(100),
});

/** What one sender believes of what it sends. */
export const guessForm = z
  .strictObject({
    guesses: z
      .array(z.strictObject({ toTeamId: z.guid().toLowerCase(), share: z.number().min(0).max(1) }))
      .min(1)
      .max(50),
  })
  .refine(
    ({ guesses }) => new Set(guesses.map(({ toTeamId }) => toTeamId)).size === guesses.length,
    'Name every team once.',
  );
