import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { Contracts } from './contract-board.queries';
import { ContractConnection, ContractType } from './contract.graphql';

@Resolver(() => ContractType)
@May(...everyone)
export class ContractResolver {
  constructor(private readonly contracts: Contracts) {}

  @Query(() => ContractType, { nullable: true })
  informationContract(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.contracts.one(viewer, idOf('id', id));
  }

  @Query(() => ContractConnection, {
    description: 'The information contracts of my organisation or of one team, last changed first.',
  })
  async informationContracts(
    @Args('teamId', { type: () => ID, nullable: true }) teamId: string | null,
    @Args() page: PageArgs,
    @Viewer() viewer: Viewer,
  ) {
    const team = teamId === null || teamId === undefined ? undefined : idOf('teamId', teamId);
    return toConnection(await this.contracts.page(viewer, pageOf(page), team), (row) => row);
  }
}
