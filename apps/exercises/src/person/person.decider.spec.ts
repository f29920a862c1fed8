import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { person } from './person.decider';

const given = specOf(person);
const forget = { type: 'ForgetPerson', data: {} } as const;
const forgotten = { type: 'PersonForgotten', data: {} } as const;

describe('Person', () => {
  it('is forgotten', () => given().when(forget).then(forgotten));

  it('is forgotten once', () => given(forgotten).when(forget).thenNothing());
});
