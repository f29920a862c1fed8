import type { Findings } from './verdict';

const begun = performance.now();

/** A line for whoever watches. */
export const say = (line: string) =>
  void process.stdout.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);

/** What came of a part of the run: figures, and what is wrong. */
export interface Outcome {
  readonly part: string;
  readonly figures: readonly (readonly [what: string, value: string | number])[];
  readonly findings: Findings;
  /** A guard is out: nothing is told of what would be found with it. */
  readonly isProof?: boolean;
}

const mostShown = 8;

export function print(outcomes: readonly Outcome[]): void {
  const lines = outcomes.flatMap(({ part, figures, findings, isProof }) => [
    '',
    part,
    ...figures.map(([what, value]) => `  ${what.padEnd(44)} ${value}`),
    ...(isProof ? [] : ['lost', 'doubled', 'reordered']).map(
      (kind) => `  ${kind.padEnd(44)} ${findings[kind]?.length ?? 0}`,
    ),
    ...Object.entries(findings).flatMap(([kind, cases]) => [
      `  ${kind.toUpperCase()}: ${cases.length}`,
      ...cases.slice(0, mostShown).map((each) => `    ${each}`),
    ]),
  ]);
  process.stdout.write(`${lines.join('\n')}\n`);
}

export const merge = (...all: readonly Findings[]): Findings => {
  const merged: Findings = {};
  for (const findings of all)
    for (const [kind, cases] of Object.entries(findings)) (merged[kind] ??= []).push(...cases);
  return merged;
};

export const isClean = (findings: Findings): boolean => Object.values(findings).every((cases) => cases.length === 0);
