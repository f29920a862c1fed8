import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and its server, for tests of lost connections. */
export interface FaultProxy {
  readonly port: number;
  /** Breaks every connection that is open; new ones are let through. */
  cut(): void;
  /** Breaks every connection and refuses new ones, until the returned function is called. */
  outage(): () => void;
  close(): Promise<void>;
}

/** Opens a proxy on a free port of this machine. */
export async function faultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  const open = new Set<Socket>();
  let refusing = false;
  const server = createServer((client) => {
    if (refusing) return void client.destroy();
    const upstream = connect(target);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.setNoDelay();
      socket.on('error', () => other.destroy()).on('close', () => (other.destroy(), open.delete(socket)));
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => open.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    outage() {
      refusing = true;
      cut();
      return () => void (refusing = false);
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
