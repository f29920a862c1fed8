import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { teamBoard } from './team-board.projection';
import { team } from './team.decider';
import type { TeamEvent } from './team.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): TeamEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<TeamEvent['type'], string> = {
  TeamFormed: 'team-formed.v1.json',
  MemberJoined: 'member-joined.v1.json',
  WorkingTimeAgreed: 'working-time-agreed.v1.json',
  InteractionDeclared: 'interaction-declared.v1.json',
  LiaisonAppointed: 'liaison-appointed.v1.json',
  LiaisonEnded: 'liaison-ended.v1.json',
  InteractionWithdrawn: 'interaction-withdrawn.v1.json',
  MemberLeft: 'member-left.v1.json',
};

it('still reads every team event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(team.evolve, team.initialState())).toEqual({
    ...{ status: 'formed', memberIds: [], interactions: {}, liaisons: {} },
  });
  expect(rowOf(teamBoard, ...events.map((event) => recorded(event)))).toMatchObject({ name: 'Design', memberIds: [] });
});
