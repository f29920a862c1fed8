import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { inboxBoard } from './inbox-board.projection';
import { notice } from './notice.decider';
import type { NoticeEvent } from './notice.events';
import { textOf } from './notice.template';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): NoticeEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<NoticeEvent['type'], string> = {
  NoticeGiven: 'notice-given.v1.json',
  NoticeRead: 'notice-read.v1.json',
  NoticeForgotten: 'notice-forgotten.v1.json',
};

it('still reads every notice event that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const shown = events.map((event) => recorded(event));
  const row = rowOf(inboxBoard, ...shown.slice(0, 2))!;

  expect(
    readdirSync(folder)
      .filter((file) => file.startsWith('notice-'))
      .sort(),
  ).toEqual(Object.values(files).sort());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(notice.evolve, notice.initialState())).toEqual({ status: 'forgotten' });
  expect(rowOf(inboxBoard, ...shown)).toBeNull();
  expect(row.readAt).not.toBeNull();
  expect(textOf(row.told).body).toContain('S3');
});
