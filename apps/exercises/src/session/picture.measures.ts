import type { Table } from './table.measures';

/** A picture of a result, with the table that it is drawn from: who does not see reads the same. */
export interface Picture {
  readonly table: Table;
  svg(): string;
}

/** The forms that a picture can have. */
export const pictureNames = [
  'swim_lanes',
  'waterfall',
  'ecdf',
  'matrix',
  'network',
  'bars',
  'pareto',
  'sankey',
  'before_after',
  'lines',
  'tree',
] as const;
export type PictureName = (typeof pictureNames)[number];
