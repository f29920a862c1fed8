import { type Command, type Decider, demand } from '@tandem/core';
import type { Design, ExperimentEvent, Side, Verdict } from './experiment.events';

export type ExperimentCommand =
  | Command<'ProposeExperiment', Design>
  | Command<'EndorseExperiment', { side: Side; personId: string }>
  | Command<'StartExperiment', { now: string }>
  | Command<'ConcludeExperiment', { verdict: Verdict; reason: string; now: string }>;

interface Endorsement {
  readonly side: Side;
  readonly personId: string;
}

type Experiment =
  | { readonly status: 'unknown' }
  | { readonly status: 'proposed'; readonly teamIds: readonly string[]; readonly endorsements: readonly Endorsement[] }
  | { readonly status: 'running'; readonly teamIds: readonly string[]; readonly startedAt: string }
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
        return [{ type: 'ExperimentStarted', data: { teamIds: state.teamIds, startedAt: data.now } }];

      case 'ConcludeExperiment': {
        const { verdict, reason, now } = data;
        demand(state.status === 'running', 'not-running', 'Only a running experiment can be concluded.');
        demand(reason.trim() !== '', 'reason-missing', '`reason` must say why, for those who read it next year.');
        demand(reason.length <= mostText, 'too-long', `\`reason\` has room for ${mostText} characters.`);
        const after = Date.parse(now) >= Date.parse(state.startedAt);
        demand(after, 'ends-before-start', `It started on ${state.startedAt}: it cannot have ended before that.`);
        return [{ type: 'ExperimentConcluded', data: { teamIds: state.teamIds, verdict, reason, concludedAt: now } }];
      }
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'ExperimentProposed':
        return { status: 'proposed', teamIds: data.teamIds, endorsements: [] };
      case 'ExperimentEndorsed':
        return state.status === 'proposed' ? { ...state, endorsements: [...state.endorsements, data] } : state;
      case 'ExperimentStarted':
        return { status: 'running', ...data };
      case 'ExperimentConcluded':
        return { status: 'concluded' };
    }
  },
};

const key = /^[a-z0-9][a-z0-9_-]{0,62}$/i;
const mostText = 1_000;
const mostKeys = 20;
const weights = { least: 0.0001, most: 1_000_000 };

function demandSoundDesign({ hypothesis, teamIds, variants, metrics }: Design): void {
  demand(hypothesis.trim() !== '', 'hypothesis-missing', '`hypothesis` must say what you believe, in one sentence.');
  demand(hypothesis.length <= mostText, 'too-long', `\`hypothesis\` has room for ${mostText} characters.`);
  demand(teamIds.length > 0, 'team-missing', '`teamIds` must name at least one team.');
  demand(isOnce(teamIds), 'team-twice', '`teamIds` must name each team once.');
  const compared = '`variants` must name at least two versions; the first is the control.';
  demand(variants.length >= 2, 'nothing-to-compare', compared);
  demand(metrics.length >= 1, 'nothing-to-measure', '`metrics` must name at least one; the first decides.');
  const few = [teamIds, variants, metrics].every((listed) => listed.length <= mostKeys);
  demand(few, 'too-many', `\`teamIds\`, \`variants\` and \`metrics\` hold at most ${mostKeys} each.`);
  const keys = [variants, metrics].map((named) => named.map((each) => each.key));
  const wellFormed = keys.flat().every((each) => key.test(each));
  demand(wellFormed, 'bad-key', 'A `key` is made of letters, digits, - and _, at most 63 of them, no sign first.');
  demand(keys.every(isOnce), 'key-twice', 'Each `key` stands once among the variants and once among the metrics.');
  const weighed = variants.every(({ weight }) => weight >= weights.least && weight <= weights.most);
  demand(weighed, 'bad-weight', `Each \`weight\`, a variant's share, must be ${weights.least} to ${weights.most}.`);
}

const isOnce = (names: readonly string[]) => new Set(names).size === names.length;
