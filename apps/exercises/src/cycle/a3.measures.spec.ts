import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { a3Of, type A3Source } from './a3.measures';
import { cycleBoard } from './cycle-board.projection';
import type { CycleEvent } from './cycle.events';
import {
  adopted,
  agreed,
  closed,
  designed,
  measured,
  opened,
  recurred,
  refined,
  stale,
  started,
} from './cycle.fixture';

const page = (events: readonly CycleEvent[], more: Partial<A3Source> = {}) =>
  a3Of({
    cycle: rowOf(cycleBoard, ...events.map((event) => recorded(event)))!,
    finding: { summary: 'Design to Eng takes 57 %', severity: 4 },
    analyses: [
      {
        sentence: 'WHEN a fault THEN late LEADING TO loss',
        readings: ['Nobody invites. Therefore: late.'],
        roots: [{ text: 'Nobody invites the receiver', control: 'cross_team', evidence: ['finding f-1'] }],
      },
    ],
    nameOf: (id) => id.toUpperCase(),
    escaped: (text) => text,
    ...more,
  });

describe('A cycle on one page', () => {
  it('tells the whole story, from background to follow-up', () =>
    expect(page([...agreed, started, measured(), adopted, recurred, closed])).toBe(`# A3: Design to Eng takes 57 %

Status: closed

## Background

- Symptom: S3, severity 4 of 5
- Teams: DESIGN, ENG
- Owners: PIA (product), ELI (engineering)
- Noticed: 2026-01-05

## Current state

- WHEN a fault THEN late LEADING TO loss
- hours from Design to Engineering: 60 (n = 5, 2026-01-01 to 2026-01-31)

## Goal

- If we invite the receiver at the origin, then hours from Design to Engineering moves down by a third within 28 days.
- Target: 40; least effect worth having: 0.2

## Root cause

- **Nobody invites the receiver** (control: cross team), evidence: finding f-1
- Nobody invites. Therefore: late.

## Countermeasures

1. invite the receiver at the origin (hand-over of designs, 1 person-weeks). Stopped when a design waits longer than before for two weeks.

## Plan

- Thought out by PIA, ELI
- Try 1: agreed 2026-02-06, begun 2026-02-09, review 2026-03-09, teams DESIGN, ENG

## Follow-up

- Try 1: hours from Design to Engineering: 24 (n = 5, 2026-02-10 to 2026-03-01): **improved**, effect 0.42 (91 % interval 0.26 to 0.69), n = 5 and 5 (exchange-log, statistics 1)
- Adopted 2026-03-03
- Came back 2026-04-14
- Closed 2026-06-02
`));

  it('says where nothing is yet', () => {
    const young = page([opened, stale], { finding: null, analyses: [] });
    expect(young).toContain('# A3: Improvement cycle\n\nStatus: noticed, stale since 2026-02-02\n');
    expect(young.match(/_Nothing yet\._/g)).toHaveLength(6);
  });

  it('tells every try, why it was tried again, and what is still open', () => {
    const told = page([
      ...agreed,
      started,
      measured({ outcome: 'insufficient_data', effect: null, interval: null, nNeeded: 12 }),
      refined,
    ]);
    expect(told).toContain('**insufficient data**, no effect can be told, n = 5 and 5; 12 a side would decide (');
    expect(told).toContain('- Tried once more: Too few invited');
    expect(told).toContain('- Try 2: agreed 2026-02-06, not begun, review');
    expect(page([...agreed.slice(0, 3), designed])).toContain('- Try 1: not agreed yet, not begun,');
    expect(page([...agreed, started, measured({ interval: { low: 0.1, high: null, level: 0.9 } })])).toContain(
      '(90 % interval 0.1 to open)',
    );
  });

  it('shows everything that people wrote through the escape that it is given', () => {
    const all = page([...agreed, started, measured(), refined, started, measured(), adopted], {
      escaped: (text) => `‹${text}›`,
    });
    const bare = [
      'Design to Eng takes',
      'invite the receiver',
      'hand-over',
      'a third',
      'Too few',
      'Nobody invites',
      'finding f-1',
      'PIA',
      'when a design',
    ];
    for (const text of bare) expect(all.replaceAll(/‹[^›]*›/g, '')).not.toContain(text);
  });
});
