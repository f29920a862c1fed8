import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { EventStore } from '@tandem/event-store';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { allExercises, exerciseOf } from '../kinds.decider';
import { kernelGuards } from '../phase.decider';
import { phaseType } from '../phase.graphql';
import { phaseOf } from './phase-input.measures';
import { Templates } from './template-board.queries';
import type { TemplateRow } from './template-board.projection';
import { template } from './template.decider';
import {
  ExerciseKindType,
  PublishTemplateArgs,
  RetireTemplateArgs,
  TemplateConnection,
  TemplateType,
} from './template.graphql';

/** An organisation's own courses of the exercises. */
@Resolver(() => TemplateType)
@May(...everyone)
export class TemplateResolver {
  constructor(
    private readonly events: EventStore,
    private readonly templates: Templates,
  ) {}

  @Query(() => [ExerciseKindType], { description: 'The exercises, and what a template of each can be made of.' })
  exerciseKinds(): ExerciseKindType[] {
    return allExercises.map(({ template: own, commands, guards, forms = {} }) => ({
      kind: own.kind,
      leastTeams: own.leastTeams,
      phases: own.phases.map(phaseType),
      commands: Object.keys(commands),
      guards: Object.entries({ ...kernelGuards, ...guards }).map(([name, { message }]) => ({ name, message })),
      forms: Object.keys(forms),
    }));
  }

  @Query(() => TemplateType, { nullable: true })
  async template(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    const row = await this.templates.one(viewer, idOf('id', id));
    return row && templateType(row);
  }

  @Query(() => TemplateConnection, { name: 'templates', description: 'Every template of my organisation, by name.' })
  async page(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.templates.page(viewer, pageOf(page)), templateType);
  }

  @Mutation(() => TemplateType, {
    description:
      'Publishes a course of my own for an exercise, or a new edition of one. A new one has the id of its command.',
  })
  @May('org_admin', 'coach')
  async publishTemplate(@Args() args: PublishTemplateArgs, @Viewer() viewer: Viewer) {
    const { templateId: edited, name, kind, leastTeams, phases, ...envelope } = args;
    const templateId = edited ? idOf('templateId', edited) : envelope.commandId.toLowerCase();
    const least = leastTeams ?? exerciseOf(kind).template.leastTeams;
    const data = { name, template: { kind, templateId, leastTeams: least, phases: phases.map(phaseOf) } };
    await this.events.handle(template, templateId, { type: 'PublishTemplate', data }, { viewer, ...envelope });
    return templateType((await this.templates.one(viewer, templateId))!);
  }

  @Mutation(() => TemplateType, { description: 'No session is drafted by it any more; those that were go on.' })
  @May('org_admin', 'coach')
  async retireTemplate(@Args() { templateId, reason, ...envelope }: RetireTemplateArgs, @Viewer() viewer: Viewer) {
    const command = { type: 'RetireTemplate', data: { reason } } as const;
    await this.events.handle(template, templateId, command, { viewer, ...envelope });
    return templateType((await this.templates.one(viewer, idOf('templateId', templateId)))!);
  }
}

const templateType = ({ template: { phases, version, leastTeams }, ...row }: TemplateRow): TemplateType => ({
  ...row,
  version,
  leastTeams,
  phases: phases.map(phaseType),
});
