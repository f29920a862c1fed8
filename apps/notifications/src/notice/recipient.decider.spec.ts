import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { recipient } from './recipient.decider';
import type { RecipientEvent } from './recipient.events';

const given = specOf(recipient);
const forget = { type: 'ForgetRecipient', data: {} } as const;
const forgotten: RecipientEvent = { type: 'RecipientForgotten', data: {} };

describe('Somebody who is told things', () => {
  it('is forgotten', () => given().when(forget).then(forgotten));

  it('is forgotten once, and for good', () => given(forgotten).when(forget).thenNothing());

  it('is still forgotten by what was stored', () => {
    const stored = readFileSync(join(__dirname, 'stored-events/recipient-forgotten.v1.json'), 'utf8');
    expect(recipient.evolve(recipient.initialState(), JSON.parse(stored) as RecipientEvent)).toEqual({
      status: 'forgotten',
    });
  });
});
