import { describe, expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './team.announce';
import type { TeamEvent } from './team.events';

const teamId = '018f0000-0000-7000-8000-000000000001';
const heard = (event: TeamEvent) => announce(recorded(event, { streamId: teamId }));

describe('What the company hears of a team', () => {
  it('is that it was formed', () =>
    expect(heard({ type: 'TeamFormed', data: { name: 'Reliability', function: 'site-reliability' } })).toEqual([
      {
        type: 'tandem.exercises.team-formed.v1',
        topic: 'tandem.exercises.team',
        body: { teamId, name: 'Reliability', function: 'site-reliability', formedAt: '2026-01-05T09:00:00.000Z' },
      },
    ]));

  it('is not who joined or left', () => {
    expect(heard({ type: 'MemberJoined', data: { personId: 'ann' } })).toEqual([]);
    expect(heard({ type: 'MemberLeft', data: { personId: 'ann' } })).toEqual([]);
  });
});
