import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { why, type WhyWish } from './why.decider';
import type { WhyEvent } from './why.events';
import { agreed, answered, asked, chain, confirmed, framed, frame, joined, members, proved } from './why.fixture';

const given = specOf(why);
const by = (person: string) => (wish: WhyWish) => ({ ...wish, by: person });
const [ann, dora, eli] = [by('ann'), by('dora'), by('eli')];
const began = (...events: WhyEvent[]) => given(framed, ...members, asked('q-problem'), ...events);
const checked = (...events: WhyEvent[]) =>
  began(...events, proved('a'), { type: 'EvidenceCheckBegun', data: {} } as const);

describe('A 5 Whys analysis', () => {
  it('begins with a problem in four parts', () =>
    given()
      .when(ann({ type: 'FrameWhy', data: frame }))
      .then(framed));

  it('is framed once', () =>
    given(framed)
      .when(ann({ type: 'FrameWhy', data: frame }))
      .thenRejected('wrong-status'));

  it.each(['when', 'and', 'then', 'leadingTo'])('says what %s is', (part) =>
    given()
      .when(ann({ type: 'FrameWhy', data: { ...frame, problem: { ...frame.problem, [part]: ' ' } } }))
      .thenRejected('empty-text'),
  );

  it('keeps to the catalogue of symptoms', () =>
    given()
      .when(ann({ type: 'FrameWhy', data: { ...frame, symptomId: 'S19' } }))
      .thenRejected('no-such-symptom'));

  it.each([0, 6])('has no severity %d', (severity) =>
    given()
      .when(ann({ type: 'FrameWhy', data: { ...frame, severity } }))
      .thenRejected('bad-severity'),
  );

  it('concerns a team', () =>
    given()
      .when(ann({ type: 'FrameWhy', data: { ...frame, teamIds: [] } }))
      .thenRejected('no-team'));

  it('names each team once', () =>
    given()
      .when(ann({ type: 'FrameWhy', data: { ...frame, teamIds: ['design', 'eng', 'eng'] } }))
      .then(framed));

  it('lets somebody join once, for one team', () => {
    const join = (teamId: string) => eli({ type: 'JoinWhy', data: { teamId, function: 'feature' } });
    given(framed)
      .when(join('eng'))
      .then(joined('eli', 'eng', 'feature'));
    given(framed, ...members)
      .when(join('eng'))
      .thenNothing();
    given(framed, ...members)
      .when(join('design'))
      .thenRejected('other-team');
  });

  it('is for those who joined', () =>
    given(framed)
      .when(dora(question('problem')))
      .thenRejected('not-a-contributor'));

  it('asks of the problem or of an answer that stands', () => {
    given(framed, ...members)
      .when(dora(question('problem')))
      .then(asked('q-problem'));
    began()
      .when(dora(question('a')))
      .thenRejected('no-such-answer');
    began(answered('a', 'problem'), refuted('a'))
      .when(dora(question('a')))
      .thenRejected('answer-refuted');
    began()
      .when(dora({ type: 'AskWhy', data: { questionId: 'q', ofId: 'problem', text: '' } }))
      .thenRejected('empty-text');
    began()
      .when(dora({ type: 'AskWhy', data: { questionId: 'q', ofId: 'problem', text: 'x'.repeat(501) } }))
      .thenRejected('text-too-long');
  });

  it('answers a question that was asked, of something that stands', () => {
    began()
      .when(dora(answer('a', 'problem')))
      .then(answered('a', 'problem'));
    began()
      .when(dora(answer('b', 'a')))
      .thenRejected('no-such-question');
    began(answered('a', 'problem'), asked('q-a', 'a'), refuted('a'))
      .when(dora(answer('b', 'a')))
      .thenRejected('answer-refuted');
    began()
      .when(dora({ ...answer('a', 'problem'), data: { ...answer('a', 'problem').data, text: '' } }))
      .thenRejected('empty-text');
  });

  it('has no answer before a question', () =>
    given(framed, ...members)
      .when(dora(answer('a', 'problem')))
      .thenRejected('wrong-status'));

  it('goes no deeper than seven whys', () => {
    const deep = [...'abcdefg'].flatMap((id, i) => {
      const parent = ['problem', ...'abcdef'][i]!;
      return [asked(`q-${parent}`, parent), answered(id, parent)];
    });
    given(framed, ...members, ...deep, asked('q-g', 'g'))
      .when(dora(answer('h', 'g')))
      .thenRejected('too-deep');
    given(framed, ...members, ...deep.slice(0, -1))
      .when(dora(answer('g', 'f')))
      .then(answered('g', 'f'));
    given(framed, ...members, ...deep, answered('x', 'problem'), answered('y', 'x'))
      .when(dora({ type: 'ShareCause', data: { causeId: 'x', parentId: 'f' } }))
      .thenRejected('too-deep');
    given(framed, ...members, ...deep, answered('x', 'problem'), answered('y', 'x'))
      .when(ann({ type: 'MergeAnswers', data: { keptId: 'g', mergedId: 'x' } }))
      .thenRejected('too-deep');
  });

  it('holds no more than two hundred answers', () => {
    const many = Array.from({ length: 200 }, (_, i) => answered(`c${i}`, 'problem'));
    began(...many)
      .when(dora(answer('more', 'problem')))
      .thenRejected('too-many-answers');
    began(...many.slice(1))
      .when(dora(answer('more', 'problem')))
      .then(answered('more', 'problem'));
  });

  it('lets a cause have two parents, and never itself among them', () => {
    const two = [answered('a', 'problem'), answered('b', 'a'), answered('c', 'problem')];
    const share = (causeId: string, parentId: string) => dora({ type: 'ShareCause', data: { causeId, parentId } });
    began(...two)
      .when(share('b', 'c'))
      .then({ type: 'CauseShared', data: { causeId: 'b', parentId: 'c', personId: 'dora' } });
    began(...two)
      .when(share('b', 'problem'))
      .then({ type: 'CauseShared', data: { causeId: 'b', parentId: 'problem', personId: 'dora' } });
    began(...two)
      .when(share('b', 'a'))
      .thenNothing();
    began(...two)
      .when(share('a', 'b'))
      .thenRejected('circle');
    began(...two)
      .when(share('a', 'a'))
      .thenRejected('circle');
    began(...two)
      .when(share('b', 'x'))
      .thenRejected('no-such-answer');
    began(...two)
      .when(share('x', 'b'))
      .thenRejected('no-such-answer');
  });

  it('merges two answers by a facilitator, none with what it explains', () => {
    const two = [answered('a', 'problem'), answered('b', 'a'), answered('c', 'problem')];
    const merge = (keptId: string, mergedId: string) => ({ type: 'MergeAnswers', data: { keptId, mergedId } }) as const;
    began(...two)
      .when(ann(merge('a', 'c')))
      .then({ type: 'CausesMerged', data: { keptId: 'a', mergedId: 'c' } });
    began(...two)
      .when(dora(merge('a', 'c')))
      .thenRejected('not-facilitator');
    began(...two)
      .when(ann(merge('a', 'a')))
      .thenRejected('same-answer');
    began(...two)
      .when(ann(merge('a', 'b')))
      .thenRejected('circle');
    began(...two)
      .when(ann(merge('b', 'a')))
      .thenRejected('circle');
    began(...two)
      .when(ann(merge('x', 'a')))
      .thenRejected('no-such-answer');
    began(...two)
      .when(ann(merge('a', 'x')))
      .thenRejected('no-such-answer');
  });

  it('takes evidence for answers that stand', () => {
    const add = (kind: 'url' | 'quote', value: string, causeId = 'a') =>
      eli({ type: 'AddEvidence', data: { causeId, evidence: { kind, value } } });
    began(answered('a', 'problem')).when(add('quote', 'We never see it')).then(proved('a'));
    began(answered('a', 'problem')).when(add('url', 'javascript:alert(1)')).thenRejected('bad-url');
    began(answered('a', 'problem')).when(add('quote', '')).thenRejected('empty-text');
    began(answered('a', 'problem'))
      .when(add('quote', 'We', 'b'))
      .thenRejected('no-such-answer');
    began(answered('a', 'problem'))
      .when(add('url', 'https://example.com/1'))
      .then({
        type: 'EvidenceAdded',
        data: { causeId: 'a', evidence: { kind: 'url', value: 'https://example.com/1' }, personId: 'eli' },
      });
  });

  it('refutes with a reason, and no agreed root', () => {
    const refute = (causeId: string, reason = 'It happens without it') =>
      dora({ type: 'RefuteAnswer', data: { causeId, reason } });
    began(answered('a', 'problem')).when(refute('a')).then(refuted('a'));
    began(answered('a', 'problem')).when(refute('a', ' ')).thenRejected('empty-text');
    began(answered('a', 'problem')).when(refute('b')).thenRejected('no-such-answer');
    given(...chain, agreed)
      .when(refute('e'))
      .thenRejected('root-agreed');
  });

  it('checks evidence once two teams and two functions have spoken', () => {
    const check = ann({ type: 'CheckEvidence', data: {} });
    began(answered('a', 'problem')).when(check).thenRejected('one-team-only');
    given(
      framed,
      joined('dora', 'design', 'design'),
      joined('eli', 'eng', 'design'),
      asked('q-problem'),
      answered('a', 'problem'),
      proved('a'),
    )
      .when(check)
      .thenRejected('one-function-only');
    began(answered('a', 'problem'), proved('a')).when(check).then({ type: 'EvidenceCheckBegun', data: {} });
    began(answered('a', 'problem', { personId: 'eli' }), refuted('a'))
      .when(check)
      .thenRejected('no-answer');
    began(answered('a', 'problem'), proved('a'))
      .when(dora({ type: 'CheckEvidence', data: {} }))
      .thenRejected('not-facilitator');
  });

  it('asks no second team where one team is concerned', () =>
    given(
      { type: 'WhyFramed', data: { ...frame, teamIds: ['eng'] } },
      ...members,
      asked('q-problem'),
      answered('a', 'problem'),
    )
      .when(ann({ type: 'CheckEvidence', data: {} }))
      .then({ type: 'EvidenceCheckBegun', data: {} }));

  it('confirms each step once a person', () => {
    const confirm = (causeId: string, parentId: string) => eli({ type: 'ConfirmStep', data: { causeId, parentId } });
    checked(answered('a', 'problem'))
      .when(confirm('a', 'problem'))
      .then(...confirmed('a', 'problem', 'eli'));
    given(...chain)
      .when(confirm('a', 'problem'))
      .thenNothing();
    given(...chain)
      .when(confirm('b', 'problem'))
      .thenRejected('no-such-step');
    began(answered('a', 'problem')).when(confirm('a', 'problem')).thenRejected('wrong-status');
  });

  it('agrees on a root that is proved, five whys deep and confirmed by two', () => {
    given(...chain)
      .when(agree('e'))
      .then(agreed);
    given(...chain, agreed)
      .when(agree('e'))
      .thenNothing();
  });

  it('takes no root that is explained further', () =>
    given(...chain)
      .when(agree('d'))
      .thenRejected('not-a-leaf'));

  it('takes no root without evidence', () =>
    given(...chain.filter(({ type }) => type !== 'EvidenceAdded'))
      .when(agree('e'))
      .thenRejected('root-without-evidence'));

  it('takes no root whose every effect was refuted', () =>
    given(...chain, refuted('a'))
      .when(agree('e'))
      .thenRejected('explains-nothing'));

  it('takes no root above the third why, and before the fifth only with a reason', () => {
    const upTo = (last: string) => chain.filter((event) => !('causeId' in event.data) || event.data.causeId <= last);
    given(...upTo('b'), proved('b'))
      .when(agree('b'))
      .thenRejected('too-shallow');
    given(...upTo('c'), proved('c'))
      .when(agree('c'))
      .thenRejected('early-stop');
    given(...upTo('d'), proved('d'))
      .when(agree('d'))
      .thenRejected('early-stop');
    const told = { causeId: 'c', earlyStopReason: 'We own the process that makes it' };
    given(...upTo('c'), proved('c'))
      .when(ann({ type: 'AgreeRoot', data: told }))
      .then({ type: 'RootAgreed', data: told });
  });

  it('takes no root with a step that fewer than two people confirm', () => {
    const without = chain.filter(
      ({ type, data }) => type !== 'StepConfirmed' || data.causeId !== 'b' || data.personId !== 'eli',
    );
    given(...without)
      .when(agree('e'))
      .thenRejected('step-unconfirmed');
    const second: WhyEvent = { type: 'CauseShared', data: { causeId: 'e', parentId: 'a', personId: 'dora' } };
    given(...chain, second)
      .when(agree('e'))
      .thenRejected('step-unconfirmed');
  });

  it('takes no root that blames a person', () => {
    const named = (text: string) =>
      chain.map((event) =>
        event.type === 'WhyAnswered' && event.data.causeId === 'e' ? answered('e', 'd', { text }) : event,
      );
    given(...named('Human error'))
      .when(agree('e'))
      .thenRejected('blames-a-person');
    given(...named('Only Petersen may deploy'))
      .when(ann({ type: 'AgreeRoot', data: { causeId: 'e', names: ['Ute Petersen'] } }))
      .thenRejected('blames-a-person');
  });

  it('escalates what lies outside, and links no change to it', () => {
    const outside = chain.map((event) =>
      event.type === 'WhyAnswered' && event.data.causeId === 'e' ? answered('e', 'd', { control: 'external' }) : event,
    );
    const told = { causeId: 'e', escalatedTo: 'The supplier' };
    given(...outside)
      .when(agree('e'))
      .thenRejected('external-not-escalated');
    given(...outside)
      .when(ann({ type: 'AgreeRoot', data: told }))
      .then({ type: 'RootAgreed', data: told });
    given(...outside, { type: 'RootAgreed', data: told })
      .when(link(['e']))
      .thenRejected('external-root');
  });

  it('links roots with those of other analyses, once', () => {
    const same = { causeId: 'e', otherWhyId: 'w-2', otherCauseId: 'z' };
    const linked: WhyEvent = { type: 'RootsLinked', data: same };
    given(...chain, agreed)
      .when(ann({ type: 'LinkRoots', data: same }))
      .then(linked);
    given(...chain, agreed, linked)
      .when(ann({ type: 'LinkRoots', data: same }))
      .thenNothing();
    given(...chain, agreed)
      .when(ann({ type: 'LinkRoots', data: { ...same, causeId: 'd' } }))
      .thenRejected('not-a-root');
  });

  it('is linked to a change of its roots, then verified by it', () => {
    given(...chain, agreed)
      .when(link(['e']))
      .then(linked);
    given(...chain, agreed, linked)
      .when(link(['e']))
      .thenNothing();
    given(...chain, agreed)
      .when(link([]))
      .thenRejected('no-root');
    given(...chain, agreed)
      .when(link(['d']))
      .thenRejected('not-a-root');
    given(...chain, agreed, linked)
      .when(ann({ type: 'VerifyWhy', data: { cycleId: 'c-1' } }))
      .then({ type: 'WhyVerified', data: { cycleId: 'c-1' } });
    given(...chain, agreed, linked)
      .when(ann({ type: 'VerifyWhy', data: { cycleId: 'c-2' } }))
      .thenRejected('change-not-linked');
    given(...chain, agreed)
      .when(ann({ type: 'VerifyWhy', data: { cycleId: 'c-1' } }))
      .thenRejected('wrong-status');
  });

  it('is reopened with a reason, and its roots are agreed anew', () => {
    const reopen = (reason: string) => ann({ type: 'ReopenWhy', data: { reason } });
    const reopened: WhyEvent = { type: 'WhyReopened', data: { reason: 'It came back' } };
    given(...chain, agreed)
      .when(reopen('It came back'))
      .then(reopened);
    given(...chain, agreed)
      .when(reopen(''))
      .thenRejected('empty-text');
    given(...chain, agreed, reopened)
      .when(agree('e'))
      .thenRejected('wrong-status');
    given(...chain, agreed, reopened, { type: 'EvidenceCheckBegun', data: {} })
      .when(agree('e'))
      .then(agreed);
  });
});

const question = (ofId: string) => ({ type: 'AskWhy', data: { questionId: `q-${ofId}`, ofId, text: 'Why?' } }) as const;
const answer = (causeId: string, ofId: string) =>
  ({ type: 'AnswerWhy', data: { causeId, questionId: `q-${ofId}`, text: causeId, control: 'team' } }) as const;
const refuted = (causeId: string): WhyEvent => ({
  type: 'AnswerRefuted',
  data: { causeId, reason: 'It happens without it', personId: 'dora' },
});
const agree = (causeId: string) => ann({ type: 'AgreeRoot', data: { causeId } });
const link = (causeIds: string[]) => ann({ type: 'LinkChange', data: { cycleId: 'c-1', causeIds } });
const linked: WhyEvent = { type: 'ChangeLinked', data: { cycleId: 'c-1', causeIds: ['e'] } };
