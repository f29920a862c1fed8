import { teams } from './company';
import { type Counts, type Player, players, published } from './cookie-cats';
import { gateOpportunityId } from './gate-opportunity.script';
import { type Step, clock, commandIdOf, word } from './script';

/** A proposal's id is that of its command. */
export const experimentIdOf = (name = 'cookie-cats'): string => commandIdOf(name, 0);

/** Both sides say yes to one design before the first player sees it, in the week before the test begins. */
export function cookieCatsScript(name = 'cookie-cats'): Step[] {
  const now = clock('2025-02-24T09:00:00Z');
  const id = experimentIdOf(name);
  const version = (key: string) => ({ key, weight: 1 });
  const share = (key: string) => ({ key, kind: word('proportion') });
  return [
    {
      as: 'pia',
      mutation: 'proposeExperiment',
      args: {
        hypothesis: 'If the first gate comes at level 40 instead of 30, more players are back after 7 days.',
        teamIds: [teams.Product.id, teams.Engineering.id],
        variants: [version('gate_30'), version('gate_40')],
        metrics: [share('retention_7'), share('retention_1')],
        opportunityId: gateOpportunityId,
        plan: { units: 90_000, days: 28, minimumEffect: 0.01, power: 0.8 },
        rule: word('clear_signals'),
        customerInsight: 'Players say that the wait at the first gate is where they put the game away.',
        feasibility: 'The level of the gate is one setting of the server: taken back within a minute, no release.',
      },
      occurredAt: now(),
    },
    { as: 'pia', mutation: 'endorseExperiment', args: { id, side: word('product') }, occurredAt: now() },
    { as: 'tom', mutation: 'endorseExperiment', args: { id, side: word('engineering') }, occurredAt: now() },
    {
      as: 'tom',
      mutation: 'defineFlag',
      args: {
        ...{ key: 'first-gate', experimentId: id },
        values: [
          { variant: 'gate_30', value: '30' },
          { variant: 'gate_40', value: '40' },
        ],
      },
      answer: 'key',
      occurredAt: now(),
    },
    { as: 'tom', mutation: 'startExperiment', args: { id }, occurredAt: now() },
  ];
}

/** What both sides had agreed on decides at the end of the plan, four weeks after the start; what it taught is kept. */
export function cookieCatsDecisionScript(id = experimentIdOf()): Step[] {
  const now = clock('2025-03-24T10:00:00Z');
  return [
    { as: 'pia', mutation: 'decideExperiment', args: { id }, occurredAt: now() },
    {
      as: 'pia',
      mutation: 'recordLearning',
      args: {
        ...{ id, outcome: word('refuted') },
        found: 'With the gate at level 40 fewer players are back after 7 days: 18.20 % where level 30 has 19.02 %.',
        next: 'The gate stays at level 30.',
        tags: ['retention', 'gates'],
      },
      occurredAt: now(),
    },
  ];
}

export interface Batch {
  readonly facts: number;
  readonly body: string;
}

/** What the trackers saw, in batches of half the size that the endpoint takes. */
export function* cookieCatsBatches(name = 'cookie-cats', counts: Counts = published, size = 5_000): Generator<Batch> {
  const experimentId = experimentIdOf(name);
  let facts: object[] = [];
  for (const player of players(counts))
    for (const fact of factsOf(player)) {
      facts.push({ experimentId, unit: player.id, ...fact });
      if (facts.length < size) continue;
      yield { facts: facts.length, body: JSON.stringify({ facts }) };
      facts = [];
    }
  if (facts.length > 0) yield { facts: facts.length, body: JSON.stringify({ facts }) };
}

const factsOf = ({ id, variant, installedAt, day1, day7 }: Player): object[] => [
  { type: 'exposure', variant, at: installedAt },
  ...(day1 ? [{ type: 'observation', id: `${id}-day-1`, metric: 'retention_1', at: day1 }] : []),
  ...(day7 ? [{ type: 'observation', id: `${id}-day-7`, metric: 'retention_7', at: day7 }] : []),
];
