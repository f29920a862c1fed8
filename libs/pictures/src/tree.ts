import { colours, ink } from './palette';
import { type Caption, cleaned, drawn, nothingToShow, topOf, width } from './picture';

/** One thing and what follows below it. `marked` is framed, `dropped` stands in a dashed frame. */
export interface TreeNode {
  readonly name: string;
  readonly is?: 'marked' | 'dropped';
  readonly children?: readonly TreeNode[];
}

export interface Tree extends Caption {
  readonly markedIs: string;
  readonly droppedIs: string;
  readonly root: TreeNode | null;
}

const rowHeight = 42;

const leavesOf = ({ children = [] }: TreeNode): number =>
  children.length === 0 ? 1 : children.reduce((sum, child) => sum + leavesOf(child), 0);
const parentsOfLeavesOf = ({ children = [] }: TreeNode): number =>
  (children.some((child) => !child.children?.length) ? 1 : 0) +
  children.reduce((sum, child) => sum + parentsOfLeavesOf(child), 0);
const depthOf = ({ children = [] }: TreeNode): number => 1 + Math.max(0, ...children.map(depthOf));

/** From one thing on the left to what lies below it on the right. */
export function tree(input: Tree): string {
  const { markedIs, droppedIs, root, ...caption } = cleaned(input);
  if (root === null) return nothingToShow(caption);

  const depth = depthOf(root);
  const room = (width - 60) / depth - 34;
  const height = Math.max(80, (leavesOf(root) + parentsOfLeavesOf(root)) * rowHeight);
  const mostLetters = Math.floor(room / 6) * 3 - 2;
  const cut = (text: string) => (text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text);
  const top = topOf(caption);
  const boxed = ({ name, is, children = [] }: TreeNode): object => ({
    name,
    children: children.map(boxed),
    label: {
      formatter: `${is === 'marked' ? '◆ ' : is === 'dropped' ? '✕ ' : ''}${cut(name)}`.replace(/[{}]/g, ''),
      backgroundColor: is === 'marked' ? '#ddeefa' : '#ffffff',
      borderColor: is === 'marked' ? colours.blue : is === 'dropped' ? colours.vermilion : '#8c959f',
      borderWidth: is === 'marked' ? 2 : 1,
      borderType: is === 'dropped' ? 'dashed' : 'solid',
    },
  });
  const key = (is: 'marked' | 'dropped', node: TreeNode): boolean =>
    node.is === is || (node.children ?? []).some((child) => key(is, child));
  const keys = [key('marked', root) && `◆ ${markedIs}`, key('dropped', root) && `✕ ${droppedIs}`].filter(Boolean);
  const says = (node: TreeNode, level: number): string[] => [
    `${'– '.repeat(level)}${node.name}${node.is === 'marked' ? ` (${markedIs})` : node.is === 'dropped' ? ` (${droppedIs})` : ''}`,
    ...(node.children ?? []).flatMap((child) => says(child, level + 1)),
  ];
  return drawn(caption, {
    height: top + (keys.length ? 26 : 6) + height + 24,
    option: {
      ...(keys.length && {
        graphic: {
          type: 'text',
          left: 20,
          top: top + 2,
          style: { text: keys.join('     '), fill: ink, font: '12px Helvetica, Arial, sans-serif' },
        },
      }),
      series: [
        {
          type: 'tree',
          data: [boxed(root)] as never,
          left: 24,
          right: room + 20,
          top: top + (keys.length ? 26 : 6),
          height,
          orient: 'LR',
          initialTreeDepth: -1,
          roam: false,
          silent: true,
          expandAndCollapse: false,
          edgeShape: 'polyline',
          edgeForkPosition: '88%',
          symbol: 'none',
          symbolSize: 0,
          lineStyle: { color: '#8c959f', width: 1.4, curveness: 0.4 },
          label: {
            position: 'right',
            align: 'left',
            verticalAlign: 'middle',
            distance: 0,
            width: room,
            overflow: 'break',
            lineOverflow: 'truncate',
            height: 42,
            padding: [3, 6],
            borderRadius: 4,
            fontSize: 11,
            lineHeight: 14,
            color: ink,
          } as object,
        },
      ],
    },
    says: says(root, 0),
  });
}
