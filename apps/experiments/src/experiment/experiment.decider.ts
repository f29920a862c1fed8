import { type Command, type Decider, demand } from '@tandem/core';
import type { Design, ExperimentEvent, Side, Verdict } from './experiment.events';

export type ExperimentCommand =
  | Command<'ProposeExperiment', Design>
  | Command<'EndorseExperiment', { side: Side; personId: string }>
  | Command<'StartExperiment', object>
  | Command<'ConcludeExperiment', { verdict: Verdict; reason: string }>;

interface Endorsement {
  readonly side: Side;
  readonly personId: string;
}

type Experiment =
  | { readonly status: 'unknown' }
  | { readonly status: 'proposed'; readonly teamIds: readonly string[]; readonly endorsements: readonly Endorsement[] }
  | { readonly status: 'running'; readonly teamIds: readonly string[] }
  | { readonly status: 'concluded' };

/** An experiment runs only once product and engineering have both said yes to the same design. */
export const experiment: Decider<Experiment, ExperimentCommand, ExperimentEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    switch (type) {
      case 'ProposeExperiment':
        demand(state.status === 'unknown', 'already-proposed', 'This experiment already exists.');
        demandSoundDesign(data);
        return [{ type: 'ExperimentProposed', data }];

      case 'EndorseExperiment': {
        demand(state.status === 'proposed', 'not-open', 'Only a proposed experiment can be endorsed.');
        if (state.endorsements.some(({ side }) => side === data.side)) return [];
        const twoPeople = state.endorsements.every(({ personId }) => personId !== data.personId);
        demand(twoPeople, 'same-person', 'Each side must be endorsed by a person of its own.');
        return [{ type: 'ExperimentEndorsed', data }];
      }

      case 'StartExperiment':
        demand(state.status === 'proposed', 'not-open', 'Only a proposed experiment can start.');
        demand(state.endorsements.length === 2, 'one-side-missing', 'Both sides must endorse it first.');
        return [{ type: 'ExperimentStarted', data: { teamIds: state.teamIds } }];

      case 'ConcludeExperiment':
        demand(state.status === 'running', 'not-running', 'Only a running experiment can be concluded.');
        demand(data.reason.trim() !== '', 'reason-missing', '`reason` must say why, for those who read it next year.');
        return [{ type: 'ExperimentConcluded', data: { teamIds: state.teamIds, ...data } }];
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'ExperimentProposed':
        return { status: 'proposed', teamIds: data.teamIds, endorsements: [] };
      case 'ExperimentEndorsed':
        return state.status === 'proposed' ? { ...state, endorsements: [...state.endorsements, data] } : state;
      case 'ExperimentStarted':
        return { status: 'running', teamIds: data.teamIds };
      case 'ExperimentConcluded':
        return { status: 'concluded' };
    }
  },
};

const key = /^[a-z0-9][a-z0-9_-]{0,62}$/i;

function demandSoundDesign({ hypothesis, teamIds, variants, metrics }: Design): void {
  demand(hypothesis.trim() !== '', 'hypothesis-missing', '`hypothesis` must say what you believe, in one sentence.');
  demand(teamIds.length > 0, 'team-missing', '`teamIds` must name at least one team.');
  demand(
    variants.length >= 2,
    'nothing-to-compare',
    '`variants` must name at least two versions; the first is the control.',
  );
  demand(metrics.length >= 1, 'nothing-to-measure', '`metrics` must name at least one; the first decides.');
  const keys = [variants, metrics].every((named) => named.every((each) => key.test(each.key)));
  demand(keys, 'bad-key', 'A `key` is made of letters, digits, - and _, at most 63 of them.');
  const once = [variants, metrics].every((named) => new Set(named.map((each) => each.key)).size === named.length);
  demand(once, 'key-twice', 'Each `key` stands once among the variants and once among the metrics.');
  const weights = variants.every(({ weight }) => Number.isFinite(weight) && weight > 0);
  demand(weights, 'bad-weight', 'Each `weight` must be above 0: it says what share of the units a variant gets.');
}
