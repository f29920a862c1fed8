import Graph from 'graphology';
import louvain from 'graphology-communities-louvain';
import { seededRandom } from './random';

/** A directed tie of a network; its weight is above 0. */
export interface Tie {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/** A figure for each node. */
export type ByNode = Readonly<Record<string, number>>;

/** Nodes that hang together more than chance would have it, and by how much the division into them does so. */
export interface Blocks {
  readonly blocks: readonly (readonly string[])[];
  readonly modularity: number;
}

/** The part of all possible directed ties that is there; null for fewer than two nodes. */
export function density(nodes: readonly string[], ties: readonly Tie[]): number | null {
  demandNetwork(nodes, ties);
  return nodes.length < 2 ? null : ties.length / (nodes.length * (nodes.length - 1));
}

/**
 * The part of the ties that is answered by one the other way; null without ties.
 *
 * Source: Wasserman and Faust, Social Network Analysis (1994), 13.2.
 */
export function reciprocity(ties: readonly Tie[]): number | null {
  const weightOf = weights(ties);
  return ties.length === 0 ? null : ties.filter(({ from, to }) => weightOf(to, from) > 0).length / ties.length;
}

/**
 * The part of all weight that is answered by as much the other way; null without ties.
 *
 * Source: Squartini, Picciolo, Ruzzenenti and Garlaschelli, Reciprocity of weighted networks, Sci. Rep. 3 (2013) 2729.
 */
export function weightedReciprocity(ties: readonly Tie[]): number | null {
  const weightOf = weights(ties);
  const answered = sum(ties.map(({ from, to, weight }) => Math.min(weight, weightOf(to, from))));
  return ties.length === 0 ? null : answered / sum(ties.map(({ weight }) => weight));
}

/** The weight that leaves each node, and that comes to it. */
export function strengths(
  nodes: readonly string[],
  ties: readonly Tie[],
): { readonly out: ByNode; readonly in: ByNode } {
  demandNetwork(nodes, ties);
  const along = (end: 'from' | 'to') =>
    byNode(nodes, (node) => sum(ties.filter((tie) => tie[end] === node).map(weightOfTie)));
  return { out: along('from'), in: along('to') };
}

/**
 * How much of the traffic of all others goes through each node: the part of the shortest directed paths between any two
 * others that it lies on, divided by (n - 1)(n - 2); 0 for fewer than three nodes. A strong tie is a short way: distance
 * 1 / weight, or 1 for each tie when `hops` is asked for. Ways that differ by rounding alone are equally short.
 *
 * Source: Brandes, A faster algorithm for betweenness centrality, J. Math. Sociology 25 (2001) 163.
 */
export function betweenness(
  nodes: readonly string[],
  ties: readonly Tie[],
  { distance = 'inverse-weight' }: { distance?: 'inverse-weight' | 'hops' } = {},
): ByNode {
  demandNetwork(nodes, ties);
  const total = new Map(nodes.map((node) => [node, 0]));
  const length = ({ weight }: Tie) => (distance === 'hops' ? 1 : 1 / weight);
  for (const source of nodes) {
    const { order, paths, before } = shortestPaths(source, nodes, ties, length);
    const dependency = new Map<string, number>();
    for (const node of order.toReversed()) {
      const onward = (1 + (dependency.get(node) ?? 0)) / paths.get(node)!;
      for (const previous of before.get(node) ?? [])
        dependency.set(previous, (dependency.get(previous) ?? 0) + paths.get(previous)! * onward);
      if (node !== source) total.set(node, total.get(node)! + (dependency.get(node) ?? 0));
    }
  }
  const pairs = Math.max(1, (nodes.length - 1) * (nodes.length - 2));
  return byNode(nodes, (node) => total.get(node)! / pairs);
}

/**
 * From -1, everything stays inside, to 1, everything goes outside: (E - I) / (E + I); null when there is neither.
 *
 * Source: Krackhardt and Stern, Informal networks and organizational crises, Social Psychology Quarterly 51 (1988) 123.
 */
export function externalInternalIndex(external: number, internal: number): number | null {
  if (!(external >= 0 && internal >= 0)) throw new RangeError('external and internal must be 0 or more.');
  return external + internal === 0 ? null : (external - internal) / (external + internal);
}

/**
 * How much more weight lies inside the blocks than chance would put there, direction left aside; null without ties.
 *
 * Source: Newman, Analysis of weighted networks, Phys. Rev. E 70 (2004) 056131.
 */
export function modularity(blocks: readonly (readonly string[])[], ties: readonly Tie[]): number | null {
  const whole = 2 * sum(ties.map(weightOfTie));
  if (whole === 0) return null;
  const nodes = blocks.flat();
  demandNetwork(nodes, ties);
  const strength = strengths(nodes, ties);
  const parts = blocks.map((block) => {
    const inside = ties.filter(({ from, to }) => block.includes(from) && block.includes(to));
    const degree = sum(block.map((node) => strength.out[node]! + strength.in[node]!));
    return (2 * sum(inside.map(weightOfTie))) / whole - (degree / whole) ** 2;
  });
  return sum(parts);
}

/**
 * The blocks that a network falls into by itself, direction left aside; null without ties. The same for the same ties.
 *
 * Source: Blondel, Guillaume, Lambiotte and Lefebvre, Fast unfolding of communities, J. Stat. Mech. (2008) P10008.
 */
export function naturalBlocks(nodes: readonly string[], ties: readonly Tie[]): Blocks | null {
  demandNetwork(nodes, ties);
  if (ties.length === 0) return null;
  const graph = new Graph({ type: 'undirected' });
  for (const node of nodes) graph.addNode(node);
  for (const { from, to, weight } of ties)
    graph.updateEdge(from, to, (before) => ({ weight: (before['weight'] ?? 0) + weight }));
  const random = seededRandom('blocks');
  const blockOf = louvain(graph, { getEdgeWeight: 'weight', rng: () => random() / 2 ** 32 });
  const numbers = [...new Set(nodes.map((node) => blockOf[node]))];
  const blocks = numbers.map((number) => nodes.filter((node) => blockOf[node] === number));
  return { blocks, modularity: modularity(blocks, ties)! };
}

interface Paths {
  /** Nodes that can be reached, nearest first. */
  readonly order: readonly string[];
  readonly paths: ReadonlyMap<string, number>;
  readonly before: ReadonlyMap<string, readonly string[]>;
}

/** Dijkstra, with the number of shortest paths to each node and the nodes just before it on them. */
function shortestPaths(
  source: string,
  nodes: readonly string[],
  ties: readonly Tie[],
  length: (tie: Tie) => number,
): Paths {
  const far = new Map([[source, 0]]);
  const paths = new Map([[source, 1]]);
  const before = new Map<string, string[]>();
  const open = new Set(nodes);
  const order: string[] = [];
  for (;;) {
    const reached = [...open].filter((node) => far.has(node));
    if (reached.length === 0) return { order, paths, before };
    const node = reached.reduce((best, one) => (far.get(one)! < far.get(best)! ? one : best));
    open.delete(node);
    order.push(node);
    for (const tie of ties.filter(({ from, to }) => from === node && open.has(to))) {
      const reach = far.get(node)! + length(tie);
      const known = far.get(tie.to) ?? Infinity;
      const isAsFar = Math.abs(reach - known) <= 1e-12 * reach;
      if (isAsFar) {
        paths.set(tie.to, paths.get(tie.to)! + paths.get(node)!);
        before.get(tie.to)!.push(node);
      } else if (reach < known) {
        far.set(tie.to, reach);
        paths.set(tie.to, paths.get(node)!);
        before.set(tie.to, [node]);
      }
    }
  }
}

function demandNetwork(nodes: readonly string[], ties: readonly Tie[]): void {
  const known = new Set(nodes);
  const pairs = new Set(ties.map(({ from, to }) => JSON.stringify([from, to])));
  if (known.size !== nodes.length) throw new RangeError('Every node is named once.');
  if (pairs.size !== ties.length) throw new RangeError('There is one tie at most from a node to another.');
  for (const { from, to, weight } of ties) {
    if (!known.has(from) || !known.has(to))
      throw new RangeError(`A tie joins two of the nodes, not ${from} and ${to}.`);
    if (from === to) throw new RangeError(`A tie goes to another node: ${from} has one to itself.`);
    if (!(weight > 0 && Number.isFinite(weight))) throw new RangeError(`A weight is above 0, not ${weight}.`);
  }
}

function weights(ties: readonly Tie[]) {
  const byPair = new Map(ties.map(({ from, to, weight }) => [JSON.stringify([from, to]), weight]));
  return (from: string, to: string) => byPair.get(JSON.stringify([from, to])) ?? 0;
}

const byNode = (nodes: readonly string[], value: (node: string) => number): ByNode =>
  Object.fromEntries(nodes.map((node) => [node, value(node)]));

const weightOfTie = ({ weight }: Tie) => weight;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
