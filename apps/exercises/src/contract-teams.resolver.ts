import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { idOf, May, Viewer } from '@tandem/platform';
import { Contracts } from './contract/contract-board.queries';
import {
  ContractArgs,
  ContractType,
  EndContractArgs,
  ProposeContractArgs,
  ReviewContractArgs,
  ReviseContractArgs,
} from './contract/contract.graphql';
import { Teams } from './team/team-board.queries';

/** What two teams agree on, each by one of its members. */
@Resolver(() => ContractType)
@May('facilitator', 'product_lead', 'tech_lead', 'member')
export class ContractTeamsResolver {
  constructor(
    private readonly contracts: Contracts,
    private readonly teams: Teams,
  ) {}

  @Mutation(() => ContractType, {
    description: 'Proposes, for my team, what one team tells another. Its id is that of the command.',
  })
  async proposeContract(@Args() args: ProposeContractArgs, @Viewer() viewer: Viewer) {
    const { teamId, fromTeamId, toTeamId, sessionId, terms, ...envelope } = args;
    const parties = { fromTeamId: idOf('fromTeamId', fromTeamId), toTeamId: idOf('toTeamId', toTeamId) };
    const byTeamId = await this.mine(viewer, teamId);
    const [from, to] = await this.teams.many(viewer, [parties.fromTeamId, parties.toTeamId]);
    demand(from != null && to != null, 'no-such-team', 'fromTeamId and toTeamId name teams of my organisation.');
    const session = sessionId === undefined || sessionId === null ? {} : { sessionId: idOf('sessionId', sessionId) };
    const data = { ...parties, ...session, terms: { ...terms }, byTeamId };
    return this.contracts.ask(viewer, envelope.commandId, { type: 'ProposeContract', data }, envelope);
  }

  @Mutation(() => ContractType, {
    description: 'Proposes other terms. What was agreed holds until both agree on them.',
  })
  async reviseContract(
    @Args() { contractId, teamId, terms, ...envelope }: ReviseContractArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { terms: { ...terms }, byTeamId: await this.mine(viewer, teamId) };
    return this.contracts.ask(viewer, idOf('contractId', contractId), { type: 'ReviseContract', data }, envelope);
  }

  @Mutation(() => ContractType, { description: 'Proposes the same terms for another 90 days.' })
  async renewContract(@Args() { contractId, teamId, ...envelope }: ContractArgs, @Viewer() viewer: Viewer) {
    const data = { byTeamId: await this.mine(viewer, teamId) };
    return this.contracts.ask(viewer, idOf('contractId', contractId), { type: 'RenewContract', data }, envelope);
  }

  @Mutation(() => ContractType, { description: 'Agrees, for my team, to what the other one proposed.' })
  async agreeContract(@Args() { contractId, teamId, ...envelope }: ContractArgs, @Viewer() viewer: Viewer) {
    const data = { byTeamId: await this.mine(viewer, teamId) };
    return this.contracts.ask(viewer, idOf('contractId', contractId), { type: 'AgreeContract', data }, envelope);
  }

  @Mutation(() => ContractType, {
    description: 'Answers, for my team, the three questions six weeks after it was agreed.',
  })
  async reviewContract(@Args() args: ReviewContractArgs, @Viewer() viewer: Viewer) {
    const { contractId, teamId, asAgreed, serves, lessNoise, ...envelope } = args;
    const data = { byTeamId: await this.mine(viewer, teamId), answers: { asAgreed, serves, lessNoise } };
    return this.contracts.ask(viewer, idOf('contractId', contractId), { type: 'ReviewContract', data }, envelope);
  }

  @Mutation(() => ContractType, { description: 'Ends a contract, or takes back a proposal.' })
  async endContract(@Args() { contractId, teamId, reason, ...envelope }: EndContractArgs, @Viewer() viewer: Viewer) {
    const data = { byTeamId: await this.mine(viewer, teamId), reason };
    return this.contracts.ask(viewer, idOf('contractId', contractId), { type: 'EndContract', data }, envelope);
  }

  private async mine(viewer: Viewer, teamId: string) {
    const team = await this.teams.one(viewer, idOf('teamId', teamId));
    demand(team?.memberIds.includes(viewer.id) ?? false, 'not-your-team', 'You speak for a team that you belong to.');
    return team!.id;
  }
}
