import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { EventStore, uuidv5 } from '@tandem/event-store';
import { everyone, idOf, May, Problem, Viewer } from '@tandem/platform';
import type { FlagRow } from './assignment/flag-board.projection';
import { Flags } from './assignment/flag-board.queries';
import type { FlagValue, Slot } from './assignment/flag.events';
import {
  DefineFlagArgs,
  DefineLayerArgs,
  FlagArgs,
  FlagType,
  LayerType,
  SetFlagCoverageArgs,
} from './assignment/flag.graphql';
import type { LayerRow } from './assignment/layer-board.projection';
import { parts } from './assignment/layer.decider';
import { ExperimentBoard } from './experiment/experiment-board.queries';

const unbegun = ['proposed', 'signed', 'scheduled'];

/** How an experiment comes before units: its flag, and the layers that it shares with no other. */
@Resolver(() => FlagType)
@May('product_lead', 'tech_lead')
export class FlagResolver {
  constructor(
    private readonly events: EventStore,
    private readonly flags: Flags,
    private readonly experiments: ExperimentBoard,
  ) {}

  @Query(() => [FlagType], { name: 'flags', description: 'Every flag of my organisation, by key.' })
  @May(...everyone)
  async all(@Viewer() viewer: Viewer) {
    return (await this.flags.all(viewer)).map(shown);
  }

  @Query(() => [LayerType], { description: 'Every layer of my organisation, by name.' })
  @May(...everyone)
  async layers(@Viewer() viewer: Viewer) {
    return (await this.flags.allLayers(viewer)).map(shownLayer);
  }

  @Mutation(() => FlagType, { description: 'Says how an experiment is shown. Until it begins, the last word counts.' })
  async defineFlag(@Args() args: DefineFlagArgs, @Viewer() viewer: Viewer) {
    const { key, values, targeting, layers, commandId, expectedVersion, occurredAt, ...how } = args;
    const experiment = await this.experiment(viewer, args.experimentId);
    const variants = experiment.variants.map((variant) => variant.key);
    const salt = args.salt ?? experiment.id;
    const given = values?.map(({ variant, value }) => ({ variant, value: json<FlagValue>('values', value) }));
    const defined = {
      ...{ ...how, key, salt, experimentId: experiment.id, variants },
      values: given ?? variants.map((variant) => ({ variant, value: variant })),
      ...(targeting === undefined ? {} : { targeting: conditionOf(targeting) }),
      hasBegun: !unbegun.includes(experiment.status),
    };
    // All of it or nothing: no slot is taken for a flag that is refused.
    await this.events.transaction(viewer, async (tx) => {
      const slots: Slot[] = [];
      for (const { layer, share } of layers) {
        const command = { type: 'TakeSlot', data: { experimentId: experiment.id, share } } as const;
        const taking = uuidv5(viewer.tenantId, `${commandId} takes ${layer}`);
        await this.flags.askLayer(viewer, layer, command, { commandId: taking, occurredAt, tx });
        const taken = (await this.flags.layerIn(tx, viewer, layer))?.slots ?? [];
        const { from, to } = taken.find(({ experimentId }) => experimentId === experiment.id)!;
        slots.push({ layer, from, to });
      }
      const command = { type: 'DefineFlag', data: { ...defined, slots } } as const;
      await this.flags.ask(viewer, key, command, { commandId, expectedVersion, occurredAt, tx });
    });
    return shown((await this.flags.one(viewer, key))!);
  }

  @Mutation(() => FlagType, { description: 'Sets the share of the units that takes part. Nobody changes the variant.' })
  async setFlagCoverage(@Args() { key, coverage, ...envelope }: SetFlagCoverageArgs, @Viewer() viewer: Viewer) {
    const hasBegun = !unbegun.includes((await this.experimentOf(viewer, key)).status);
    await this.flags.ask(viewer, key, { type: 'SetCoverage', data: { coverage, hasBegun } }, envelope);
    return shown((await this.flags.one(viewer, key))!);
  }

  @Mutation(() => Boolean, { description: 'Takes a flag away, and gives back its part of each layer.' })
  async archiveFlag(@Args() { key, ...envelope }: FlagArgs, @Viewer() viewer: Viewer) {
    const flag = await this.flags.one(viewer, key);
    const experiment = flag && (await this.experiment(viewer, flag.experimentId));
    const isRunning = experiment ? ['running', 'paused'].includes(experiment.status) : false;
    // Both or neither, and the same command again finds it done: a part of a layer that nobody gives back is lost.
    await this.events.transaction(viewer, async (tx) => {
      await this.flags.ask(viewer, key, { type: 'ArchiveFlag', data: { isRunning } }, { ...envelope, tx });
      for (const { layer } of flag?.slots ?? []) {
        const freeing = uuidv5(viewer.tenantId, `${envelope.commandId} frees ${layer}`);
        const command = { type: 'FreeSlot', data: { experimentId: flag!.experimentId } } as const;
        await this.flags.askLayer(viewer, layer, command, { commandId: freeing, tx });
      }
    });
    return true;
  }

  @Mutation(() => LayerType, {
    description: 'Makes a layer, and holds a share of the units out of all its experiments.',
  })
  async defineLayer(@Args() { name, heldOutShare, ...envelope }: DefineLayerArgs, @Viewer() viewer: Viewer) {
    const command = { type: 'DefineLayer', data: { name, heldOutShare } } as const;
    await this.flags.askLayer(viewer, name, command, envelope);
    return shownLayer((await this.flags.layer(viewer, name))!);
  }

  private async experiment(viewer: Viewer, id: string) {
    const row = await this.experiments.one(viewer, idOf('experimentId', id));
    demand(row !== null, 'no-such-experiment', '`experimentId`: there is no such experiment.');
    return row;
  }

  private async experimentOf(viewer: Viewer, key: string) {
    const flag = await this.flags.one(viewer, key);
    demand(flag !== null, 'no-such-flag', '`key`: there is no flag with this key.');
    return this.experiment(viewer, flag.experimentId);
  }
}

function json<Value>(name: string, text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new Problem(400, 'BAD_USER_INPUT', `\`${name}\` must be JSON, with quotes around texts: "blue".`);
  }
}

function conditionOf(text: string): Readonly<Record<string, unknown>> {
  const condition = json<unknown>('targeting', text);
  const isObject = typeof condition === 'object' && condition !== null && !Array.isArray(condition);
  demand(isObject, 'bad-targeting', '`targeting` must be an object: {"country": {"$in": ["DE", "AT"]}}.');
  return condition as Readonly<Record<string, unknown>>;
}

const shown = (row: FlagRow): FlagType => ({
  ...row,
  values: row.values.map(({ variant, value }) => ({ variant, value: JSON.stringify(value) })),
  fallbackUnit: row.fallbackUnit ?? null,
  targeting: row.targeting ? JSON.stringify(row.targeting) : null,
  slots: row.slots.map(({ layer, from, to }) => ({ layer, from: from / parts, to: to / parts })),
});

const shownLayer = ({ name, heldOut, slots }: LayerRow): LayerType => {
  const shares = slots.map(({ experimentId, from, to }) => ({ experimentId, share: (to - from) / parts }));
  const taken = slots.reduce((sum, { from, to }) => sum + to - from, 0);
  return { name, heldOutShare: heldOut / parts, freeShare: (parts - heldOut - taken) / parts, shares };
};
