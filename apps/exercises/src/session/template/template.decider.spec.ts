import { specOf } from '@tandem/core/testing';
import { describe, expect, it } from '@jest/globals';
import { exerciseOf } from '../kinds.decider';
import type { Template } from '../session.events';
import { phaseOf, withTimeboxes, type WrittenPhase } from './phase-input.measures';
import { template } from './template.decider';
import type { TemplateEvent } from './template.events';

const given = specOf(template);
const { version: _, ...own } = { ...exerciseOf('feedback-speed').template, templateId: 't-1' };
const publish = (course: Omit<Template, 'version'> = own, name = 'With a talk') =>
  ({ type: 'PublishTemplate', data: { name, template: course } }) as const;
const retire = (reason = 'Nobody liked it') => ({ type: 'RetireTemplate', data: { reason } }) as const;
const published = (version: number, name = 'With a talk'): TemplateEvent => ({
  type: 'TemplatePublished',
  data: { name, template: { ...own, version } },
});
const retired: TemplateEvent = { type: 'TemplateRetired', data: { reason: 'Nobody liked it' } };

describe('A template', () => {
  it('is published in editions', () => {
    given().when(publish()).then(published(1));
    given(published(1), published(2)).when(publish(own, 'With two talks')).then(published(3, 'With two talks'));
  });

  it.each(['', '  ', 'n'.repeat(121)])('has a name: %p', (name) =>
    given().when(publish(own, name)).thenRejected('name-out-of-range'),
  );

  it('may have a long name', () =>
    given()
      .when(publish(own, 'n'.repeat(120)))
      .then(published(1, 'n'.repeat(120))));

  it('can be run', () =>
    given()
      .when(publish({ ...own, phases: [] }))
      .thenRejected('phases-out-of-range'));

  it('stays of its kind', () =>
    given(published(1))
      .when(publish({ ...exerciseOf('silo-spotlight').template, templateId: 't-1' }))
      .thenRejected('kind-changed'));

  it('is retired for a reason, once and for good', () => {
    given(published(1)).when(retire()).then(retired);
    given(published(1)).when(retire(' ')).thenRejected('reason-missing');
    given(published(1), retired).when(retire()).thenRejected('template-retired');
    given(published(1), retired).when(publish()).thenRejected('template-retired');
    given().when(retire()).thenRejected('no-such-template');
  });
});

describe('A phase as a customer writes it', () => {
  const written: WrittenPhase = { id: 'talk', accepts: [], timeboxMinutes: 15, advance: 'facilitator', reveals: false };
  const refusal = (change: Partial<WrittenPhase>) => () => phaseOf({ ...written, ...change });

  it('is what a template has', () => {
    expect(phaseOf(written)).toEqual({ id: 'talk', accepts: [], timeboxMinutes: 15, advance: 'facilitator' });
    expect(
      phaseOf({
        ...{ id: 'list', accepts: ['List'], enterGuards: ['a'], exitGuards: ['b'], timeboxDays: 3, reveals: true },
        ...{ advance: 'quorum', quorum: 0.5, collects: { form: 'sheet', mode: 'detached' } },
      }),
    ).toEqual({
      ...{ id: 'list', accepts: ['List'], enterGuards: ['a'], exitGuards: ['b'], timeboxMinutes: 4320, reveals: true },
      ...{ advance: { quorum: 0.5 }, collects: { form: 'sheet', mode: 'detached' } },
    });
    expect(phaseOf({ ...written, enterGuards: null, exitGuards: [], quorum: null, collects: null })).toEqual(
      phaseOf(written),
    );
  });

  it('has one time box, and a quorum where it waits for one', () => {
    const code = (name: string) => expect.objectContaining({ code: name });
    expect(refusal({ timeboxDays: 2 })).toThrow(code('timebox-missing'));
    expect(refusal({ timeboxMinutes: undefined })).toThrow(code('timebox-missing'));
    expect(refusal({ advance: 'quorum' })).toThrow(code('quorum-missing'));
    expect(refusal({ advance: 'auto', quorum: 0.5 })).toThrow('phases.talk.quorum');
  });
});

describe('The time boxes of one session', () => {
  const course: Template = { ...own, version: 1 };
  const minutes = (timeboxes: Parameters<typeof withTimeboxes>[1]) =>
    withTimeboxes(course, timeboxes).phases.map(({ id, timeboxMinutes }) => [id, timeboxMinutes]);
  const code = (name: string) => expect.objectContaining({ code: name });

  it('are those of the template unless told otherwise', () => {
    expect(withTimeboxes(course, [])).toEqual(course);
    expect(
      minutes([
        { phase: 'trace_entry', timeboxMinutes: 45 },
        { phase: 'reconcile', timeboxDays: 3 },
      ]),
    ).toEqual([
      ...[
        ['select_subject', 10],
        ['trace_entry', 45],
        ['reconcile', 3 * 24 * 60],
      ],
      ...[
        ['map_review', 20],
        ['bottleneck_review', 20],
        ['commit', 20],
      ],
    ]);
  });

  it('are one for each phase that there is', () => {
    expect(() => minutes([{ phase: 'lunch', timeboxDays: 1 }])).toThrow(code('no-such-phase'));
    expect(() => minutes([{ phase: 'commit' }])).toThrow('timeboxes.commit: give either');
    const twice = [
      { phase: 'commit', timeboxDays: 1 },
      { phase: 'commit', timeboxMinutes: 1 },
    ];
    expect(() => minutes(twice)).toThrow(code('timebox-twice'));
  });
});
