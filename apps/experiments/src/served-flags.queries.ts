import { Injectable } from '@nestjs/common';
import type { Tenant } from '@tandem/event-store';
import { Flags } from './assignment/flag-board.queries';
import type { Served } from './assignment/evaluation';
import { ExperimentBoard } from './experiment/experiment-board.queries';

type ByKey = ReadonlyMap<string, Served>;

const freshForMs = 1_000;
const mostOrganisations = 1_000;

/** Flags with what their experiments say of them, kept in memory: what changes is served within a second or two. */
@Injectable()
export class ServedFlags {
  private readonly kept = new Map<string, { readonly readAt: number; flags: Promise<ByKey> }>();

  constructor(
    private readonly flags: Flags,
    private readonly experiments: ExperimentBoard,
  ) {}

  async of(who: Tenant): Promise<ByKey> {
    const known = this.kept.get(who.tenantId);
    if (!known) return this.renew(who);
    // What is known is answered at once; whoever asks next finds what was read meanwhile.
    if (performance.now() - known.readAt > freshForMs) {
      this.kept.set(who.tenantId, { readAt: performance.now(), flags: known.flags });
      void this.read(who).then(
        (flags) => this.keep(who, Promise.resolve(flags)),
        () => undefined, // the database is away: what was known last is served on
      );
    }
    return known.flags;
  }

  private renew(who: Tenant): Promise<ByKey> {
    const flags = this.read(who);
    this.keep(who, flags);
    flags.catch(() => this.kept.delete(who.tenantId));
    return flags;
  }

  private keep({ tenantId }: Tenant, flags: Promise<ByKey>): void {
    this.kept.delete(tenantId);
    this.kept.set(tenantId, { readAt: performance.now(), flags });
    if (this.kept.size > mostOrganisations) this.kept.delete(this.kept.keys().next().value!);
  }

  private async read(who: Tenant): Promise<ByKey> {
    const rows = await this.flags.all(who);
    const experiments = await this.experiments.many(
      who,
      rows.map(({ experimentId }) => experimentId),
    );
    return new Map(
      rows.flatMap((row, i) => {
        const experiment = experiments[i];
        if (!experiment) return [];
        const { variants, status, decisions } = experiment;
        const shipped = status === 'ship' ? (decisions.at(-1)?.winner ?? null) : null;
        const weights = variants.map(({ weight }) => weight);
        return [[row.key, { ...row, variants, weights, isRunning: status === 'running', shipped }]];
      }),
    );
  }
}
