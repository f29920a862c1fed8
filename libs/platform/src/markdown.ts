/**
 * What somebody wrote, as one line of Markdown that shows it and does nothing else: no heading, list, table cell, link,
 * image, HTML or mention comes of it. Every ASCII punctuation character is escaped, as CommonMark (2.4) allows; `@`, `:`
 * and `.` in words that GitHub would link are told as entities, which its extended autolinks do not see.
 */
export function markdownText(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.replaceAll(/[!-/:-@[-`{-~]/g, (mark) => entities[mark] ?? `\\${mark}`);
}

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '@': '&#64;',
  ':': '&#58;',
  '.': '&#46;',
};
