import type { Viewing } from '../sight.measures';
import {
  type Entry,
  isOver,
  membersOf,
  missingOf,
  type RoleSwap,
  type Swap,
  swappersOf,
  teamsOf,
} from './role-swap-work.measures';

/**
 * What somebody may see of a swap by now. How far it is: its people, the leads of its teams, facilitators. The log, the
 * pulses and the help: the swapper and their buddy, until all of the swap talk; then all of it. What somebody holds the
 * vision to be: the two who swap (the swapper and the buddy where nobody came instead), once they talk.
 */
export function swapView(swap: Swap, log: readonly Entry[], { personId, teamId, facilitates, represents }: Viewing) {
  const isMember = membersOf(swap).includes(personId);
  const isLead = represents && teamsOf(swap).includes(teamId ?? '');
  if (!isMember && !isLead && !facilitates) return null;
  const { swapId, placements, days, endsOn, status, acceptedBy, approvedBy } = swap;
  const isTalking = isMember && (status === 'debriefing' || status === 'debriefed');
  const beside = (swapperId: string) =>
    isTalking || placements.some((one) => one.swapperId === swapperId && [swapperId, one.buddyId].includes(personId));
  const swapperOf = (id: string) => placements.find(({ buddyId }) => buddyId === id)?.swapperId ?? '';
  const pair = placements.length > 1 ? swappersOf(swap) : membersOf(swap);
  const isSeen = (id: string) => id === personId || (isTalking && pair.includes(personId));
  const visions = (['before', 'after'] as const).flatMap((moment) =>
    byPerson(swap[moment], isSeen).map((vision) => ({ ...vision, moment })),
  );
  return {
    id: swapId,
    placements,
    days,
    endsOn,
    status,
    acceptedBy,
    approvedBy,
    missing: status === 'approved' ? missingOf(swap) : [],
    preparations: byPerson(swap.preparations, () => isMember),
    receptions: byPerson(swap.receptions, () => isMember),
    visions,
    log: log.filter((entry) => entry.swapId === swapId && beside(entry.personId)),
    pulses: swap.pulses.filter((pulse) => beside(pulse.personId)),
    interventions: swap.interventions.filter((one) => beside(swapperOf(one.personId))),
    outcomes: swap.outcomes.filter((one) => beside(one.personId)),
    lookBacks: byPerson(swap.lookBacks, (id) => id === personId || isTalking),
  };
}

const byPerson = <Value extends object>(
  record: Readonly<Record<string, Value>>,
  isSeen: (personId: string) => boolean,
) =>
  Object.entries(record)
    .filter(([personId]) => isSeen(personId))
    .map(([personId, value]) => ({ personId, ...value }));

/** What was confusing in the hosting teams, of swaps that were talked over. Who met it is not told. */
export function hostedConfusion({ swaps, log }: RoleSwap) {
  const hosts = new Map(
    swaps
      .filter((swap) => isOver(swap) && swap.status !== 'aborted')
      .flatMap(({ swapId, placements }) =>
        placements.map(({ swapperId, hostTeamId }) => [`${swapId} ${swapperId}`, hostTeamId] as const),
      ),
  );
  return log.flatMap(({ swapId, personId, entryId, kind, text, minutesLost, resolvedBy, visionRelated }) => {
    const hostTeamId = hosts.get(`${swapId} ${personId}`);
    return hostTeamId ? [{ entryId, hostTeamId, kind, text, minutesLost, resolvedBy, visionRelated }] : [];
  });
}

/** All that was listed, in an order that tells nothing. */
export const candidatesOf = ({ outcomes, others }: RoleSwap) => [...outcomes, ...others].toSorted();
