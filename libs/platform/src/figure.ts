/** A figure for Prometheus. A histogram gives its samples the suffixes `_bucket`, `_sum` and `_count`. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  /** Left out: a gauge. */
  readonly type?: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly (readonly [
    labels: Readonly<Record<string, string | number>>,
    value: number,
    suffix?: '_bucket' | '_sum' | '_count',
  ])[];
}

/** Writes a figure as Prometheus reads it (text format 0.0.4), each sample with the name of its service. */
export function writeFigure(service: string, { name, help, type = 'gauge', values }: Figure): string {
  const lines = values.map(([labels, value, suffix = '']) => {
    const all = Object.entries({ service, ...labels }).map(([label, text]) => `${label}="${escaped(String(text))}"`);
    return `${name}${suffix}{${all.join(',')}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** Memory and age of this process. */
export const figuresOfTheProcess = (): Figure[] => [
  {
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process.',
    values: [[{}, process.memoryUsage.rss()]],
  },
  { name: 'process_uptime_seconds', help: 'Since the process began.', values: [[{}, process.uptime()]] },
];

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
