import { Controller, Get, Header } from '@nestjs/common';
import { type Figure, figuresOfTheProcess, writeFigure } from '@tandem/platform';
import type { FastifyInstance } from 'fastify';
import { doors } from './forward.controller';
import { Graph } from './graph';

interface Answered {
  readonly byStatus: Map<number, number>;
  /** How many took at most as long as each bucket says, and behind them all. */
  readonly within: number[];
  seconds: number;
}

const bucketsSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity];

/** What was answered since the process began, by door. Streams of events are counted and not timed. */
export class Answers {
  private readonly byDoor = new Map<string, Answered>();

  /** Counts each answer of a server as it ends. */
  countAt(fastify: Pick<FastifyInstance, 'addHook'>): void {
    fastify.addHook('onResponse', async (request, reply) => {
      const isStream = String(reply.getHeader('content-type') ?? '').includes('text/event-stream');
      this.count(doorOf(request.url), reply.statusCode, isStream ? null : reply.elapsedTime / 1000);
    });
  }

  count(door: string, status: number, seconds: number | null): void {
    const answered = this.byDoor.get(door) ?? { byStatus: new Map(), within: bucketsSeconds.map(() => 0), seconds: 0 };
    this.byDoor.set(door, answered);
    answered.byStatus.set(status, (answered.byStatus.get(status) ?? 0) + 1);
    if (seconds === null) return;
    answered.seconds += seconds;
    bucketsSeconds.forEach((limit, i) => (answered.within[i]! += seconds <= limit ? 1 : 0));
  }

  get figures(): Figure[] {
    const all = [...this.byDoor];
    return [
      {
        name: 'tandem_gateway_requests_total',
        help: 'Requests that were answered, by door and status.',
        type: 'counter',
        values: all.flatMap(([door, { byStatus }]) =>
          [...byStatus].map(([status, n]) => [{ door, status }, n] as const),
        ),
      },
      {
        name: 'tandem_gateway_request_seconds',
        help: 'How long an answer took, by door; streams of events left out.',
        type: 'histogram',
        values: all.flatMap(([door, { within, seconds }]) => [
          ...within.map((n, i) => [{ door, le: written(bucketsSeconds[i]!) }, n, '_bucket'] as const),
          [{ door }, seconds, '_sum'] as const,
          [{ door }, within.at(-1)!, '_count'] as const,
        ]),
      },
    ];
  }
}

/** For Prometheus: how each door answers, and which services the graph misses. Nothing of an organisation. */
@Controller()
export class FiguresController {
  constructor(
    private readonly answers: Answers,
    private readonly graph: Graph,
  ) {}

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  figures(): string {
    return [...this.answers.figures, ...this.ofTheGraph(), ...figuresOfTheProcess()]
      .map((figure) => writeFigure('gateway', figure))
      .join('');
  }

  private ofTheGraph(): Figure[] {
    const { troubles, trouble } = this.graph;
    return [
      {
        name: 'tandem_gateway_graph_trouble',
        help: '1 while the graph is not served as it should be: a service is silent or the parts do not compose.',
        values: [[{}, trouble === '' ? 0 : 1]],
      },
      {
        name: 'tandem_gateway_subgraph_failures_total',
        help: 'Calls to a service that had no answer.',
        type: 'counter',
        values: [...troubles].map(([subgraph, n]) => [{ subgraph }, n] as const),
      },
    ];
  }
}

/** One of a few names: what a stranger asks for must not become a label. */
function doorOf(url: string): string {
  const path = url.split('?')[0]!;
  if (['/graphql', '/livez', '/readyz', '/metrics'].includes(path)) return path;
  return doors.find((door) => path.startsWith(door.path))?.path ?? 'other';
}

const written = (limit: number) => (limit === Infinity ? '+Inf' : String(limit));
