import { type Command, demand } from '@tandem/core';
import { lackOf } from './design.decider';
import type { ExperimentEvent, Side } from './experiment.events';
import type { Gated } from './gate.decider';
import { demandText } from './text.decider';

export type SignatureCommand =
  | Command<'EndorseExperiment', { side: Side; personId: string; functions: readonly Side[]; designVersion?: number }>
  | Command<'WithdrawEndorsement', { side: Side; personId: string; reason: string; now: string }>
  | Command<'TickChecklistItem', { item: string; personId: string }>;

interface Signing extends Gated {
  readonly signers: Readonly<Record<string, Side>>;
}

/** Who may sign, for which side, and what: the design as it stands, once it lacks nothing. */
export function decideSignature({ type, data }: SignatureCommand, state: Signing): ExperimentEvent[] {
  switch (type) {
    case 'EndorseExperiment': {
      const { side, personId, functions, designVersion = state.designVersion } = data;
      demand(functions.includes(side), 'not-your-side', `The ${side} side is signed by somebody of ${side}.`);
      const current = `Version ${state.designVersion} of the design stands. Read it, then sign.`;
      demand(designVersion === state.designVersion, 'design-changed', current);
      if (state.signatures.some((one) => one.side === side)) return [];
      const own = (state.signers[personId] ?? side) === side;
      demand(own, 'same-person', 'Each side must be endorsed by a person of its own; you signed for the other.');
      const lack = lackOf(state.design);
      demand(lack === null, lack?.code ?? '', lack?.message ?? '');
      return [{ type: 'ExperimentEndorsed', data: { side, personId, designVersion } }];
    }

    case 'WithdrawEndorsement': {
      const { side, personId, reason } = data;
      demandText('reason', reason);
      const signature = state.signatures.find((one) => one.side === side);
      if (!signature) return [];
      const own = signature.personId === personId;
      demand(
        own,
        'not-your-signature',
        'A signature is withdrawn by whoever gave it; an edit of the design voids it too.',
      );
      return [{ type: 'EndorsementWithdrawn', data: { side, personId, reason } }];
    }

    case 'TickChecklistItem': {
      const known = (state.design.checklist ?? []).includes(data.item);
      demand(known, 'no-such-item', '`item` must be an item of the checklist of this design.');
      return state.ticked.includes(data.item) ? [] : [{ type: 'ChecklistItemTicked', data }];
    }
  }
}
