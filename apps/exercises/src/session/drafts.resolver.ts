import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { idOf, May, Viewer } from '@tandem/platform';
import {
  ContributionArgs,
  DraftArgs,
  DraftType,
  SaveDraftArgs,
  TeamProgressType,
  WriteDraftArgs,
} from './drafts.graphql';
import { Drafts, type OwnDraft } from './drafts.queries';
import { Redactions } from './redaction.queries';
import { Sessions } from './session-board.queries';
import { RedactArgs, SessionType } from './session.graphql';

/** What people write on their own. No command id is kept: what is asked twice is done once. */
@Resolver(() => DraftType)
@May('facilitator', 'product_lead', 'tech_lead', 'member')
export class DraftsResolver {
  constructor(
    private readonly drafts: Drafts,
    private readonly redactions: Redactions,
    private readonly sessions: Sessions,
  ) {}

  @Query(() => DraftType, { description: 'What I am writing, or my team where teams write.' })
  async myDraft(@Args() { sessionId }: DraftArgs, @Viewer() viewer: Viewer) {
    return draftType(await this.drafts.mine(viewer, idOf('sessionId', sessionId)));
  }

  @Query(() => [TeamProgressType], { description: 'How far the teams are. Who has submitted is told to nobody.' })
  draftProgress(@Args() { sessionId }: DraftArgs, @Viewer() viewer: Viewer) {
    return this.drafts.progress(viewer, idOf('sessionId', sessionId));
  }

  @Mutation(() => DraftType, {
    description: 'Saves what I am writing. What I have submitted stays so, with what it says now.',
  })
  async saveDraft(@Args() { sessionId, sheet }: SaveDraftArgs, @Viewer() viewer: Viewer) {
    return draftType(await this.drafts.save(viewer, idOf('sessionId', sessionId), jsonOf(sheet)));
  }

  @Mutation(() => DraftType, { description: 'Hands my draft in: it is sealed with the others when the phase ends.' })
  async submitDrafts(@Args() { sessionId }: WriteDraftArgs, @Viewer() viewer: Viewer) {
    return draftType(await this.drafts.submit(viewer, idOf('sessionId', sessionId), true));
  }

  @Mutation(() => DraftType, { description: 'Takes back what I have written, and destroys it.' })
  async withdrawDraft(@Args() { sessionId }: WriteDraftArgs, @Viewer() viewer: Viewer) {
    return draftType(await this.drafts.submit(viewer, idOf('sessionId', sessionId), false));
  }

  @Mutation(() => Boolean, {
    description: 'Asks the facilitator to take out the words of a contribution, within 24 hours. Who asks is not kept.',
  })
  async askRedaction(@Args() { sessionId, contributionId }: ContributionArgs, @Viewer() viewer: Viewer) {
    await this.redactions.ask(viewer, idOf('sessionId', sessionId), idOf('contributionId', contributionId));
    return true;
  }

  @Mutation(() => SessionType, {
    description: 'Takes the words of a contribution out of all that is shown. Twice is harmless.',
  })
  @May('facilitator')
  redactContribution(@Args() { sessionId, contributionId, ...envelope }: RedactArgs, @Viewer() viewer: Viewer) {
    const data = { contributionId: idOf('contributionId', contributionId) };
    return this.sessions.ask(viewer, sessionId, { type: 'RedactContribution', data }, envelope);
  }

  @Query(() => [ID], { description: 'The contributions that somebody asked to have taken out. For the facilitator.' })
  @May('facilitator')
  redactionRequests(@Args() { sessionId }: DraftArgs, @Viewer() viewer: Viewer) {
    return this.redactions.open(viewer, idOf('sessionId', sessionId));
  }
}

const draftType = ({ sheet, ...draft }: OwnDraft): DraftType => ({ ...draft, sheet: sheet && JSON.stringify(sheet) });

function jsonOf(sheet: string): unknown {
  try {
    return JSON.parse(sheet);
  } catch {
    demand(false, 'form-violated', 'sheet: must be JSON, as the form of the phase wants it.');
  }
}
