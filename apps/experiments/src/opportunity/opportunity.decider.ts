import { type Command, type Decider, demand } from '@tandem/core';
import type {
  Delivery,
  Evidence,
  KanoAnswers,
  Method,
  OpportunityEvent,
  Scorecard,
  Side,
  Vote,
} from './opportunity.events';
import { answersOf, scales } from './scoring.measures';

export type OpportunityCommand =
  | Command<'RaiseOpportunity', { title: string; problem: string; teamIds: readonly string[] }>
  | Command<'LinkEvidence', Evidence>
  | Command<'UnlinkEvidence', { evidenceId: string; reason: string }>
  | Command<'OpenScoring', { methods: readonly Method[]; becauseOf: string | null }>
  | Command<'GiveScore', Vote & { readonly functions: readonly Side[] }>
  | Command<'RevealScores', { votes: readonly Vote[] }>
  | Command<'RecordKanoAnswers', { answers: readonly KanoAnswers[] }>
  | Command<'StateHypothesis', { hypothesis: string }>
  | Command<'LinkDelivery', Delivery>
  | Command<'DropOpportunity', { reason: string }>;

export type Opportunity =
  | { readonly status: 'unknown' | 'dropped' }
  | {
      readonly status: 'open';
      readonly evidence: readonly string[];
      readonly deliveries: readonly string[];
      readonly round: number;
      /** What the open round asks for. Null: no round is open. */
      readonly scoring: readonly Method[] | null;
      readonly hypothesis: string | null;
    };

const most = { title: 200, text: 1_000, evidence: 100, methods: 4, answers: 25 };

/** An opportunity is ranked by both sides together: nobody's score is known before both have given theirs. */
export const opportunity: Decider<Opportunity, OpportunityCommand, OpportunityEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    if (type === 'RaiseOpportunity') {
      demand(state.status === 'unknown', 'already-raised', 'This opportunity already exists.');
      demandText('title', data.title, most.title);
      demandText('problem', data.problem, most.text);
      const teams = data.teamIds.length > 0 && new Set(data.teamIds).size === data.teamIds.length;
      demand(teams && data.teamIds.length <= 20, 'bad-teams', '`teamIds` must name 1 to 20 teams, each once.');
      return [{ type: 'OpportunityRaised', data }];
    }
    demand(state.status === 'open', 'not-open', `${type} is not possible: the opportunity is ${state.status}.`);

    switch (type) {
      case 'LinkEvidence': {
        if (state.evidence.includes(data.evidenceId)) return [];
        demandText('ref', data.ref, most.text);
        demand(
          state.evidence.length < most.evidence,
          'too-many',
          `It holds at most ${most.evidence} pieces of evidence.`,
        );
        return [{ type: 'EvidenceLinked', data }];
      }

      case 'UnlinkEvidence':
        demandText('reason', data.reason, most.text);
        return state.evidence.includes(data.evidenceId) ? [{ type: 'EvidenceUnlinked', data }] : [];

      case 'OpenScoring': {
        const { methods, becauseOf } = data;
        demand(state.scoring === null, 'round-open', 'A round of scoring is open: reveal it first.');
        const once = methods.length > 0 && new Set(methods).size === methods.length;
        demand(once, 'bad-methods', '`methods` must name at least one, each once.');
        const known = becauseOf === null || state.evidence.includes(becauseOf);
        demand(known, 'no-such-evidence', '`becauseOf` must be evidence that is linked here.');
        return [{ type: 'ScoringOpened', data: { round: state.round + 1, methods, becauseOf } }];
      }

      case 'GiveScore':
        demand(state.scoring !== null, 'no-round', 'No round of scoring is open.');
        demand(
          data.functions.includes(data.side),
          'not-your-side',
          `The ${data.side} side is scored by somebody of ${data.side}.`,
        );
        demandWhole(data.card, state.scoring);
        return []; // sealed: nobody may read it before the reveal

      case 'RevealScores': {
        demand(state.scoring !== null, 'no-round', 'No round of scoring is open.');
        for (const { card } of data.votes) demandWhole(card, state.scoring);
        const people = new Set(data.votes.map(({ personId }) => personId)).size === data.votes.length;
        demand(people, 'same-person', 'Each person votes once, for one side.');
        const missing = (['product', 'engineering'] as const).filter(
          (side) => !data.votes.some((one) => one.side === side),
        );
        demand(missing.length === 0, 'one-side-missing', `Nobody of ${missing.join(' and ')} has scored yet.`);
        return [{ type: 'ScoresRevealed', data: { round: state.round, votes: data.votes } }];
      }

      case 'RecordKanoAnswers': {
        const { answers } = data;
        const counted = answers.every(({ n }) => Number.isInteger(n) && n >= 1 && n <= 1e6);
        demand(counted, 'bad-count', '`n` must be a whole number of customers, at least 1.');
        const few = answers.length >= 1 && answers.length <= most.answers;
        demand(few, 'bad-answers', `\`answers\` must hold 1 to ${most.answers} pairs with their counts.`);
        return [{ type: 'KanoAnswered', data }];
      }

      case 'StateHypothesis':
        demandText('hypothesis', data.hypothesis, most.text);
        return state.hypothesis === data.hypothesis ? [] : [{ type: 'HypothesisStated', data }];

      case 'LinkDelivery':
        demandText('ref', data.ref, most.title);
        demand(data.url === null || /^https:\/\//.test(data.url), 'bad-url', '`url` must begin with https://.');
        return state.deliveries.includes(data.ref) ? [] : [{ type: 'DeliveryLinked', data }];

      case 'DropOpportunity':
        demandText('reason', data.reason, most.text);
        return [{ type: 'OpportunityDropped', data }];
    }
  },

  evolve(state, { type, data }) {
    if (type === 'OpportunityRaised')
      return { status: 'open', evidence: [], deliveries: [], round: 0, scoring: null, hypothesis: null };
    if (state.status !== 'open') return state;
    switch (type) {
      case 'EvidenceLinked':
        return { ...state, evidence: [...state.evidence, data.evidenceId] };
      case 'EvidenceUnlinked':
        return { ...state, evidence: state.evidence.filter((id) => id !== data.evidenceId) };
      case 'ScoringOpened':
        return { ...state, round: data.round, scoring: data.methods };
      case 'ScoresRevealed':
        return { ...state, scoring: null };
      case 'HypothesisStated':
        return { ...state, hypothesis: data.hypothesis };
      case 'DeliveryLinked':
        return { ...state, deliveries: [...state.deliveries, data.ref] };
      case 'KanoAnswered':
        return state;
      case 'OpportunityDropped':
        return { status: 'dropped' };
    }
  },
};

/** Refuses a card unless it answers every method of the round on its scale. */
function demandWhole(card: Scorecard, methods: readonly Method[]): void {
  for (const method of methods) {
    const answers = answersOf(card, method);
    demand(answers !== undefined, 'score-missing', `\`${method}\` must be scored: this round asks for it.`);
    for (const [question, scale] of Object.entries(scales[method])) {
      const answer = answers[question];
      const fits = answer !== undefined && (scale ? scale.includes(answer) : answer > 0 && answer <= 1e12);
      const wanted = scale ? `one of ${scale.join(', ')}` : 'a number above 0';
      demand(fits, 'bad-score', `\`${method}.${question}\` must be ${wanted}.`);
    }
  }
}

function demandText(name: string, text: string, room: number): void {
  demand(text.trim() !== '', `${name}-missing`, `\`${name}\` must say something.`);
  demand(text.length <= room, 'too-long', `\`${name}\` has room for ${room} characters.`);
}
