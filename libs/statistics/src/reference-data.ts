import { it } from '@jest/globals';
import { referenceData } from '@tandem/core/testing';
import { readFileSync } from 'node:fs';

/** Compares with figures that others computed. They are read in place and are no part of the repository: see docs. */
export function comparedWith<Data>(path: string, specs: (data: Data) => void): void {
  return comparedWithText(path, (text) => specs(JSON.parse(text) as Data));
}

/** The same of a file that is no JSON. */
export function comparedWithText(path: string, specs: (text: string) => void): void {
  const file = referenceData(path);
  if (file) return specs(readFileSync(file, 'utf8'));
  it(`cannot be compared with ${path} here`, () => undefined);
}

/** How far a number is from the one wanted, as a share of it. */
export const relativeError = (got: number, want: number) =>
  got === want ? 0 : Math.abs(got - want) / Math.max(Math.abs(want), Number.MIN_VALUE);
