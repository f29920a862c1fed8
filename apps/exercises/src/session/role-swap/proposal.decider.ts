import { demand } from '@tandem/core';
import type { Scene } from '../exercise.decider';
import type { Placement } from './role-swap.events';

/** A swap as one of those who go proposes it. */
export interface Proposal {
  readonly swapId: string;
  /** Who stands by me over there; the team I go to is theirs. */
  readonly buddyId: string;
  /** Who comes in my place, and who stands by them here. Left out: I go, nobody comes. */
  readonly withPersonId?: string;
  readonly theirBuddyId?: string;
  readonly days: number;
  readonly endsOn: string;
}

/** Where people go: the one who asks to the team of their buddy, and whoever comes instead to theirs. */
export function placementsOf(proposal: Proposal, { personId, teamId, roster }: Scene): readonly Placement[] {
  const { buddyId, withPersonId, theirBuddyId } = proposal;
  const [homeTeamId, hostTeamId] = [teamId!, roster[buddyId]];
  demand(hostTeamId !== undefined, 'buddy-unknown', 'buddyId is somebody who takes part in the session.');
  demand(hostTeamId !== homeTeamId, 'same-team', 'buddyId is somebody of another team.');
  const there = { swapperId: personId, homeTeamId, hostTeamId, buddyId };
  if (withPersonId === undefined) return [there];
  demand(roster[withPersonId] === hostTeamId, 'not-of-that-team', 'withPersonId is somebody of the team of buddyId.');
  const isHere = theirBuddyId !== undefined && roster[theirBuddyId] === homeTeamId;
  demand(isHere, 'their-buddy-missing', 'theirBuddyId is somebody of your team who stands by them.');
  const areApart = buddyId !== withPersonId && theirBuddyId !== personId;
  demand(areApart, 'buddy-is-away', 'Who swaps is no buddy: they are away.');
  const here = { swapperId: withPersonId, homeTeamId: hostTeamId, hostTeamId: homeTeamId, buddyId: theirBuddyId };
  return [there, here];
}
