/**
 * A table as CSV (RFC 4180), with a cell for each value and nothing where there is none. A text that a spreadsheet would
 * run as a formula gets an apostrophe before it (OWASP, CSV Injection).
 */
export function csvOf(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.map(written).join(',')}\r\n`).join('');
}

const number = /^-?\d+(\.\d+)?$/;

function written(cell: string | number | null): string {
  const text = cell === null ? '' : String(cell);
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
