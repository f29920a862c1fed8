import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { everyone, May } from '@tandem/platform';
import { type PlaybookType as Shown, PlaybookType, StageEnum } from './playbook.graphql';
import type { ChangeIdea, Stage } from './playbook.measures';
import { playbooksFor } from './playbook.queries';

@Resolver(() => PlaybookType)
@May(...everyone)
export class PlaybookResolver {
  @Query(() => [PlaybookType], {
    description: 'What to ask and what to try, at a stage and for a symptom; left out: all.',
  })
  playbooks(
    @Args('stage', { type: () => StageEnum, nullable: true }) stage?: Stage,
    @Args('symptomId', { type: () => ID, nullable: true, description: 'S1 to S18.' }) symptomId?: string,
  ): Shown[] {
    return playbooksFor(stage, symptomId).map((playbook) => ({ ...playbook, changes: playbook.changes.map(shown) }));
  }
}

const shown = ({ hypothesis: { if: cause, then, direction, withinDays }, ...idea }: ChangeIdea) => ({
  ...idea,
  hypothesis: `If ${cause}, then ${then} goes ${direction} within ${withinDays} days.`,
  measure: then,
  withinDays,
});
