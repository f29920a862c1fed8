/**
 * Cookie Cats, a mobile game: does a gate that makes players wait come at level 30 or at level 40?
 *
 * Source: the published test of Tactile Entertainment with 90,189 players (DataCamp, "Mobile Games A/B Testing with
 * Cookie Cats"; the data set `cookie_cats.csv`): players of each version, and how many were back one day and seven
 * days after installing.
 */
export const published = {
  gate_30: { players: 44_700, day1: 20_034, day7: 8_502 },
  gate_40: { players: 45_489, day1: 20_119, day7: 8_279 },
} as const satisfies Counts;

export type Variant = 'gate_30' | 'gate_40';
export type Counts = Readonly<
  Record<Variant, { readonly players: number; readonly day1: number; readonly day7: number }>
>;

export interface Player {
  readonly id: string;
  readonly variant: Variant;
  readonly installedAt: Date;
  /** When the player was back, if at all. */
  readonly day1?: Date;
  readonly day7?: Date;
}

const day = 86_400_000;

/** The source has no times. The test begins on this Monday. */
export const begin = new Date('2025-03-03T00:00:00Z');
const installDays = 14;

/**
 * One player after another, exactly as many as were counted.
 *
 * What the counts do not say is settled by rule: in each version players install evenly over 14 days; they are back
 * exactly 24 hours and 7 times 24 hours later; and those who are back on day 7 are the first who were back on day 1.
 */
export function* players(counts: Counts = published): Generator<Player> {
  for (const variant of ['gate_30', 'gate_40'] as const) {
    const { players: many, day1, day7 } = counts[variant];
    for (let i = 0; i < many; i++) {
      const installed = begin.getTime() + Math.floor((i * installDays * day) / many);
      yield {
        id: `${variant}-${i + 1}`,
        variant,
        installedAt: new Date(installed),
        ...(i < day1 && { day1: new Date(installed + day) }),
        ...(i < day7 && { day7: new Date(installed + 7 * day) }),
      };
    }
  }
}
