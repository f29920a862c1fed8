import { expect, it } from '@jest/globals';
import { Turns } from './turns';

const moment = () => new Promise((resolve) => setTimeout(resolve, 1));

it('lets those who want the same go one after another, in the order they came', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await moment();
    seen.push(`${name} ends`);
  };
  await Promise.all(['one', 'two', 'three'].map((name) => turns.take('account', work(name))));

  expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
});

it('lets those who want different things go at the same time', async () => {
  const turns = new Turns();
  let others = 0;
  const together = async () => {
    others++;
    await moment();
    return others;
  };

  expect(await Promise.all([turns.take('a', together), turns.take('b', together)])).toEqual([2, 2]);
});

it('goes on after one that failed, who alone hears of it', async () => {
  const turns = new Turns();
  const [failed, next] = await Promise.allSettled([
    turns.take('a', () => Promise.reject(new Error('no'))),
    turns.take('a', async () => 'yes'),
  ]);

  expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'no' } });
  expect(next).toEqual({ status: 'fulfilled', value: 'yes' });
});
