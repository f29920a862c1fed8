import type { CycleOpened } from '@tandem/contracts';
import type { Notice, Side } from './notice.events';

/** Who is told that a cycle began: its two owners, each for a side; one person who owns both sides is told once. */
export function onCycleOpened({
  cycleId,
  symptomId,
  teamIds,
  ownerProductId,
  ownerEngineeringId,
}: CycleOpened): Notice[] {
  const noticeTo = (recipientId: string, side: Side): Notice => ({
    recipientId,
    category: 'cycle_opened',
    severity: 'action',
    told: { template: 'cycle-opened', data: { symptomId, side } },
    subject: { kind: 'cycle', id: cycleId },
    teamIds,
  });
  const forProduct = noticeTo(ownerProductId, 'product');
  return ownerProductId === ownerEngineeringId
    ? [forProduct]
    : [forProduct, noticeTo(ownerEngineeringId, 'engineering')];
}
