import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  bars,
  dotPlot,
  ecdf,
  type HeatMap,
  heatMap,
  intervalPlot,
  lineWithBounds,
  network,
  pareto,
  sankey,
  swimLanes,
  tree,
  waterfall,
} from './index';

const caption = { title: 'From team to team', summary: 'Design → Engineering takes 57 % of the time.' };
const matrix: HeatMap = {
  ...caption,
  unit: 'h',
  rowsAre: 'From',
  columnsAre: 'To',
  rows: ['Support', 'Product'],
  columns: ['Product', 'Design'],
  cells: [
    [24, 'silent'],
    ['suppressed', 16.25],
  ],
};
const lanes = {
  ...caption,
  unit: 'h',
  axis: 'Since it was given',
  lanes: ['Support', 'Product'],
  items: [
    { name: 'Search', ending: null, spans: [{ lane: 'Product', start: 0, end: 20, kind: 'waiting' as const }] },
    { name: 'Login', ending: 'shipped', spans: [{ lane: 'Support', start: 0, end: 4, kind: 'in hand' as const }] },
  ],
};
const curve = { ...caption, unit: 'h', axis: 'Since', steps: [{ at: 4, share: 0.5 }], open: [{ at: 20, share: 0.5 }] };
const falls = { ...caption, unit: 'h', axis: 'Hours', valueIs: 'p50', upToIs: 'p90' };

const counts = { ...caption, unit: 'h', axis: 'Hours' };
const dots = { ...counts, beforeIs: 'before', afterIs: 'after' };
const effects = { ...counts, referenceIs: 'no difference' };
const line = { ...counts, valueIs: 'effect', boundsAre: '95 % interval', signalIs: 'outside' };
const ties = { ...caption, widthIs: 'need', strengthIs: 'tie', dashedIs: 'unaware' };
const flows = { ...caption, fromIs: 'Kind', toIs: 'Resolved by' };
const whys = { ...caption, markedIs: 'root', droppedIs: 'refuted' };

const all = () => [
  heatMap(matrix),
  swimLanes(lanes),
  ecdf({ ...curve, marks: [{ name: 'p50', at: 4 }] }),
  waterfall({ ...falls, steps: [{ name: 'Support → Product', value: 24, waiting: 20, moreThan: 31.2 }] }),
  bars({
    ...counts,
    bars: [
      { name: 'Product', value: -4.5, lowSample: true },
      { name: 'Data', value: null },
    ],
  }),
  pareto({
    ...counts,
    bars: [
      { name: 'tooling', value: 3 },
      { name: 'vocabulary', value: 9 },
      { name: 'goal', value: 0 },
    ],
  }),
  dotPlot({ ...dots, pairs: [{ name: 'Design → Eng', before: 0.62, after: null }] }),
  intervalPlot({
    ...effects,
    intervals: [
      { name: 'Retention', value: -0.82, low: -1.3, high: -0.3, note: 'worse' },
      { name: 'Rounds', value: null },
    ],
  }),
  lineWithBounds({
    ...line,
    levels: [{ name: 'mean', at: 59.4 }],
    points: [
      { name: 'Week 1', value: 60, low: 40, high: 80 },
      { name: 'Week 2', value: null },
      { name: 'Week 3', value: 118, signal: true },
    ],
  }),
  network({
    ...ties,
    nodes: [{ name: 'Data' }, { name: 'Product', size: 2 }],
    edges: [
      { from: 'Data', to: 'Product', value: 5, strength: 0, dashed: true },
      { from: 'Product', to: 'Data', value: 1, strength: null },
    ],
  }),
  sankey({ ...flows, flows: [{ from: 'other', to: 'other', value: 2 }] }),
  tree({ ...whys, root: { name: 'Late', children: [{ name: 'Nobody owns it', is: 'marked' }] } }),
];

/** The text that the picture shows, and the words beside it. */
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const descriptionOf = (svg: string) => /<desc[^>]*>([^<]*)<\/desc>/.exec(svg)?.[1]?.split('\n');

