import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@tandem/core';
import { seededRandom } from '@tandem/statistics';
import type { Design } from './design.events';
import { experiment, type ExperimentCommand } from './experiment.decider';
import type { Side } from './experiment.events';

const sequences = 100_000;
const longest = 32;
Error.stackTraceLimit = 0; // hundreds of thousands of refusals: nobody reads their stacks

/** What the people directory says; nobody else's word counts. */
const directory: Readonly<Record<string, readonly Side[]>> = {
  pia: ['product'],
  paul: ['product'],
  tom: ['engineering'],
  bo: ['product', 'engineering'],
  api: [],
};
const people = Object.keys(directory);

const complete: Design = {
  hypothesis: 'A later gate keeps more players',
  teamIds: ['t-1'],
  variants: [
    { key: 'a', weight: 1 },
    { key: 'b', weight: 1 },
  ],
  metrics: [{ key: 'm', kind: 'proportion' }],
  plan: { units: 100, days: 14, minimumEffect: 0.1, power: 0.8 },
  customerInsight: 'Players stop at the gate',
  feasibility: 'One setting',
  checklist: ['rollback tried'],
};
const { customerInsight: _, ...withoutInsight } = complete;
const { plan: __, ...withoutPlan } = complete;
const { checklist: ___, ...withoutChecklist } = complete;
const designs = [complete, complete, withoutChecklist, withoutChecklist, withoutInsight, withoutPlan];

/** The oracle: kept from what was asked and taken, knowing nothing of how the rules remember it. */
class Book {
  design: Design | null = null;
  ticked = false;
  private readonly signed = new Map<Side, string>();

  take({ type, data }: ExperimentCommand): void {
    if (type === 'ProposeExperiment') this.rewrite(data);
    if (type === 'EditDesign') this.rewrite(data.design);
    if (type === 'EndorseExperiment' && !this.signed.has(data.side)) this.signed.set(data.side, data.personId);
    if (type === 'WithdrawEndorsement') this.signed.delete(data.side);
    if (type === 'TickChecklistItem') this.ticked = true;
  }

  get isOpen(): boolean {
    const [product, engineering] = [this.signed.get('product'), this.signed.get('engineering')];
    const two = product !== undefined && engineering !== undefined && product !== engineering;
    const theirs = two && directory[product]!.includes('product') && directory[engineering]!.includes('engineering');
    const whole = this.design?.customerInsight && this.design.feasibility && this.design.plan;
    return theirs && Boolean(whole) && (this.ticked || !this.design?.checklist);
  }

  private rewrite(design: Design): void {
    this.design = design;
    this.ticked = false;
    this.signed.clear();
  }
}

function walk(random: () => number) {
  const pick = <Item>(items: readonly Item[]) => items[random() % items.length]!;
  const seen = {
    ...{ manual: 0, scheduled: 0, resumed: 0, refused: 0 },
    passedUnsigned: [] as string[],
    runsUnsigned: [] as string[],
    refusedSigned: [] as string[],
  };
  for (let i = 0; i < sequences; i++) {
    let state = experiment.initialState();
    let minute = 0;
    const book = new Book();
    const trail: string[] = [];
    for (let step = 0, steps = 4 + (random() % (longest - 3)); step < steps; step++) {
      minute += random() % 30;
      const command = step === 0 ? propose(pick) : anything(pick, minute, random);
      trail.push(command.type);
      const events = decided(command, state);
      if (!events) {
        seen.refused++;
        const begins = command.type === 'StartExperiment' || command.type === 'ResumeExperiment';
        const from = command.type === 'ResumeExperiment' ? ['paused'] : ['proposed', 'scheduled'];
        if (begins && book.isOpen && from.includes(state.status)) seen.refusedSigned.push(trail.join());
        continue;
      }
      book.take(command);
      state = events.reduce(experiment.evolve, state);
      const begun = events.some(({ type }) => type === 'ExperimentStarted' || type === 'ExperimentResumed');
      if (begun && !book.isOpen) seen.passedUnsigned.push(trail.join());
      if (state.status === 'running' && !book.isOpen) seen.runsUnsigned.push(trail.join());
      if (!begun) continue;
      if (command.type === 'StartExperiment') seen.manual++;
      else if (command.type === 'StartWhenDue') seen.scheduled++;
      else seen.resumed++;
    }
  }
  return seen;
}

function decided(command: ExperimentCommand, state: ReturnType<typeof experiment.initialState>) {
  try {
    return experiment.decide(command, state);
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

const at = (minute: number) => new Date(minute * 60_000).toISOString();

type Pick = <Item>(items: readonly Item[]) => Item;

const propose = (pick: Pick): ExperimentCommand => ({
  type: 'ProposeExperiment',
  data: pick([pick(designs), { ...complete, importedFrom: 'another tool' }]),
});

/** Whoever asks, through whichever door: their functions are the directory's, their claims are their own. */
function anything(pick: Pick, minute: number, random: () => number): ExperimentCommand {
  const personId = pick(people);
  const side = pick(['product', 'engineering'] as const);
  const sign = (): ExperimentCommand => ({
    type: 'EndorseExperiment',
    data: { side, personId, functions: directory[personId]! },
  });
  const now = at(minute);
  const commands: readonly (() => ExperimentCommand)[] = [
    sign,
    sign,
    sign,
    sign,
    sign,
    () => ({ type: 'TickChecklistItem', data: { item: 'rollback tried', personId } }),
    () => ({ type: 'StartExperiment', data: { now } }),
    () => ({ type: 'ScheduleExperiment', data: { startsAt: at(minute + 1 + (random() % 20)), personId, now } }),
    () => ({ type: 'StartWhenDue', data: { now } }),
    () => ({ type: 'StartWhenDue', data: { now } }),
    () => ({ type: 'PauseExperiment', data: { reason: 'crashes', now } }),
    () => ({ type: 'ResumeExperiment', data: { reason: 'mended', now } }),
    () => rarely(pick, { type: 'EditDesign', data: { design: pick(designs), now } }, sign()),
    () => rarely(pick, { type: 'WithdrawEndorsement', data: { side, personId, reason: 'doubts', now } }, sign()),
    () => rarely(pick, { type: 'CancelSchedule', data: { reason: 'late' } }, sign()),
    () => rarely(pick, propose(pick), sign()),
  ];
  return pick(commands)();
}

const rarely = (pick: Pick, seldom: ExperimentCommand, otherwise: ExperimentCommand) =>
  pick([seldom, seldom, otherwise]);

describe(`The gate, in ${sequences.toLocaleString('en')} random sequences of commands`, () => {
  const seen = walk(seededRandom('the gate holds'));

  it('lets nothing run that two people of two functions have not signed as it stands', () =>
    expect(seen.passedUnsigned).toEqual([]));

  it('lets nothing go on running once a signature or the design is gone', () => expect(seen.runsUnsigned).toEqual([]));

  it('lets through whatever is signed, complete and ticked', () => expect(seen.refusedSigned).toEqual([]));

  it('was tried at every door', () => {
    const { manual, scheduled, resumed, refused } = seen;
    expect(Math.min(manual, scheduled, resumed)).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(100_000);
  });
});
