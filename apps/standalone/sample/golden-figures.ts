/**
 * Who suffers from whom, and how well what flows between them serves. Source: exercises.md 1.2.5, the golden graph of
 * the Silo Spotlight (golden values G3, G4, G5): density .4, reciprocity .75, congruence .4222, the deepest silo with a
 * gap of .8333 towards Product. The source has a data team; here Support stands in its place.
 */
export const pairs = [
  { from: 'Product', to: 'Engineering', severities: [3, 3], tie: 0.75 },
  { from: 'Product', to: 'Design', severities: [2], tie: 0.8 },
  { from: 'Engineering', to: 'Product', severities: [3], tie: 0.5 },
  { from: 'Engineering', to: 'SRE', severities: [4], tie: 0.25 },
  { from: 'Design', to: 'Product', severities: [2], tie: 0.6 },
  { from: 'Design', to: 'Engineering', severities: [3], tie: 0.2 },
  { from: 'Support', to: 'Product', severities: [5], tie: 0 },
  { from: 'SRE', to: 'Engineering', severities: [2], tie: 0.5 },
] as const;

/** What each team suffers from nobody but itself, as severities: together 4, 10, 3, 1 and 9 (G4). */
export const own = {
  Product: [4],
  Engineering: [5, 5],
  Design: [3],
  Support: [1],
  SRE: [5, 4],
} as const;

/**
 * What reaches Engineering, as values of signals and costs of noise. Source: golden value G6 of exercises.md: 8 to 2 is
 * a share of .75 and +4.77 dB, 1 to 7 is .20 and -6.02 dB; the same shares are the ties of these pairs above.
 */
export const signals = {
  Product: { values: [5, 3], costs: [2] },
  Design: { values: [1], costs: [4, 3] },
} as const;

/** Hours from Design to Engineering before and after the change. Source: golden value G9: improved, delta 1, 60 to 24. */
export const remeasured = { before: [46, 60, 60, 82, 46], after: [20, 24, 30, 41, 18] } as const;
