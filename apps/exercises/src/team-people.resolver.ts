import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, May, Viewer } from '@tandem/platform';
import { People } from './person/people.queries';
import { PersonType } from './person/person.graphql';
import { TeamType } from './team/team.graphql';

/** Who the members of a team are. */
@Resolver(() => TeamType)
@May(...everyone)
export class TeamPeopleResolver {
  constructor(private readonly people: People) {}

  @ResolveField(() => [PersonType], { description: 'Those of the members whom the directory knows, by name.' })
  async members(@Parent() { memberIds }: TeamType, @Viewer() viewer: Viewer) {
    const known = (await this.people.many(viewer, memberIds)).filter((row) => row !== null);
    return known.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  }
}
