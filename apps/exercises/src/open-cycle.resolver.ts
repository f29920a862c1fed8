import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { idOf, May, Viewer } from '@tandem/platform';
import { Cycles } from './cycle/cycle-board.queries';
import { HoldCollaborationArgs, LinkRemeasureArgs, OpenCycleArgs } from './cycle/cycle-command.graphql';
import { CycleType } from './cycle/cycle.graphql';
import { People } from './person/people.queries';
import { Sessions } from './session/session-board.queries';
import { Teams } from './team/team-board.queries';

/** A cycle begins with a finding of a session, and goes on with people of teams: three slices, one wish. */
@Resolver(() => CycleType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach')
export class OpenCycleResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly teams: Teams,
    private readonly people: People,
    private readonly cycles: Cycles,
  ) {}

  @Mutation(() => CycleType, {
    description: 'Begins an improvement from a linked finding, owned by both sides. Its id is that of the command.',
  })
  async openCycle(@Args() args: OpenCycleArgs, @Viewer() viewer: Viewer) {
    const { sessionId, findingId, symptomId, ownerProductId, ownerEngineeringId, ...envelope } = args;
    const session = await this.sessions.one(viewer, sessionId);
    const finding = session?.findings.find((one) => one.findingId === findingId);
    const isLinked = finding?.symptomIds.includes(symptomId) ?? false;
    demand(finding !== undefined && isLinked, 'finding-not-linked', `Link the finding to ${symptomId} first.`);

    const cause = { sessionId, findingId, symptomId, teamIds: finding.teamIds };
    const owners = {
      ownerProductId: idOf('ownerProductId', ownerProductId),
      ownerEngineeringId: idOf('ownerEngineeringId', ownerEngineeringId),
    };
    await this.demandTwoFunctions(viewer, owners.ownerProductId, owners.ownerEngineeringId);
    return this.cycles.ask(viewer, envelope.commandId, { type: 'OpenCycle', data: { ...cause, ...owners } }, envelope);
  }

  @Mutation(() => CycleType, { description: 'Tells who thought about the change together, each for a team.' })
  async holdCollaboration(
    @Args() { cycleId, collaborators: people, ...envelope }: HoldCollaborationArgs,
    @Viewer() viewer: Viewer,
  ) {
    const teams = await this.teams.many(
      viewer,
      people.map(({ teamId }) => teamId),
    );
    const collaborators = people.map(({ personId: person, teamId }, i) => {
      const personId = idOf('collaborators.personId', person);
      const team = teams[i];
      const message = `\`collaborators\`: ${personId} does not belong to a team ${teamId}.`;
      demand(team?.memberIds.includes(personId) === true, 'not-a-member', message);
      return { personId, teamId: team.id, function: team.function };
    });
    return this.cycles.ask(viewer, cycleId, { type: 'HoldCollaboration', data: { collaborators } }, envelope);
  }

  @Mutation(() => CycleType, { description: 'Says which session is to measure the change again.' })
  async linkRemeasure(@Args() { cycleId, sessionId: id, ...envelope }: LinkRemeasureArgs, @Viewer() viewer: Viewer) {
    const sessionId = idOf('sessionId', id);
    const session = await this.sessions.one(viewer, sessionId);
    demand(session !== null, 'no-such-session', '`sessionId` must be a session of your organisation.');
    return this.cycles.ask(viewer, cycleId, { type: 'LinkRemeasure', data: { sessionId } }, envelope);
  }

  /** What both do, as the directory says, or else their teams. Somebody of whom neither is known may own all the same. */
  private async demandTwoFunctions(viewer: Viewer, productId: string, engineeringId: string) {
    const [product, engineering] = await Promise.all([productId, engineeringId].map((id) => this.doneBy(viewer, id)));
    const all = new Set([...product!, ...engineering!]);
    const areOne = product!.length > 0 && engineering!.length > 0 && all.size === 1;
    const message = `Both owners work in ${[...all].join()}: a cycle is owned by two functions.`;
    demand(!areOne || productId === engineeringId, 'one-function', message);
  }

  private async doneBy(viewer: Viewer, personId: string): Promise<readonly string[]> {
    const person = await this.people.one(viewer, personId);
    if (person) return [person.function];
    return (await this.teams.ofPerson(viewer, personId)).map((team) => team.function);
  }
}
