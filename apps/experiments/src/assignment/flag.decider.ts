import { type Command, type Decider, demand } from '@tandem/core';
import { untamePatterns } from './condition.measures';
import type { Flag, FlagEvent, FlagValue } from './flag.events';

export type FlagCommand =
  | Command<'DefineFlag', Flag & { variants: readonly string[]; hasBegun: boolean }>
  | Command<'SetCoverage', { coverage: number; hasBegun: boolean }>
  | Command<'ArchiveFlag', { isRunning: boolean }>;

type State =
  | { readonly status: 'unknown' }
  | { readonly status: 'archived' }
  | { readonly status: 'defined'; readonly flag: Flag; readonly coverage: number };

const key = /^[a-z0-9][a-z0-9._-]{0,99}$/i;
const mostValueCharacters = 10_000;

/** A flag shows an experiment's variants to units; once the experiment has begun only the share that takes part grows. */
export const flag: Decider<State, FlagCommand, FlagEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    if (type === 'DefineFlag') {
      const { variants, hasBegun, ...defined } = data;
      const isTheSame = state.status !== 'defined' || state.flag.experimentId === data.experimentId;
      demand(isTheSame, 'key-taken', '`key` belongs to the flag of another experiment: archive that one first.');
      demand(!hasBegun, 'already-begun', 'The experiment has begun: who sees what is settled.');
      demandSound(defined, variants);
      return [{ type: 'FlagDefined', data: defined }];
    }
    demand(state.status === 'defined', 'no-such-flag', 'There is no flag with this key: define it first.');

    switch (type) {
      case 'SetCoverage': {
        const { coverage, hasBegun } = data;
        demand(coverage >= 0 && coverage <= 1, 'coverage-out-of-range', '`coverage` must be from 0 to 1.');
        const grows = !hasBegun || coverage >= state.coverage;
        demand(grows, 'coverage-shrinks', 'While the experiment runs the share may grow, not shrink: stop it instead.');
        return coverage === state.coverage ? [] : [{ type: 'CoverageSet', data: { coverage } }];
      }
      case 'ArchiveFlag':
        demand(!data.isRunning, 'still-running', 'The experiment runs: conclude it before its flag goes.');
        return [{ type: 'FlagArchived', data: {} }];
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'FlagDefined':
        return { status: 'defined', flag: data, coverage: state.status === 'defined' ? state.coverage : 1 };
      case 'CoverageSet':
        return state.status === 'defined' ? { ...state, coverage: data.coverage } : state;
      case 'FlagArchived':
        return { status: 'archived' };
    }
  },
};

function demandSound({ key: name, values, salt, unit, targeting }: Flag, variants: readonly string[]): void {
  const [untame] = untamePatterns(targeting);
  const kinds = new Set(values.map(({ value }) => kindOf(value)));
  const valued = values.map(({ variant }) => variant);
  demand(key.test(name), 'bad-key', '`key` is made of letters, digits, ., - and _, at most 100 of them.');
  demand(salt.trim() !== '', 'salt-missing', '`salt` must not be empty.');
  demand(unit.trim() !== '', 'unit-missing', '`unit` must name the attribute of a unit, such as targetingKey.');
  demand(
    valued.length === variants.length && variants.every((variant) => valued.includes(variant)),
    'values-missing',
    `\`values\` must hold one value for each variant: ${variants.join(', ')}.`,
  );
  demand(
    kinds.size === 1,
    'values-differ-in-kind',
    '`values` must all be of one kind: boolean, number, text or object.',
  );
  demand(
    untame === undefined,
    'bad-pattern',
    `\`targeting\`: the pattern ${JSON.stringify(untame)} is none, or may take for ever: repeat no choice and nothing that repeats.`,
  );
  const isSmall = JSON.stringify(values).length <= mostValueCharacters;
  demand(isSmall, 'values-too-long', `\`values\` have room for ${mostValueCharacters} characters.`);
}

const kindOf = (value: FlagValue) => (Array.isArray(value) ? 'list' : typeof value);
