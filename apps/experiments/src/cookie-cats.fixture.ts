import { readFileSync } from 'node:fs';
import { referenceData } from '@tandem/core/testing';
import { observed, seen, type UnitFact } from './experiments.fixture';

/** A player of the published test: the gate they had, rounds played in 14 days, whether they were back. */
export interface Player {
  readonly id: string;
  readonly gate: string;
  readonly rounds: number;
  readonly day1: boolean;
  readonly day7: boolean;
}

/** All 90,189 of the published file; null where the reference data is missing. */
export function players(): readonly Player[] | null {
  const file = referenceData('ab/cookie_cats.csv');
  if (!file) return null;
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => {
    const [id, gate, rounds, day1, day7] = line.split(',') as [string, string, string, string, string];
    return { id, gate, rounds: Number(rounds), day1: day1 === 'TRUE', day7: day7 === 'TRUE' };
  });
}

/** What trackers would have told of a player. The source has no times: all install at the start. */
export function factsOf({ id, gate, rounds, day1, day7 }: Player): UnitFact[] {
  return [
    seen(id, gate),
    ...(day1 ? [observed(id, `${id}-1`, 'retention_1', '2016-06-02T00:00:00Z')] : []),
    ...(day7 ? [observed(id, `${id}-7`, 'retention_7', '2016-06-08T00:00:00Z')] : []),
    observed(id, `${id}-14`, 'gamerounds', '2016-06-15T00:00:00Z', rounds),
  ];
}
