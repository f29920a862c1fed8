import type { FeedbackSpeedResult } from './feedback-speed.measures';
import type { Figure } from '../figure.measures';
import type { Table } from '../table.measures';

/** The pairs of teams, slowest first, as people read them. */
export function feedbackSpeedTable({ pairs }: FeedbackSpeedResult, nameOf: (teamId: string) => string): Table {
  return {
    columns: ['From', 'To', 'Hops', 'Share of the time', 'Median hours', '90 % within hours', 'Median wait, hours'],
    rows: pairs.map(({ fromTeamId, toTeamId, n, share, p50, p90, waitP50 }) => [
      nameOf(fromTeamId),
      nameOf(toTeamId),
      String(n),
      share.value === null ? null : `${(share.value * 100).toFixed(1)} %`,
      hours(p50),
      hours(p90),
      hours(waitP50),
    ]),
  };
}

const hours = ({ value, moreThan }: Figure) =>
  value === null ? (moreThan === undefined ? null : `> ${rounded(moreThan)}`) : rounded(value);

const rounded = (value: number) => String(Number(value.toFixed(1)));
