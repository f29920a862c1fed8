import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ledger } from './ledger';

/** The rival. It has no licence, so it never enters our lock file: it is installed into a folder of its own and used. */
export const rival = '@event-driven-io/emmett-postgresql@0.42.0';

/** The part of its public interface that is measured. */
export interface EmmettStore {
  appendToStream(stream: string, events: readonly object[], options?: object): Promise<unknown>;
  aggregateStream(stream: string, options: object): Promise<unknown>;
  close(): Promise<void>;
  readonly schema: { migrate(): Promise<unknown> };
}
type Handle = (store: EmmettStore, id: string, decide: (state: object) => object) => Promise<unknown>;

/** Its store and its command handler; undefined, and said so, where it cannot be installed. */
export interface Emmett {
  open(url: string, options?: { board: boolean }): Promise<EmmettStore>;
  readonly handle: Handle;
}

export function loadEmmett(): Emmett | undefined {
  const folder = path.join(tmpdir(), `tandem-bench-${rival.replaceAll(/[^a-z0-9.]+/g, '-')}`);
  const packages = path.join(folder, 'node_modules/@event-driven-io');
  if (!existsSync(path.join(packages, 'emmett-postgresql/package.json'))) {
    mkdirSync(folder, { recursive: true });
    const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, rival], {
      stdio: 'ignore',
    });
    if (status !== 0) {
      process.stderr.write(`NOT COMPARED: npm could not install ${rival} into ${folder}.\n`);
      return undefined;
    }
  }
  const load = createRequire(path.join(packages, 'emmett-postgresql/package.json'));
  const postgres = load('@event-driven-io/emmett-postgresql');
  const core = load('@event-driven-io/emmett');
  const board = () =>
    postgres.pongoSingleStreamProjection({
      collectionName: 'ledgers',
      canHandle: ['MoneyPaidIn'],
      evolve: ledger.evolve,
      initialState: ledger.initialState,
    });
  return {
    async open(url, options) {
      const projections = options?.board ? core.projections.inline([board()]) : [];
      const store = postgres.getPostgreSQLEventStore(url, { projections });
      await store.schema.migrate();
      return store;
    },
    handle: core.CommandHandler({ evolve: ledger.evolve, initialState: ledger.initialState }),
  };
}
