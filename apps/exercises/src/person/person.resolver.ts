import { Args, ID, Mutation, Parent, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { everyone, idOf, May, pageOf, toConnection, Viewer } from '@tandem/platform';
import { People } from './people.queries';
import { MeType, PeopleArgs, PersonArgs, PersonConnection, PersonType, RegisterPersonArgs } from './person.graphql';

const longest = 200;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

@Resolver(() => PersonType)
@May(...everyone)
export class PersonResolver {
  constructor(private readonly people: People) {}

  @Query(() => MeType, { description: 'Who I am here, and what I may do.' })
  async me(@Viewer() viewer: Viewer) {
    return { id: viewer.id, roles: viewer.roles, person: await this.people.one(viewer, viewer.id) };
  }

  @Query(() => PersonType, { nullable: true })
  person(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.people.one(viewer, idOf('id', id));
  }

  @Query(() => PersonConnection, { name: 'people', description: 'Everybody of my organisation, by name.' })
  async page(@Args() { search, ...page }: PeopleArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.people.page(viewer, pageOf(page), search), (row) => row);
  }

  @ResolveReference()
  reference(@Parent() { id }: Pick<PersonType, 'id'>, @Viewer() viewer: Viewer) {
    return this.people.one(viewer, id);
  }

  @Mutation(() => PersonType, { description: 'Writes down who somebody is. The last word stands; no history is kept.' })
  @May('org_admin')
  registerPerson(@Args() args: RegisterPersonArgs, @Viewer() viewer: Viewer) {
    const { personId, function: does, timeZone } = args;
    const row = {
      id: idOf('personId', personId),
      name: args.name.trim(),
      email: args.email.trim(),
      function: does,
      timeZone,
    };
    demand(row.name !== '' && row.name.length <= longest, 'bad-name', `\`name\` must have 1 to ${longest} characters.`);
    demand(email.test(row.email) && row.email.length <= longest, 'bad-email', '`email` must be an e-mail address.');
    demand(isTimeZone(timeZone), 'bad-time-zone', '`timeZone` must be a name such as Europe/Berlin.');
    return this.people.write(viewer, row);
  }

  @Mutation(() => ID, {
    description:
      'Forgets who somebody is, for good, and tells every service to do the same. What they did stays, under an id that names nobody.',
  })
  @May('org_admin')
  async forgetPerson(@Args() { personId, commandId }: PersonArgs, @Viewer() viewer: Viewer) {
    const id = idOf('personId', personId);
    await this.people.forget(viewer, id, commandId);
    return id;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return name.includes('/') || name === 'UTC' ? !!new Intl.DateTimeFormat('en', { timeZone: name }) : false;
  } catch {
    return false;
  }
}
