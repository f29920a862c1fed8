import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { breaks, contract, publishedForm } from './index';

describe('A change of a published contract', () => {
  it('may add an optional field', () => expect(changed({ reason: z.string().optional() })).toEqual([]));

  it('may word its descriptions better', () =>
    expect(changed({ teamId: z.string().describe('The team.') })).toEqual([]));

  it('may not remove a field', () =>
    expect(changed({ teamId: undefined })).toEqual(['teamId is gone: removed or renamed']));

  it('may not rename a field', () =>
    expect(changed({ teamId: undefined, squadId: z.string().optional() })).toEqual([
      'teamId is gone: removed or renamed',
    ]));

  it('may not add a required field', () =>
    expect(changed({ reason: z.string() })).toEqual([expect.stringMatching(/^reason is new and required/)]));

  it('may not make an optional field required', () =>
    expect(changed({ note: z.string() })).toEqual([expect.stringMatching(/^note is now required/)]));

  it('may not make a required field optional', () =>
    expect(changed({ teamId: z.string().optional() })).toEqual(['teamId is no longer always there']));

  it('may not change what kind of value a field has', () =>
    expect(changed({ teamId: z.number() })).toEqual(['teamId: type changed from "string" to "number"']));

  it('may not narrow a field', () => {
    expect(changed({ teamId: z.string().min(3) })).toEqual(['teamId: minLength changed from nothing to 3']);
    expect(changed({ share: z.number().max(0.5) })).toEqual(['share: maximum changed from 1 to 0.5']);
  });

  it('may not widen a field, consumers rely on its limits', () =>
    expect(changed({ share: z.number() })).toEqual(['share: maximum changed from 1 to nothing']));

  it.each([
    ['a new word', ['ship', 'stop', 'pause']] as const,
    ['a word less', ['ship']] as const,
    ['other words', ['ship', 'halt']] as const,
  ])('may not change a closed list: %s', (_, words) =>
    expect(changed({ verdict: z.enum(words) })).toEqual([expect.stringMatching(/^verdict: enum changed/)]),
  );

  it('is looked at inside lists and objects too', () => {
    expect(changed({ parts: z.array(z.object({ name: z.string().optional() })) })).toEqual([
      'parts[].n is gone: removed or renamed',
    ]);
    expect(changed({ parts: z.array(z.object({ n: z.number(), m: z.number().optional() })) })).toEqual([]);
    expect(changed({ place: z.object({ city: z.number() }) })).toEqual([
      'place.city: type changed from "string" to "number"',
    ]);
  });

  it('may not move the event to another topic', () =>
    expect(breaks(published, { ...published, topic: 'tandem.made-up.other' })).toEqual([
      'moved from topic tandem.made-up.thing to tandem.made-up.other',
    ]));
});

const shape = {
  teamId: z.string(),
  note: z.string().optional(),
  share: z.number().max(1),
  verdict: z.enum(['ship', 'stop']),
  parts: z.array(z.object({ n: z.number() })),
  place: z.object({ city: z.string() }),
};

const promise = (fields: z.ZodRawShape) =>
  publishedForm(
    contract(
      { type: 'tandem.made-up.thing-happened.v1', topic: 'tandem.made-up.thing', about: 'A thing happened.' },
      fields,
    ),
  );
const published = promise(shape);

function changed(change: Record<string, z.ZodType | undefined>): string[] {
  const kept = ([, type]: [string, unknown]) => type !== undefined;
  return breaks(
    published,
    promise(Object.fromEntries(Object.entries({ ...shape, ...change }).filter(kept)) as z.ZodRawShape),
  );
}
