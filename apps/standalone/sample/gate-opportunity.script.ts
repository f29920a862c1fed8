import { teams } from './company';
import { type Step, clock, commandIdOf, word } from './script';

/** An opportunity's id is that of its command. */
export const gateOpportunityId = commandIdOf('gate-opportunity', 0);

/** Where the test of the gates comes from: both sides score the idea, each without seeing the other. */
export function gateOpportunityScript(): Step[] {
  const now = clock('2025-02-17T09:00:00Z');
  const id = gateOpportunityId;
  const step = (as: string, mutation: string, args: Step['args']): Step => ({
    ...{ as, mutation, args: { id, ...args }, occurredAt: now() },
  });
  return [
    {
      as: 'pia',
      mutation: 'raiseOpportunity',
      args: {
        title: 'Fewer players leave at the first gate',
        problem: 'New players put the game away where they first have to wait.',
        teamIds: [teams.Product.id, teams.Engineering.id],
      },
      occurredAt: now(),
    },
    step('pia', 'linkEvidence', { kind: word('feedback'), ref: 'https://feedback.example.com/topics/the-wait' }),
    step('pia', 'openScoring', { methods: [word('rice'), word('moscow')] }),
    step('pia', 'scoreOpportunity', {
      side: word('product'),
      rice: { reach: 90_000, impact: 2, confidence: 0.8, effort: 1 },
      moscow: word('must'),
    }),
    step('tom', 'scoreOpportunity', {
      side: word('engineering'),
      rice: { reach: 90_000, impact: 0.5, confidence: 0.8, effort: 1 },
      moscow: word('could'),
    }),
    step('pia', 'revealScores', {}),
    step('pia', 'stateHypothesis', {
      hypothesis: 'If the first gate comes later, more players are back after 7 days.',
    }),
  ];
}
