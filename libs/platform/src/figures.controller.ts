import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { Database, EventLog } from '@tandem/event-store';
import type { Bus } from '@tandem/messaging';
import { Open } from './access';
import { asConsumer } from './dead-letter-rows';
import { type Figure, figuresOfTheProcess, writeFigure } from './figure';

/** What the figures are taken from. */
export interface Measured {
  readonly name: string;
  readonly db: Database;
  readonly log: EventLog;
  readonly bus: Bus;
}

export const MEASURED = Symbol('MEASURED');

/** For Prometheus: what lags and what was put aside. Counts of the whole service, nothing of an organisation. */
@Controller()
@Open()
export class FiguresController {
  constructor(@Inject(MEASURED) private readonly measured: Measured) {}

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async figures(): Promise<string> {
    const { name } = this.measured;
    const found = await Promise.allSettled([this.followers(), this.consumers(), this.letters()]);
    const missing = found.filter(({ status }) => status === 'rejected').length;
    const figures = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    return [...figures, ...ofTheProcess(missing)].map((figure) => writeFigure(name, figure)).join('');
  }

  private async followers(): Promise<Figure[]> {
    const lag = await this.measured.log.lag();
    return [
      {
        name: 'tandem_follower_lag_events',
        help: 'Events of the log that a follower has still to read.',
        values: lag.map(({ subscription, events }) => [{ subscription }, events]),
      },
      {
        name: 'tandem_parked_events',
        help: 'Events that a follower could not apply and has put aside.',
        values: lag.map(({ subscription, parked }) => [{ subscription }, parked]),
      },
    ];
  }

  private async consumers(): Promise<Figure[]> {
    const { bus, name } = this.measured;
    return [
      {
        name: 'tandem_consumer_lag_records',
        help: 'Messages of other services that have still to be taken in.',
        values: (await bus.lag(name)).map(({ topic, partition, offset, end }) => [
          { topic, partition },
          Number(end - offset),
        ]),
      },
    ];
  }

  private async letters(): Promise<Figure[]> {
    const [row] = await asConsumer<{ n: number }>(this.measured, 'select count(*)::int as n from dead_letters');
    return [{ name: 'tandem_dead_letters', help: 'Messages that could not be taken in.', values: [[{}, row!.n]] }];
  }
}

const ofTheProcess = (missing: number): Figure[] => [
  {
    name: 'tandem_figures_missing',
    help: 'Groups of figures that could not be had: PostgreSQL or the bus is away.',
    values: [[{}, missing]],
  },
  ...figuresOfTheProcess(),
];
