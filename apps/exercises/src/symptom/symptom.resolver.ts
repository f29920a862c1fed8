import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { EventStore } from '@tandem/event-store';
import { type CommandArgs, everyone, idOf, May, pageOf, toConnection, Viewer } from '@tandem/platform';
import { Symptoms } from './symptom-board.queries';
import { signalled } from './symptom-catalogue.measures';
import { catalogue } from './symptom-catalogue.queries';
import { symptom, type SymptomCommand } from './symptom.decider';
import {
  RefuteSymptomArgs,
  SetSignalThresholdArgs,
  SignalArgs,
  SymptomArgs,
  SymptomConnection,
  SymptomDescriptionType,
  SymptomsArgs,
  SymptomType,
} from './symptom.graphql';
import { threshold, type ThresholdCommand } from './threshold.decider';

@Resolver(() => SymptomType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach')
export class SymptomResolver {
  constructor(
    private readonly events: EventStore,
    private readonly symptoms: Symptoms,
  ) {}

  @Query(() => SymptomConnection, {
    name: 'symptoms',
    description: 'The symptoms of my organisation, most certain first.',
  })
  @May(...everyone)
  async page(@Args() { teamId, status, ...page }: SymptomsArgs, @Viewer() viewer: Viewer) {
    const which = { teamId: teamId && idOf('teamId', teamId), status };
    return toConnection(await this.symptoms.page(viewer, pageOf(page), which), (row) => row);
  }

  @Query(() => SymptomType, { nullable: true })
  @May(...everyone)
  symptom(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.symptoms.one(viewer, idOf('id', id));
  }

  @Query(() => [SymptomDescriptionType], { description: 'S1 to S18: what each is, and what tells it.' })
  @May(...everyone)
  async symptomCatalogue(@Viewer() viewer: Viewer) {
    const thresholds = await this.symptoms.thresholds(viewer);
    return catalogue.map((entry) => ({
      ...entry,
      signals: entry.signals.map((each) => ({ ...each, ...thresholds.find(({ signal }) => signal === each.signal) })),
    }));
  }

  @Mutation(() => SymptomType, { description: 'Says why it is none. What spoke for it no longer counts.' })
  refuteSymptom(@Args() { id, reason, ...envelope }: RefuteSymptomArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, id, { type: 'RefuteSymptom', data: { reason } }, envelope);
  }

  @Mutation(() => SymptomType, { description: 'Says that it is over. When it comes back it has recurred.' })
  resolveSymptom(@Args() { id, ...envelope }: SymptomArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, id, { type: 'ResolveSymptom', data: {} }, envelope);
  }

  @Mutation(() => [SymptomDescriptionType], { description: 'Sets from where on a figure counts in my organisation.' })
  @May('org_admin', 'coach')
  setSignalThreshold(
    @Args() { signal, suspectAt, certainAt, ...envelope }: SetSignalThresholdArgs,
    @Viewer() viewer: Viewer,
  ) {
    return this.tune(viewer, { type: 'SetThreshold', data: { signal, suspectAt, certainAt } }, envelope);
  }

  @Mutation(() => [SymptomDescriptionType], { description: 'Goes back to the threshold of the catalogue.' })
  @May('org_admin', 'coach')
  resetSignalThreshold(@Args() { signal, ...envelope }: SignalArgs, @Viewer() viewer: Viewer) {
    return this.tune(viewer, { type: 'ResetThreshold', data: { signal } }, envelope);
  }

  private async tune(viewer: Viewer, command: ThresholdCommand, envelope: CommandArgs) {
    const isKnown = signalled(catalogue, command.data.signal, []).length > 0;
    demand(isKnown, 'no-such-signal', '`signal` must be one of symptomCatalogue.');
    await this.events.handle(threshold, viewer.tenantId, command, { viewer, ...envelope });
    return this.symptomCatalogue(viewer);
  }

  private async ask(viewer: Viewer, id: string, command: SymptomCommand, envelope: CommandArgs) {
    await this.events.handle(symptom, idOf('id', id), command, { viewer, ...envelope });
    return this.symptoms.one(viewer, id);
  }
}
