declare module 'edmonds-blossom-fixed' {
  /**
   * The partner of each vertex in a matching of most weight, -1 for none. Vertices are 0, 1, 2 …; weights must be whole
   * numbers. Vertices after the last with an edge are left out of the answer.
   */
  function blossom(
    edges: readonly (readonly [a: number, b: number, weight: number])[],
    maxCardinality?: boolean,
  ): readonly number[];
  export = blossom;
}
