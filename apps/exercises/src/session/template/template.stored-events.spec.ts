import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { templateBoard } from './template-board.projection';
import { template } from './template.decider';
import type { TemplateEvent } from './template.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): TemplateEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<TemplateEvent['type'], string> = {
  TemplatePublished: 'template-published.v1.json',
  TemplateRetired: 'template-retired.v1.json',
};

it('still reads every template event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(template.evolve, template.initialState())).toMatchObject({ status: 'retired' });
  expect(rowOf(templateBoard, ...events.map((event) => recorded(event)))).toMatchObject({
    retired: true,
    template: { version: 1, phases: [{ advance: 'auto' }, { advance: { quorum: 0.5 } }] },
  });
});
