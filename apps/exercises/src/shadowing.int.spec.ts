import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openTeams, type TeamCompany, word } from './exercise-company.fixture';

let company: TeamCompany;
beforeAll(async () => {
  company = await openTeams(['Product', 'Eng'], 2);
}, 120_000);
afterAll(() => company?.service.close());

interface Board {
  readonly pairs: readonly {
    readonly id: string;
    readonly hostId: string;
    readonly expectations: object[];
    readonly observations: { readonly id: string }[];
  }[];
  readonly shared: readonly object[];
}

it('runs a round of shadowing through GraphQL, from draft to close', async () => {
  const { ann, viv, ask } = company;
  const [product, eng] = company.teams as [TeamCompany['teams'][number], TeamCompany['teams'][number]];
  const [[lead, host], [engLead, shadow]] = [product.members, eng.members] as const;
  const sessionId = await company.opened('shadowing');
  const boardOf = async (by: typeof ann) =>
    (
      await company.read<{ board: Board }>(
        by,
        `board: shadowingBoard(sessionId: "${sessionId}") {
           pairs { id hostId expectations { personId } observations { id } } shared { text answer } }`,
      )
    ).board;

  expect(await company.refusal(ann, 'advancePhase', { sessionId })).toBe('guard-failed');
  await ask(host!, 'enrolInRound', { sessionId, place: word('host') });
  await ask(shadow!, 'enrolInRound', { sessionId, place: word('shadow') });
  await company.advance(sessionId);
  await ask(ann, 'matchPairs', { sessionId });
  const [pair] = (await boardOf(shadow!)).pairs;
  expect(pair?.hostId).toBe(host!.id);
  const to = { sessionId, pairId: pair!.id };
  await ask(host!, 'acceptPair', to);
  await ask(shadow!, 'acceptPair', to);
  await ask(lead!, 'approvePair', to);
  await ask(engLead!, 'approvePair', to);
  await ask(shadow!, 'scheduleShadowDay', { ...to, day: new Date().toISOString().slice(0, 10) });
  await company.advance(sessionId);

  const five = ['1', '2', '3', '4', '5'];
  await ask(host!, 'listPriorities', { ...to, priorities: five });
  await ask(host!, 'sealExpectations', { ...to, ranking: five, blockers: ['Time'], understanding: null });
  await ask(shadow!, 'sealExpectations', { ...to, ranking: five.toReversed(), blockers: [], understanding: 2 });
  await ask(shadow!, 'holdShadowDay', to);
  const observationId = randomUUID();
  const card = { type: word('wait'), text: 'Waits', teamIds: [eng.id], valueStep: 'Review', severity: 3 };
  await ask(shadow!, 'publishObservation', { ...to, ...card, minutesLost: 20, commandId: observationId });
  for (const by of [host!, shadow!])
    await ask(by, 'debriefAlone', { ...to, understanding: 6, keep: 'Ask', stop: 'Guess', try: 'Pair' });
  expect((await boardOf(shadow!)).pairs[0]?.expectations).toEqual([{ personId: shadow!.id }]);
  expect((await boardOf(ann)).pairs[0]).toMatchObject({ expectations: [], observations: [] });
  await ask(shadow!, 'beginPairDebrief', to);
  expect((await boardOf(host!)).pairs[0]?.expectations).toHaveLength(2);
  await ask(host!, 'answerObservation', { sessionId, observationId, answer: word('confirmed'), context: null });
  await ask(shadow!, 'endPairDebrief', to);
  await company.advance(sessionId);
  await ask(shadow!, 'shareObservation', { sessionId, observationId });
  expect((await boardOf(engLead!)).shared).toEqual([{ text: 'Waits', answer: 'confirmed' }]);
  await company.advance(sessionId);

  const { result } = await company.read<{ result: { svg: string; steps: string } }>(
    viv,
    `result: sessionResult(sessionId: "${sessionId}") { svg steps: svg(picture: bars) ... on ShadowingResult {
       cells { fromTeamId toTeamId misalignment singleCase } confirmed { value n } empathyGain { value n }
       gaps { valueStep minutesLost pairs } suggestions { symptomId } } }`,
  );
  expect(result).toMatchObject({
    cells: [{ fromTeamId: eng.id, toTeamId: product.id, misalignment: 1, singleCase: true }],
    confirmed: { value: 1, n: 1 },
    empathyGain: { value: null, n: 1 },
    gaps: [{ valueStep: 'Review', minutesLost: 20, pairs: 1 }],
    suggestions: [{ symptomId: 'S2' }],
  });
  expect(result.svg).toMatch(/^<svg [\s\S]*Product/);
  expect(result.steps).toMatch(/^<svg [\s\S]*Review/);
  const findingId = randomUUID();
  const about = { fromTeamId: eng.id, toTeamId: product.id, teamIds: [eng.id, product.id] };
  await ask(ann, 'recordFinding', { sessionId, commandId: findingId, summary: 'Apart', severity: 3, ...about });
  await ask(ann, 'linkFinding', { sessionId, findingId, symptomId: 'S2' });
  await company.advance(sessionId);
  await ask(ann, 'closeSession', { sessionId });
}, 60_000);
