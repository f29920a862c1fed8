/** The part of jStat that the specs compare with; the package brings no types of its own. */
declare module 'jstat' {
  export const jStat: {
    ibeta(x: number, a: number, b: number): number;
    lowRegGamma(a: number, x: number): number;
  };
}
