import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contracts, fromRecord, personForgotten, toRecord } from './index';

const folder = join(__dirname, '../samples');
const files = readdirSync(folder).map((file) => file.replace('.json', ''));

describe('Samples of every public event ever published', () => {
  it('there is one a contract, and none of a contract that is gone', () =>
    expect(files.sort()).toEqual(contracts.map(({ type }) => type).sort()));

  it.each(files)('%s is still read, and written the same', (type) => {
    const sample = sampleOf(type);
    const contract = contracts.find((each) => each.type === type)!;

    const received = fromRecord(sample);

    expect(received.body).toEqual(JSON.parse(sample.value));
    expect(toRecord(contract.of(received.body), received)).toEqual(sample);
  });

  const aboutPeople = [personForgotten.type as string];
  it.each(files.filter((type) => !aboutPeople.includes(type)))('%s names nobody in key or headers', (type) => {
    const { key, headers, value } = sampleOf(type);
    const people = Object.entries(JSON.parse(value) as Record<string, string>).filter(([field]) =>
      /owner|person|name/i.test(field),
    );

    for (const [, person] of people) expect(JSON.stringify([key, headers])).not.toContain(person);
  });
});

/** A sample shows its value as JSON, for people; on the topic it is text. */
function sampleOf(type: string) {
  const sample = JSON.parse(readFileSync(join(folder, `${type}.json`), 'utf8'));
  return { ...sample, value: JSON.stringify(sample.value) };
}
