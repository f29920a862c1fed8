import { describe, expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './session.announce';
import { closed, drafted, found, inSynthesis } from './session.fixture';
import type { SessionEvent } from './session.events';

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;
const evidence = { fromTeamId: id(3), toTeamId: id(4), n: 5, share: 0.5654, p50Hours: 60, p90Hours: 73.2 };
const data = { findingId: id(2), kind: 'feedback-speed', symptomId: 'S3', teamIds: [id(3), id(4)] } as const;
const heard = (event: SessionEvent) =>
  announce(recorded(event, { streamId: id(1), by: { id: id(9), tenantId: 'acme' } }));

describe('What the company hears of a session', () => {
  it('is that a finding was linked to a symptom, by whom, with its figures', () =>
    expect(heard({ type: 'FindingLinked', data: { ...data, evidence } })).toEqual([
      {
        type: 'tandem.exercises.finding-linked.v1',
        topic: 'tandem.exercises.session',
        body: { sessionId: id(1), ...data, ...evidence, linkedById: id(9), linkedAt: '2026-01-05T09:00:00.000Z' },
      },
    ]));

  it('tells the figures of every kind of exercise', () => {
    const figures = { n: 4, gap: 0.8333, blindSpot: 0.4545, signalShare: 0.2, wastedHoursPerWeek: 3.5 };
    expect(heard({ type: 'FindingLinked', data: { ...data, evidence: figures } })[0]?.body).toMatchObject(figures);
  });

  it('leaves out the figures that are not known', () =>
    expect(
      heard({ type: 'FindingLinked', data: { ...data, evidence: { n: 2, p50Hours: undefined } } })[0]?.body,
    ).toEqual({
      sessionId: id(1),
      ...data,
      n: 2,
      linkedById: id(9),
      linkedAt: '2026-01-05T09:00:00.000Z',
    }));

  it('is nothing of what people wrote, or of its course', () =>
    expect([drafted(), ...inSynthesis, found, closed].flatMap(heard)).toEqual([]));
});
