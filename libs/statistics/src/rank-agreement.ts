/**
 * How far two orders of the same things agree, ties allowed: 1 the same order, 0 none, -1 the reverse. The numbers are
 * ranks or scores, position by position of the same thing. Null with fewer than two things or where a side ties all.
 *
 * Source: tau-b, Kendall, The Treatment of Ties in Ranking Problems, Biometrika 33 (1945) 239.
 */
export function kendallTauB(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length)
    throw new RangeError(`Both orders must be of the same things, not of ${a.length} and ${b.length}.`);
  if (![...a, ...b].every(Number.isFinite)) throw new RangeError('A rank must be a finite number.');
  let [agreement, untiedA, untiedB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < i; j++) {
      const [signA, signB] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
      agreement += signA * signB;
      untiedA += signA * signA;
      untiedB += signB * signB;
    }
  return untiedA === 0 || untiedB === 0 ? null : agreement / Math.sqrt(untiedA * untiedB);
}

/**
 * How far two lists agree, their tops weighing most (0 to 1), whatever each leaves out: the agreement at the end of
 * the longer list is taken to go on. With p = .9 the first ten ranks carry 86 % of the weight. Null if a list is empty;
 * throws if one names a thing twice.
 *
 * Source: RBO_ext, equation 32 of Webber, Moffat and Zobel, A Similarity Measure for Indefinite Rankings, ACM TOIS 28
 * (2010) 20.
 */
export function rankBiasedOverlap<Item>(a: readonly Item[], b: readonly Item[], p = 0.9): number | null {
  if (!(p > 0 && p < 1)) throw new RangeError(`p must lie between 0 and 1, not ${p}.`);
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  const seen = [new Set<Item>(), new Set<Item>()] as const;
  let [overlap, overlapOfShorter, sum] = [0, 0, 0];
  for (const [index, item] of longer.entries()) {
    const depth = index + 1;
    if (seen[0].has(item)) throw new RangeError(`A list must name each thing once: ${String(item)} comes twice.`);
    seen[0].add(item);
    if (index < shorter.length) {
      const other = shorter[index]!;
      if (seen[1].has(other)) throw new RangeError(`A list must name each thing once: ${String(other)} comes twice.`);
      seen[1].add(other);
      overlap += item === other ? 1 : Number(seen[1].has(item)) + Number(seen[0].has(other));
      overlapOfShorter = overlap;
    } else overlap += Number(seen[1].has(item));
    const beyond = Math.max(0, depth - shorter.length);
    sum += (overlap / depth + (overlapOfShorter * beyond) / (shorter.length * depth)) * p ** depth;
  }
  if (shorter.length === 0) return null;
  const beyondEnd = (overlap - overlapOfShorter) / longer.length + overlapOfShorter / shorter.length;
  return ((1 - p) / p) * sum + beyondEnd * p ** longer.length;
}
