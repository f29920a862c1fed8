import type { Anonymity, Template } from './session.events';

/** How many people must stand behind what is shown of detached contributions: scores, and free text. */
export const usualAnonymity: Anonymity = { kScores: 5, kComments: 10 };

/** Whether nobody can tell who wrote what in some phase of this course. */
export const isDetached = ({ phases }: Pick<Template, 'phases'>) =>
  phases.some(({ collects }) => collects?.mode === 'detached');