describe('Every picture', () => {
  it('is the same for the same data, whatever was drawn before', () => {
    const first = all();
    expect(first).toEqual(all());
    expect(heatMap({ ...matrix, title: 'Another' })).not.toBe(first[0]);
  });

  it('is the same in another process', () => {
    const script = `
      const fs = require('node:fs');
      const { transformSync } = require('@swc/core');
      require.extensions['.ts'] = (module, file) =>
        module._compile(transformSync(fs.readFileSync(file, 'utf8'), { filename: file, module: { type: 'commonjs' },
          jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }).code, file);
      const { heatMap } = require('./index.ts');
      heatMap({ ...${JSON.stringify(matrix)}, title: 'Before' });
      process.stdout.write(heatMap(${JSON.stringify(matrix)}));`;
    const there = execFileSync(process.execPath, ['-e', script], { cwd: path.resolve(__dirname), encoding: 'utf8' });
    expect(there).toBe(heatMap(matrix));
  });

  it.each(all())('is an image with a title and a description, and brings or loads nothing else', (svg) => {
    const [, titleId, descriptionId] = /^<svg role="img" aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
    expect(svg).toContain(`<title id="${titleId}">From team to team</title>`);
    expect(svg).toContain(`<desc id="${descriptionId}">${caption.summary}\n`);
    expect(svg).not.toMatch(/<script|<style|<foreignObject|\bon\w+="|zr\d|ecmeta|class="/);
    expect([...svg.matchAll(/(?:href="|url\()([^")]*)/g)].every(([, target]) => target?.startsWith('#'))).toBe(true);
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, used] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(used);
  });

  it('says in words all that it shows', () => {
    expect(descriptionOf(heatMap(matrix))?.slice(1)).toEqual([
      'Support → Product: 24\u00a0h',
      'Support → Design: silent',
      'Product → Product: too few to show',
      'Product → Design: 16.3\u00a0h',
    ]);
    expect(descriptionOf(all()[1]!)?.slice(1)).toEqual([
      '1. Search: Product waiting 20\u00a0h; still open.',
      '2. Login: Support in hand 4\u00a0h; shipped.',
    ]);
    expect(descriptionOf(all()[3]!)?.[1]).toBe('Support → Product: p50 24\u00a0h, p90 more than 31.2\u00a0h');
    expect(
      all()
        .slice(4)
        .map((svg) => descriptionOf(svg)?.slice(1)),
    ).toEqual([
      ['Product: −4.5\u00a0h (few)', 'Data: nothing known'],
      ['vocabulary: 9\u00a0h, together 75 %', 'tooling: 3\u00a0h, together 100 %'],
      ['Design → Eng: before 0.62\u00a0h, after nothing known'],
      ['Retention: −0.82\u00a0h (−1.3 to −0.3\u00a0h), worse', 'Rounds: nothing known'],
      [
        'mean: 59.4\u00a0h',
        'Week 1: 60\u00a0h, 95 % interval 40 to 80\u00a0h',
        'Week 2: nothing known',
        'Week 3: 118\u00a0h, outside',
      ],
      ['Data → Product: need 5, tie 0, unaware', 'Product → Data: need 1'],
      ['other → other: 2'],
      ['Late', '– Nobody owns it (root)'],
    ]);
  });

  it('shows text as text', () => {
    const name = '</text><script>alert("1")</script>&{b}\u0000\ud800\nzr0-c0';
    const svg = heatMap({ ...matrix, title: name, rows: [name, 'Product'] });
    expect(svg).not.toContain('<script');
    expect(textsOf(svg).join(' ')).toContain(
      '&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;{b} zr0-c0',
    );
    expect(svg).not.toMatch(/[\p{Cs}\u0000]/u);
  });

  it('of nothing says so', () => {
    const nothing = [
      heatMap({ ...matrix, cells: [[null, null]] }),
      swimLanes({ ...lanes, items: [] }),
      ecdf({ ...curve, steps: [], open: [], marks: [] }),
      waterfall({ ...falls, steps: [] }),
      bars({ ...counts, bars: [{ name: 'Product', value: null }] }),
      pareto({ ...counts, bars: [{ name: 'Product', value: 0 }] }),
      dotPlot({ ...dots, pairs: [] }),
      intervalPlot({ ...effects, intervals: [] }),
      lineWithBounds({ ...line, points: [] }),
      network({ ...ties, nodes: [], edges: [] }),
      sankey({ ...flows, flows: [] }),
      tree({ ...whys, root: null }),
    ];
    for (const svg of nothing) expect(textsOf(svg)).toContain('There is no data to show yet.');
    const little = waterfall({ ...falls, steps: [{ name: 'Support → Product', value: null }] });
    expect(textsOf(little)).toContain('Not enough is known of any step yet.');
  });

  it('leaves no clock running', () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    all();
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')).toHaveLength(before);
  });
});

describe('A heat map', () => {
  it('hatches silence and writes numbers that can be read on their ground', () => {
    const svg = heatMap(matrix);
    expect(svg).toContain('<pattern');
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['24\u00a0h', 'silent', 'too few to show', '16.3\u00a0h']));
    expect(heatMap({ ...matrix, cells: [[24, 1]] })).not.toContain('<pattern');
    expect(/<text[^>]*fill="([^"]*)">24/.exec(svg)?.[1]).toBe('#ffffff');
  });
});

describe('A tree', () => {
  it('cuts what is too long for its box, and says it whole', () => {
    const name = 'Nobody knows who owns it, '.repeat(20).trim();
    const svg = tree({ ...whys, root: { name, children: [{ name: '{b} literally' }] } });
    expect(textsOf(svg).join('')).toContain('…');
    expect(descriptionOf(svg)?.[1]).toBe(name);
  });
});

describe('A line with bounds', () => {
  it('has a gap where nothing is known', () => {
    const point = (name: string, value: number | null) => ({
      name,
      value,
      low: value && value - 1,
      high: value && value + 1,
    });
    const bandsIn = (values: (number | null)[]) =>
      lineWithBounds({ ...line, points: values.map((value, index) => point(`${index}`, value)) }).match(
        /fill-opacity="0.22"|(?<!stroke-)opacity="0.22"/g,
      );
    expect(bandsIn([3, 4, 5, 6])).toHaveLength(1);
    expect(bandsIn([3, 4, null, 5, 6])).toHaveLength(2);
  });
});
