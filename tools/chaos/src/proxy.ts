import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Chance } from './chance';

/** Faults of a network, between services and what they stand on. Each strikes some of the connections that are open. */
export const faults = ['stall', 'reset', 'half-open'] as const;
export type Fault = (typeof faults)[number];

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** A TCP proxy on a loopback port of its own that can do its clients harm. */
export class Proxy {
  private readonly links = new Set<Link>();
  private readonly healing = new Set<() => void>();
  private readonly server = createServer((client) => this.join(client));
  private target = 0;

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  leadTo(port: number): void {
    this.target = port;
  }

  /** Does the fault to about a quarter of the connections. A half-open one is dropped after `forMs`, as a router would. */
  strike(fault: Fault, chance: Chance, forMs: number): void {
    for (const link of this.links) {
      if (!chance.happens(0.25)) continue;
      if (fault === 'reset') this.reset(link);
      else this.hold(link, fault, forMs);
    }
  }

  /** Ends every stall and drops every half-open connection now. */
  heal(): void {
    for (const mend of [...this.healing]) mend();
  }

  async close(): Promise<void> {
    this.heal();
    for (const link of this.links) this.reset(link);
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const server = connect({ host: '127.0.0.1', port: this.target });
    const link = { client, server };
    this.links.add(link);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay();
      from.on('error', () => to.destroy()).on('close', () => (to.destroy(), this.links.delete(link)));
      from.pipe(to);
    }
  }

  private reset({ client, server }: Link): void {
    client.resetAndDestroy();
    server.destroy();
  }

  /** Nothing comes through in either direction: for a while, or never again. */
  private hold(link: Link, fault: 'stall' | 'half-open', forMs: number): void {
    const { client, server } = link;
    client.unpipe(server).pause();
    server.unpipe(client).pause();
    const mend = () => {
      clearTimeout(timer);
      this.healing.delete(mend);
      if (fault === 'half-open') return this.reset(link);
      client.pipe(server);
      server.pipe(client);
    };
    const timer = setTimeout(mend, forMs);
    this.healing.add(mend);
  }
}
