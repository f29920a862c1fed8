import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { breaks, contracts, type Published, publishedForm } from './index';

declare const acceptPublished: boolean;

const folder = join(__dirname, '../published');
const fileOf = (type: string) => join(folder, `${type}.json`);
const howTo =
  'If it is meant, run `node node_modules/jest/bin/jest.js -c libs/contracts/accept.config.cjs` and commit the file.';

describe('Published contracts', () => {
  it.each(contracts.map(({ type }) => type))('%s keeps what it promised', (type) => {
    const now = publishedForm(contracts.find((contract) => contract.type === type)!);
    const before = existsSync(fileOf(type)) ? (JSON.parse(readFileSync(fileOf(type), 'utf8')) as Published) : undefined;

    const broken = before ? breaks(before, now) : [];
    if (broken.length > 0)
      throw new Error(`${type} would break its consumers. Publish a new version beside it.\n${broken.join('\n')}`);

    if (acceptPublished) writeFileSync(fileOf(type), `${JSON.stringify(now, null, 2)}\n`);
    else if (JSON.stringify(before) !== JSON.stringify(now))
      throw new Error(`${type} is new, or has new fields. ${howTo}`);
  });

  it('are all still there', () => {
    const published = readdirSync(folder).map((file) => file.replace('.json', ''));
    expect(published.filter((type) => !contracts.some((contract) => contract.type === type))).toEqual([]);
  });
});
