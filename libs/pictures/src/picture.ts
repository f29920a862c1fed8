import { createHash } from 'node:crypto';
import { type EChartsOption, init } from 'echarts';
import { ink, paper, quietInk, rule } from './palette';

/** What every picture says in words: its title, and in a sentence or two what is to be seen. */
export interface Caption {
  readonly title: string;
  readonly summary: string;
}

/** How a picture is drawn, and what it shows as lines of text for those who do not see it. */
export interface Drawing {
  readonly height: number;
  readonly option: EChartsOption;
  readonly says: readonly string[];
}

export const width = 760;
const margin = 20;
/** Near the widths by which ECharts lays text out where there is no browser. */
export const font = 'Helvetica, Arial, sans-serif';
const mostSaid = 120;

/** The text of a user on one line, without what XML forbids. Goes through everything that is handed in. */
export function cleaned<Input>(input: Input): Input {
  if (typeof input === 'string') return oneLine(input) as Input;
  if (Array.isArray(input)) return input.map(cleaned) as Input;
  if (input === null || typeof input !== 'object') return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, cleaned(value)])) as Input;
}

const oneLine = (text: string) => text.replace(/[\s\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu, ' ').trim();

/** Where the drawing begins, below title and summary. */
export const topOf = ({ title, summary }: Caption) =>
  margin + 22 * linesOf(title, 9) + 17 * linesOf(summary, 6.4) + (summary ? 12 : 4);

const linesOf = (text: string, letter: number) => Math.ceil((text.length * letter) / (width - 2 * margin));

/** An SVG: the same bytes for the same input in every process; no script, nothing loaded from elsewhere. */
export function drawn(caption: Caption, { height, option, says }: Drawing): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  // A first change would start the clock of the animation, which keeps the process awake.
  chart.getZr().animation.start = () => undefined;
  try {
    chart.setOption({
      animation: false,
      backgroundColor: paper,
      textStyle: { fontFamily: font, color: ink },
      title: heading(caption),
      ...option,
    });
    return withWords(chart.renderToSVGString({ useViewBox: true }), caption, says);
  } finally {
    chart.dispose();
  }
}

/** A picture of nothing says so. */
export const nothingToShow = (caption: Caption, why = 'There is no data to show yet.') =>
  drawn(caption, {
    height: topOf(caption) + 80,
    option: {
      graphic: {
        type: 'text',
        left: 'center',
        top: topOf(caption) + 20,
        style: { text: why, fill: quietInk, fontSize: 15, fontFamily: font },
      },
    },
    says: [why],
  });

const heading = ({ title, summary }: Caption): EChartsOption['title'] => ({
  text: title,
  subtext: summary,
  left: margin - 5,
  top: margin - 8,
  itemGap: 7,
  textStyle: { fontSize: 16, color: ink, width: width - 2 * margin, overflow: 'break', lineHeight: 22 },
  subtextStyle: { fontSize: 12.5, color: quietInk, width: width - 2 * margin, overflow: 'break', lineHeight: 17 },
});

/**
 * ECharts numbers what it makes through the whole process, and marks it for its scripts. Both go; what is left gets ids
 * made of its content, so that two pictures on one page do not mix. User text cannot look like an attribute: its quotes
 * are escaped.
 */
function withWords(svg: string, { title, summary }: Caption, says: readonly string[]) {
  const more = says.length > mostSaid ? [`And ${says.length - mostSaid} more: see the table.`] : [];
  const description = [summary, ...says.slice(0, mostSaid), ...more].filter(Boolean).join('\n');
  const bare = svg
    .replace(/<style[\s\S]*?<\/style>\n?/g, '')
    .replace(/ (class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/( id="|="url\(#|href="#)zr\d+-/g, '$1zr-');
  const id = `p${createHash('sha256').update(`${title}\n${description}\n${bare}`).digest('hex').slice(0, 12)}`;
  return bare
    .replace(/( id="|="url\(#|href="#)zr-/g, `$1${id}-`)
    .replace('<svg ', () => `<svg role="img" aria-labelledby="${id}-title ${id}-description" `)
    .replace(
      '>',
      () =>
        `>\n<title id="${id}-title">${escaped(title)}</title>\n<desc id="${id}-description">${escaped(description)}</desc>`,
    );
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character]!);

/** A number as people read it, with its unit: three digits that count, no more. */
export function shown(value: number, unit = ''): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  const text = String(Number(value.toFixed(digits))).replace('-', '−');
  return unit ? `${text}\u00a0${unit}` : text;
}

/** What the marks of a picture mean, above it. */
export const legend = (names: readonly string[], caption: Caption, left: number) => ({
  data: [...names],
  top: topOf(caption),
  left: left - 5,
  selectedMode: false as const,
  itemGap: 22,
  itemWidth: 16,
  itemHeight: 10,
  textStyle: { color: ink, fontSize: 12 },
});

/** How much room names need on an axis, and how they are kept to it. */
export function namesOf(names: readonly string[], most = 220) {
  const room = Math.min(most, Math.max(40, ...names.map((name) => name.length * 7.2)));
  return { room, axisLabel: { width: room, overflow: 'truncate' as const, color: ink, fontSize: 12, interval: 0 } };
}

/** An axis of numbers, quiet. */
export const numbers = (name: string, unit = '') => ({
  type: 'value' as const,
  name,
  nameLocation: 'middle' as const,
  nameGap: 30,
  nameTextStyle: { color: quietInk, fontSize: 12 },
  axisLabel: { color: quietInk, fontSize: 11, formatter: (value: number) => shown(value, unit), hideOverlap: true },
  axisLine: { onZero: false, lineStyle: { color: rule } },
  splitLine: { lineStyle: { color: rule } },
});
