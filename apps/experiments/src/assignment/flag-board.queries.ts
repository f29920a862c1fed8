import { Injectable } from '@nestjs/common';
import { Database, type Envelope, EventStore, type Tenant, type Tx, uuidv5 } from '@tandem/event-store';
import { flagBoard } from './flag-board.projection';
import { flag, type FlagCommand } from './flag.decider';
import { layerBoard, type LayerRow } from './layer-board.projection';
import { layer, type LayerCommand } from './layer.decider';

type Asking = Tenant & { readonly id: string };

/** The flags and layers of one organisation. A key and a name belong to one stream each, so they are given once. */
@Injectable()
export class Flags {
  private readonly flags;
  private readonly layers;

  constructor(
    private readonly db: Database,
    private readonly events: EventStore,
  ) {
    this.flags = db.board(flagBoard);
    this.layers = db.board(layerBoard);
  }

  one(who: Tenant, key: string) {
    return this.flags.one(who, flagId(who, key));
  }

  all(who: Tenant) {
    return this.flags.all(who, { orderBy: `row->>'key'` });
  }

  allLayers(who: Tenant) {
    return this.layers.all(who, { orderBy: `row->>'name'` });
  }

  layer(who: Tenant, name: string) {
    return this.layers.one(who, layerId(who, name));
  }

  /** A layer as it is inside a transaction. */
  async layerIn(tx: Tx, who: Tenant, name: string): Promise<LayerRow | null> {
    const sql = `select row from ${layerBoard.table} where tenant_id = $1 and key = $2`;
    return (await tx.query<{ row: LayerRow }>(sql, [who.tenantId, layerId(who, name)])).rows[0]?.row ?? null;
  }

  ask(viewer: Asking, key: string, command: FlagCommand, envelope: Omit<Envelope, 'viewer'>) {
    return this.events.handle(flag, flagId(viewer, key), command, { viewer, ...envelope });
  }

  askLayer(viewer: Asking, name: string, command: LayerCommand, envelope: Omit<Envelope, 'viewer'>) {
    return this.events.handle(layer, layerId(viewer, name), command, { viewer, ...envelope });
  }

  /** The variant that a unit saw first, kept from now on. */
  async stick(who: Tenant, experimentId: string, unit: string, variant: string): Promise<void> {
    const sql = `insert into sticky_variants (tenant_id, experiment_id, unit, variant) values ($1, $2, $3, $4) on conflict do nothing`;
    await this.db.read(who, sql, [who.tenantId, experimentId, unit, variant]);
  }

  async stuck(who: Tenant, experimentId: string, unit: string): Promise<string | null> {
    const sql = `select variant from sticky_variants where tenant_id = $1 and experiment_id = $2 and unit = $3`;
    const [row] = await this.db.read<{ variant: string }>(who, sql, [who.tenantId, experimentId, unit]);
    return row?.variant ?? null;
  }
}

const flagId = ({ tenantId }: Tenant, key: string) => uuidv5(tenantId, `flag ${key}`);
const layerId = ({ tenantId }: Tenant, name: string) => uuidv5(tenantId, `layer ${name}`);
