import type { Frame, WhyEvent } from './why.events';

/** A small analysis of two teams, for specs. */
export const frame: Frame = {
  problem: {
    when: 'a user reports a fault',
    and: 'it needs a design',
    then: 'we answer late',
    leadingTo: 'lost users',
  },
  symptomId: 'S3',
  severity: 4,
  teamIds: ['design', 'eng'],
  facilitatorIds: ['ann'],
};

export const framed: WhyEvent = { type: 'WhyFramed', data: frame };

export const joined = (personId: string, teamId: string, work: string): WhyEvent => ({
  type: 'ContributorJoined',
  data: { personId, teamId, function: work },
});

export const asked = (questionId: string, ofId = 'problem', personId = 'dora'): WhyEvent => ({
  type: 'WhyAsked',
  data: { questionId, ofId, text: 'Why?', personId },
});

export const answered = (causeId: string, parentId: string, more: Partial<Answered> = {}): WhyEvent => ({
  type: 'WhyAnswered',
  data: { causeId, questionId: `q-${parentId}`, parentId, text: causeId, control: 'team', personId: 'dora', ...more },
});
type Answered = Extract<WhyEvent, { type: 'WhyAnswered' }>['data'];

export const proved = (causeId: string): WhyEvent => ({
  type: 'EvidenceAdded',
  data: { causeId, evidence: { kind: 'quote', value: 'We never see it' }, personId: 'eli' },
});

export const confirmed = (causeId: string, parentId: string, ...people: string[]): WhyEvent[] =>
  people.map((personId) => ({ type: 'StepConfirmed', data: { causeId, parentId, personId } }));

export const members = [joined('dora', 'design', 'design'), joined('eli', 'eng', 'feature')];

/** problem ← a ← b ← c ← d ← e: five whys, every one confirmed by both. */
export const chain: readonly WhyEvent[] = [
  framed,
  ...members,
  ...['problem', 'a', 'b', 'c', 'd'].flatMap((parent, i) => [
    asked(`q-${parent}`, parent),
    answered('abcde'[i]!, parent, { text: `cause ${'abcde'[i]}` }),
  ]),
  proved('e'),
  { type: 'EvidenceCheckBegun', data: {} },
  ...['problem', 'a', 'b', 'c', 'd'].flatMap((parent, i) => confirmed('abcde'[i]!, parent, 'dora', 'eli')),
];

export const agreed: WhyEvent = { type: 'RootAgreed', data: { causeId: 'e' } };
