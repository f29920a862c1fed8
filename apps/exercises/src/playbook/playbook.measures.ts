import { z } from 'zod';

/** Where in the life of a product a playbook helps; `any`: everywhere. */
export const stages = ['discovery', 'build', 'post-launch', 'any'] as const;
export type Stage = (typeof stages)[number];

const symptomId = z.string().regex(/^S([1-9]|1[0-8])$/);
const key = z.string().regex(/^[a-z][a-z0-9-]*$/);
const sentence = z.string().trim().min(1).max(300);

/** A change that is small enough to be undone: at most two person-weeks, three teams and six weeks. */
const ChangeIdea = z.strictObject({
  id: key,
  title: sentence,
  hypothesis: z.strictObject({
    if: sentence,
    then: key.describe('The figure that it should move.'),
    direction: z.enum(['up', 'down']),
    withinDays: z.int().min(1).max(42),
  }),
  forRoots: z.array(key).min(1),
  symptoms: z.array(symptomId).min(1),
  processArea: key,
  effortPersonWeeks: z.number().positive().max(2),
  affectsTeams: z.int().min(1).max(3),
  stopRule: sentence,
  source: sentence.optional().describe('Where it comes from, if not from the practice that Tandem builds on.'),
});

const Prompt = z.strictObject({
  id: key,
  step: z.enum(['ask', 'collaborate', 'change']),
  symptoms: z.array(symptomId).min(1),
  text: sentence,
});

const Playbook = z.strictObject({
  stage: z.enum(stages),
  about: sentence,
  symptoms: z.array(symptomId).min(1),
  ask: sentence,
  likelyRoots: z.array(key).min(1),
  collaborateWith: z
    .array(z.enum(['product', 'engineering', 'design', 'data', 'site-reliability', 'analytics', 'business']))
    .min(2),
  reviewAfterDays: z.int().min(1),
  measures: z.array(key).min(1),
  prompts: z.array(Prompt).min(1),
  changes: z.array(ChangeIdea).min(1),
});

/** What to ask, whom to bring together and what to try at one stage: data, not code. */
export type Playbook = z.infer<typeof Playbook>;
export type Prompt = z.infer<typeof Prompt>;
export type ChangeIdea = z.infer<typeof ChangeIdea>;

/** Reads a playbook as it is written. Throws an error that names every field at fault. */
export function readPlaybook(name: string, written: unknown): Playbook {
  const { success, data, error } = Playbook.safeParse(written);
  if (success) return data;
  const problems = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`The playbook ${name} cannot be used:\n${problems.join('\n')}`);
}

/** The prompts and ideas that fit: of a stage and of every stage, for a symptom if one is named. */
export function fitting(playbooks: readonly Playbook[], stage: Stage | undefined, symptom: string | undefined) {
  const fits = ({ symptoms }: { readonly symptoms: readonly string[] }) => !symptom || symptoms.includes(symptom);
  return playbooks
    .filter((playbook) => !stage || playbook.stage === stage || playbook.stage === 'any')
    .filter((playbook) => !symptom || playbook.prompts.some(fits) || playbook.changes.some(fits))
    .map((playbook) => ({
      ...playbook,
      prompts: playbook.prompts.filter(fits),
      changes: playbook.changes.filter(fits),
    }));
}
