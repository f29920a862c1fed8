import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { People } from './people.queries';
import { announce } from './person.announce';
import { person } from './person.decider';
import { PersonResolver } from './person.resolver';

@Module({
  imports: [EventStoreModule.forStream({ name: 'person', decider: person, projections: [], announce })],
  providers: [People, PersonResolver],
  exports: [People],
})
export class PersonModule {}
