/**
 * Eight colours that the colour-blind can tell apart (Okabe and Ito, "Color Universal Design", 2008). In a picture no
 * colour stands alone: a hatch, a dash, a shape or a word says the same.
 */
export const colours = {
  black: '#000000',
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermilion: '#D55E00',
  purple: '#CC79A7',
} as const;

export const ink = '#1f2328';
export const quietInk = '#57606a';
export const rule = '#d0d7de';
export const paper = '#ffffff';

/** Slanted lines over a fill. */
export const hatch = {
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
  color: 'rgba(0, 0, 0, 0.45)',
};

type Rgb = readonly [number, number, number];

const rgb = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

const mixed = (a: string, b: string, part: number) => {
  const [from, to] = [rgb(a), rgb(b)];
  const channel = (index: number) => Math.round(from[index]! + (to[index]! - from[index]!) * part);
  return `#${[0, 1, 2].map((index) => channel(index).toString(16).padStart(2, '0')).join('')}`;
};

const [pale, middling, deep] = ['#edf6fc', colours.sky, '#003d66'] as const;

/** A shade of blue for a part from 0 (pale) to 1 (deep): told by its lightness alone. */
export const shade = (part: number) =>
  part < 0.5 ? mixed(pale, middling, part * 2) : mixed(middling, deep, part * 2 - 1);

/** From vermilion at -1 over white at 0 to blue at 1. */
export const twoSided = (part: number) =>
  part < 0 ? mixed('#ffffff', colours.vermilion, -part) : mixed('#ffffff', colours.blue, part);

/** Black or white, whichever reads better on this ground (relative luminance of WCAG 2.2). */
export function inkOn(ground: string): string {
  const [r, g, b] = rgb(ground).map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}
