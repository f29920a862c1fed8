import { describe, expect, it } from '@jest/globals';
import { sightOf } from './sight.measures';
import type { SessionRole } from './session.events';

const role = (personId: string, name: SessionRole) => ({ personId, role: name });
const cast = {
  facilitatorIds: ['ann'],
  participants: [{ personId: 'sue' }],
  roles: [role('sue', 'sponsor'), role('oli', 'observer'), role('sam', 'sponsor'), role('cat', 'coach')],
};

describe('What is seen of a session', () => {
  it.each([
    ['ann', 'who facilitates', 'work'],
    ['sue', 'who takes part, whatever else she is', 'work'],
    ['oli', 'an observer', 'revealed'],
    ['zoe', 'somebody else of the organisation', 'revealed'],
    ['sam', 'a sponsor', 'aggregates'],
    ['cat', 'a coach', 'aggregates'],
  ])('by %s, %s: %s', (personId, _, sight) => expect(sightOf(cast, personId)).toBe(sight));
});
