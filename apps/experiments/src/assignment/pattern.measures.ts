const longest = 200;
const mostRepeats = 2;
/** More than so often is as good as for ever. */
const few = 10;

/**
 * Whether a regular expression can be searched for in a short text without keeping the process: it is one, it has no
 * back reference, nothing that repeats stands in a group that repeats, no choice does, and at most two parts repeat
 * without end. So the time grows with the cube of the text at worst, never exponentially.
 * Source: the star-height rule, as in Davis et al., The Impact of Regular Expression Denial of Service (2018).
 */
export function isTame(pattern: unknown): pattern is string {
  if (typeof pattern !== 'string' || pattern.length > longest || !isPattern(pattern)) return false;
  const groups: { wild: boolean }[] = [{ wild: false }];
  let repeats = 0;
  let closed: { wild: boolean } | undefined;
  for (const [token] of pattern.matchAll(tokens)) {
    if (token.startsWith('\\') && /[1-9k]/.test(token[1] ?? '')) return false;
    if (token === '|') groups.at(-1)!.wild = true;
    if (isRepeat(token)) {
      repeats++;
      if (closed?.wild || repeats > mostRepeats) return false;
      groups.at(-1)!.wild = true;
    }
    closed = undefined;
    if (token === '(') groups.push({ wild: false });
    if (token === ')') {
      closed = groups.pop();
      if (closed?.wild) groups.at(-1)!.wild = true; // what stands around it must not repeat it either
    }
  }
  return true;
}

/** An escape, a set, a repetition, or a single sign. */
const tokens = /\\.|\[(?:\\.|[^\]])*\]|\{\d+(?:,\d*)?\}|[\s\S]/g;

function isRepeat(token: string): boolean {
  if (token === '*' || token === '+') return true;
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(token) ?? [];
  return least !== undefined && (Number(most || least) > few || (comma === ',' && most === ''));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
