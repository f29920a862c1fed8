import { describe, expect, it } from '@jest/globals';
import { type Command, type Decider, type Event, type Projection, Rejection, demand } from './index';
import { recorded, rowOf, specOf } from './testing';

type Door = 'open' | 'shut';
type DoorEvent = Event<'DoorOpened' | 'DoorShut', { by: string }>;

const door: Decider<Door, Command<'Open' | 'Shut', { by: string }>, DoorEvent> = {
  initialState: () => 'shut',
  decide({ type, data }, state) {
    demand(data.by !== 'nobody', 'nobody-there', 'Somebody must do it.');
    if (type === 'Open') return state === 'open' ? [] : [{ type: 'DoorOpened', data }];
    return state === 'shut' ? [] : [{ type: 'DoorShut', data }];
  },
  evolve: (_, { type }) => (type === 'DoorOpened' ? 'open' : 'shut'),
};
const given = specOf(door);
const opened: DoorEvent = { type: 'DoorOpened', data: { by: 'ann' } };
const shut: DoorEvent = { type: 'DoorShut', data: { by: 'ann' } };
const open = { type: 'Open', data: { by: 'ann' } } as const;

describe('A specification', () => {
  it('says what follows from what happened', () => {
    given().when(open).then(opened);
    given(opened, shut).when(open).then(opened);
    given(opened).when(open).thenNothing();
    given()
      .when({ type: 'Open', data: { by: 'nobody' } })
      .thenRejected('nobody-there');
  });

  it.each<[string, () => void]>([
    ['other events', () => given().when(open).then(shut)],
    ['events where there are none', () => given(opened).when(open).then(opened)],
    ['nothing where there are events', () => given().when(open).thenNothing()],
    ['a refusal of what is allowed', () => given().when(open).thenRejected('nobody-there')],
    [
      'another refusal',
      () =>
        given()
          .when({ type: 'Open', data: { by: 'nobody' } })
          .thenRejected('locked'),
    ],
  ])('fails when it says %s', (_, specification) => {
    expect(specification).toThrow();
  });
});

describe('A rule', () => {
  it('lets pass what it allows', () => expect(() => demand(true, 'never', 'Never.')).not.toThrow());

  it('refuses with its code for machines and its sentence for people', () => {
    const refusal = () => demand(1 > 2, 'too-small', 'One is less than two.');

    expect(refusal).toThrow(Rejection);
    expect(refusal).toThrow(
      expect.objectContaining({ name: 'Rejection', code: 'too-small', message: 'One is less than two.' }),
    );
  });
});

describe('A row', () => {
  const visits: Projection<{ count: number; last: string }, DoorEvent> = {
    table: 'visit_v1',
    evolve: (row, { type, at }) =>
      type === 'DoorShut' ? null : { count: (row?.count ?? 0) + 1, last: at.toISOString() },
  };

  it('is folded from the events in order, and gone after null', () => {
    expect(rowOf(visits)).toBeNull();
    expect(rowOf(visits, recorded(opened), recorded(opened))).toEqual({ count: 2, last: '2026-01-05T09:00:00.000Z' });
    expect(rowOf(visits, recorded(opened), recorded(shut))).toBeNull();
  });

  it('sees the envelope that an event is given', () => {
    const at = new Date('2026-03-04T05:06:07Z');

    expect(recorded(opened, { at, streamId: 's-2', version: 7 })).toMatchObject({
      ...opened,
      ...{ at, streamId: 's-2', version: 7, by: { id: 'ann', tenantId: 'acme' } },
    });
    expect(rowOf(visits, recorded(opened, { at }))).toEqual({ count: 1, last: '2026-03-04T05:06:07.000Z' });
  });
});
