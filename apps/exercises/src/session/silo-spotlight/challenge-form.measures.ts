import { z } from 'zod';
import type { ChallengeText } from './silo-spotlight.events';

const relation = z.strictObject({
  teamId: z.guid().toLowerCase(),
  type: z.enum(['waits_on', 'lacks_info_from', 'gets_rework_from', 'goal_conflict_with', 'helped_by']),
});

const challenge = z.strictObject({
  text: z.string().trim().min(1).max(500),
  category: z.enum([
    'dependency',
    'information',
    'decision',
    'capacity',
    'quality',
    'tooling',
    'goal_conflict',
    'other',
  ]),
  severity: z.int().min(1).max(5),
  frequency: z.enum(['daily', 'weekly', 'monthly', 'rare']),
  valueStep: z.string().trim().min(1).max(100).optional(),
  relations: z.array(relation).max(20),
  repeats: z.string().optional(),
});

/** What one person lists alone. Nobody in the team learns who listed what. */
export const soloList = z.strictObject({ challenges: z.array(challenge).min(1).max(20) });

/** What a team agrees on: seven challenges at most. */
export const teamList = z.strictObject({ challenges: z.array(challenge).min(1).max(7) });

/** How one person spreads five dots: two on a cluster at most. */
export const ballot = z
  .strictObject({
    dots: z.array(z.strictObject({ clusterId: z.string(), dots: z.int().min(1).max(2) })).min(1),
  })
  .refine(({ dots }) => dots.reduce((sum, one) => sum + one.dots, 0) <= 5, 'There are five dots to give.')
  .refine(({ dots }) => new Set(dots.map((one) => one.clusterId)).size === dots.length, 'Name every cluster once.');

export type List = { readonly challenges: readonly ChallengeText[] };
export type Ballot = z.infer<typeof ballot>;
