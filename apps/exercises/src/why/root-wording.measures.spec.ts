import { describe, expect, it } from '@jest/globals';
import { objectionTo } from './root-wording.measures';

describe('The wording of a root', () => {
  it.each([
    ['Human error in the deployment', 'Human error'],
    ['Menschliches Versagen beim Einspielen', 'Menschliches Versagen'],
    ['Ein Bedienfehler', 'Bedienfehler'],
    ['The developers must be more careful', 'careful'],
    ['They should pay more attention', 'pay more attention'],
    ['Das Team muss besser aufpassen', 'besser aufpassen'],
    ['Jemand war unaufmerksam', 'unaufmerksam'],
    ['Support forgot to tell us', 'forgot'],
    ['Niemand vergaß es je', 'vergaß'],
    ['Lack of discipline', 'Lack of discipline'],
    ['Der Kollege ist unfähig', 'unfähig'],
    ['We must try harder', 'try harder'],
    ['Die sind selber schuld', 'selber schuld'],
  ])('refuses %j', (text, found) => expect(objectionTo(text)).toMatchObject({ found }));

  it.each([
    ['Anna did not answer', 'Anna'],
    ['Nobody but Günther has the key', 'Günther'],
    ['Frau Öztürk war im Urlaub', 'Frau Öztürk'],
    ['Mr. Smith decides alone', 'Mr. Smith'],
    ['@pia is the only reviewer', '@pia'],
    ['Ask eli@example.com', 'eli@example.com'],
  ])('finds the person in %j', (text, found) =>
    expect(objectionTo(text)).toMatchObject({ found, askInstead: expect.stringContaining('role') }),
  );

  it('knows the names that it is told', () => {
    expect(objectionTo('Only Petersen may deploy')).toBeNull();
    expect(objectionTo('Only Petersen may deploy', ['Ute Petersen'])).toMatchObject({ found: 'Petersen' });
    expect(objectionTo('Ute petersen deploys alone', ['Ute Petersen'])).toMatchObject({ found: 'Ute Petersen' });
    expect(objectionTo('Long queues before each release', ['Tammy Long'])).toBeNull();
  });

  it.each([
    'One role approves every release',
    'No queue shows what waits for Design',
    'The forgotten-password page has no owner',
    'MariaDB has one replica',
    'Der Prüfschritt fehlt vor dem Einspielen',
    'Teams learn of changes on release day',
  ])('lets %j be', (text) => expect(objectionTo(text)).toBeNull());
});
