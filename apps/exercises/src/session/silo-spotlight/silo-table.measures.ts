import type { Table } from '../table.measures';
import type { SiloSpotlightResult } from './silo-spotlight.measures';

/** Who needs whom and what flows, deepest gap first, as people read it. */
export function siloTable({ pairs }: SiloSpotlightResult, nameOf: (teamId: string) => string): Table {
  return {
    columns: ['From', 'To', 'Challenges', 'Need', 'Tie', 'Gap', 'Knew', 'Suspected', 'Unaware', 'Mode', 'Flag'],
    rows: pairs.map((pair) => [
      nameOf(pair.fromTeamId),
      nameOf(pair.toTeamId),
      String(pair.n),
      pair.need.toFixed(2),
      twoDigits(pair.tie),
      twoDigits(pair.gap),
      ...[pair.knew, pair.suspected, pair.unaware].map(String),
      pair.mode,
      pair.flag,
    ]),
  };
}

const twoDigits = (value: number | null) => value?.toFixed(2) ?? null;
