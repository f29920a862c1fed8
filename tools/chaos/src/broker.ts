import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { freePort, killFamily } from './processes';

interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}
interface BrokerTool {
  startBroker(options: { port: number; advertisedPort: number; dataDir: string; heapMb?: number }): Promise<Running>;
}

/** A real Apache Kafka, one node, that can be killed and comes back on its data. Clients are sent to the proxy. */
export class Broker {
  private running: Running | undefined;

  private constructor(
    private readonly tool: BrokerTool,
    private readonly dataDir: string,
    readonly port: number,
    private readonly advertisedPort: number,
  ) {}

  static async start(root: string, dataDir: string, advertisedPort: number): Promise<Broker> {
    const tool = (await import(pathToFileURL(path.join(root, 'tools/kafka-broker.mjs')).href)) as BrokerTool;
    const broker = new Broker(tool, dataDir, await freePort(), advertisedPort);
    await broker.begin();
    return broker;
  }

  async killAndRestart(downMs: number): Promise<void> {
    await this.kill();
    await sleep(downMs);
    await this.begin();
  }

  async kill(): Promise<void> {
    if (!this.running) return;
    killFamily(this.running.pid);
    await this.running.stop();
    this.running = undefined;
  }

  async begin(): Promise<void> {
    const { port, advertisedPort, dataDir } = this;
    this.running = await this.tool.startBroker({ port, advertisedPort, dataDir });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
