import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestPerson } from '@tandem/platform/testing';
import { openTeams, type TeamCompany, word } from './exercise-company.fixture';

let company: TeamCompany;
beforeAll(async () => {
  company = await openTeams(['Product', 'Eng'], 3);
}, 120_000);
afterAll(() => company?.service.close());

interface Swap {
  readonly status: string;
  readonly missing: { readonly code: string }[];
  readonly visions: { readonly personId: string }[];
  readonly log: object[];
  readonly pulses: object[];
}

const five = ['A', 'B', 'C', 'D', 'E'];
const others = ['V', 'W', 'X', 'Y', 'Z'];

it('runs role swaps through GraphQL, from draft to close', async () => {
  const { ann, viv, ask, refusal } = company;
  const [product, eng] = company.teams as [TeamCompany['teams'][number], TeamCompany['teams'][number]];
  const [lead, pat, pia] = product.members as [TestPerson, TestPerson, TestPerson];
  const [engLead, eve, ed] = eng.members as [TestPerson, TestPerson, TestPerson];
  const sessionId = await company.opened('role_swap');
  const seen = async (by: TestPerson) =>
    (
      await company.read<{ report: { swaps: Swap[]; candidates: string[]; confusion: object[] } }>(
        by,
        `report: roleSwapReport(sessionId: "${sessionId}") { candidates confusion { hostTeamId kind text }
           swaps { status missing { code } visions { personId moment statement } log { text } pulses { clarity } } }`,
      )
    ).report;

  expect(await refusal(ann, 'advancePhase', { sessionId })).toBe('guard-failed');
  await ask(ann, 'listOutcomes', { sessionId, outcomes: five, others });
  const swapId = randomUUID();
  const endsOn = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const proposal = { commandId: swapId, buddyId: ed.id, withPersonId: eve.id, theirBuddyId: pia.id, days: 2, endsOn };
  await ask(pat, 'proposeSwap', { sessionId, ...proposal });
  const to = { sessionId, swapId };
  for (const by of [eve, ed, pia]) await ask(by, 'acceptSwap', to);
  await ask(lead, 'approveSwap', to);
  expect((await seen(ann)).swaps[0]?.status).toBe('proposed');
  await ask(engLead, 'approveSwap', to);
  await company.advance(sessionId);

  expect((await seen(pat)).candidates).toEqual([...five, ...others]);
  const ready = { handOver: 'Una has it', onCall: false, soleApprover: false, tasks: ['One', 'Two', 'Three'] };
  for (const by of [pat, eve]) {
    await ask(by, 'prepareForSwap', { ...to, ...ready });
    await ask(by, 'checkVision', { ...to, ranking: by === pat ? others : five, statement: 'All of it' });
  }
  await ask(pia, 'receiveSwapper', { ...to, accessUntil: endsOn, present: true });
  expect(await refusal(pat, 'startSwap', to)).toBe('access-missing');
  expect((await seen(pat)).swaps[0]?.missing).toEqual([{ code: 'access-missing' }]);
  await ask(ed, 'receiveSwapper', { ...to, accessUntil: endsOn, present: true });
  await ask(pat, 'startSwap', to);
  await ask(eve, 'pauseSwap', to);
  await ask(eve, 'resumeSwap', to);
  const entryId = randomUUID();
  const unclear = { kind: word('decision_right'), text: 'Who may say yes?', minutesLost: 30 };
  await ask(pat, 'logConfusion', { ...to, commandId: entryId, ...unclear });
  await ask(pat, 'resolveConfusion', { sessionId, entryId, resolvedBy: word('buddy'), minutesLost: 45 });
  for (const by of [pat, eve]) await ask(by, 'takePulse', { ...to, clarity: 3, help: 6, hours: 4 });
  await ask(ed, 'logIntervention', { ...to, text: 'Showed the list', minutes: 15 });
  await ask(ed, 'judgeTask', { ...to, task: 'One', outcome: word('done') });
  expect((await seen(ed)).swaps[0]).toMatchObject({ log: [{ text: 'Who may say yes?' }], pulses: [{ clarity: 3 }] });
  for (const by of [eve, pia, ann, lead]) expect((await seen(by)).swaps[0]?.log).toEqual([]);
  await ask(eve, 'returnFromSwap', to);
  for (const by of [pat, eve]) await ask(by, 'checkVision', { ...to, ranking: five, statement: 'Now I see' });
  for (const by of [pat, pia, eve, ed])
    await ask(by, 'lookBackOnSwap', { ...to, keep: 'Ask', stop: 'Guess', try: 'Go' });
  expect((await seen(eve)).swaps[0]?.visions.map(({ personId }) => personId)).toEqual([eve.id, eve.id]);
  await ask(pat, 'beginJointDebrief', to);
  expect((await seen(eve)).swaps[0]?.visions).toHaveLength(4);
  expect((await seen(ed)).swaps[0]?.visions).toEqual([]);
  expect((await seen(lead)).confusion).toEqual([]);
  await ask(ed, 'endJointDebrief', to);
  expect((await seen(lead)).confusion).toEqual([
    { hostTeamId: eng.id, kind: 'decision_right', text: 'Who may say yes?' },
  ]);
  await company.advance(sessionId);

  const { result } = await company.read<{ result: Record<string, string> }>(
    viv,
    `result: sessionResult(sessionId: "${sessionId}") {
       svg sankey: svg(picture: sankey) lines: svg(picture: lines) gap: svg(picture: before_after)
       ... on RoleSwapResult { all { entries confusionRate { value } minutesLost visionGapAfter { value } }
         directions { fromTeamId toTeamId confusionRate { value } visionGapBefore { value } unblockP50 { value n } }
         between { before { value n } after { value } } kinds { kind entries } flows { resolvedBy entries }
         days { day clarity n } suggestions { symptomId value } } }`,
  );
  expect(result).toMatchObject({
    all: { entries: 1, confusionRate: { value: 1 }, minutesLost: 45, visionGapAfter: { value: expect.closeTo(0, 9) } },
    directions: [
      {
        ...{ fromTeamId: product.id, toTeamId: eng.id, confusionRate: { value: 2 } },
        ...{ visionGapBefore: { value: 1 }, unblockP50: { value: null, n: 1 } },
      },
      { fromTeamId: eng.id, toTeamId: product.id, confusionRate: { value: 0 } },
    ],
    between: { before: { value: 1, n: 1 }, after: { value: expect.closeTo(0, 9) } },
    kinds: [{ kind: 'decision_right', entries: 1 }],
    flows: [{ resolvedBy: 'buddy', entries: 1 }],
    days: [{ day: 1, clarity: 3, n: 2 }],
    suggestions: [
      { symptomId: 'S10', value: 1 },
      { symptomId: 'S7', value: 1 },
    ],
  });
  for (const name of ['svg', 'sankey', 'lines', 'gap']) expect(result[name]).toMatch(/^<svg /);
  expect(result.svg).toMatch(/decision right/);
  const table = `table: sessionTable(sessionId: "${sessionId}") { rows }`;
  expect(await company.read(viv, `${table} change: roleSwapChange(sessionId: "${sessionId}") { visionGap }`)).toEqual({
    table: {
      rows: [
        ['Product', 'Eng', '1', '2.00', '45', '1.00', '0.00'],
        ['Eng', 'Product', '1', '0.00', '0', '0.00', '0.00'],
      ],
    },
    change: null,
  });
  const findingId = randomUUID();
  const about = { fromTeamId: product.id, toTeamId: eng.id, teamIds: [product.id, eng.id] };
  await ask(ann, 'recordFinding', { sessionId, commandId: findingId, summary: 'Far', severity: 3, ...about });
  await ask(ann, 'linkFinding', { sessionId, findingId, symptomId: 'S10' });
  await company.advance(sessionId);
  await ask(ann, 'closeSession', { sessionId });
}, 60_000);
