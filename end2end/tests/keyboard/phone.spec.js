// A phone number and a username with the keyboard alone: the list of countries, and a code by text message.

import { ONCE, expect, on, signOut, typeOver, wrong } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(`${SETTINGS.replace('[vestibule.sign_up]', '[vestibule.sign_up]\nphone_number = "optional"\nusername = "optional"')}
[vestibule.sms]
per_network_per_hour = 1000
`);

const NUMBER = { national: '01512 3450001', shown: '+49 1512 3450001', e164: '+4915123450001' };

test('signs up with a phone number, and in again with a code by text message', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Hedy', last: 'Lamarr' });
  const username = `hedy_${Date.now().toString(36)}`;
  const country = page.getByRole('combobox', { name: 'Country' });
  const number = page.getByLabel('Phone number', { exact: true });
  await test.step('who that is', async () => {
    await visitor.open('/sign-up');
    await keyboard.isAt(page.getByLabel('First name'));
    await keyboard.type(person.first);
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByLabel('Last name'));
    await keyboard.type(person.last);
    await keyboard.to(page.getByRole('textbox', { name: 'Username' }));
    await keyboard.type(username);
    await keyboard.to(visitor.identifier);
    await keyboard.type(person.email);
  });
  await test.step('a country by its first letters, and a number that is none', async () => {
    await keyboard.to(country);
    await keyboard.type('Germ');
    await expect(country).toHaveValue('DE');
    await keyboard.press('Tab');
    await keyboard.isAt(number);
    await keyboard.type('01512');
    await keyboard.to(visitor.password);
    await keyboard.type(person.password);
    await visitor.refused(422, 'sign_up/create', () => keyboard.press('Enter'));
    await visitor.isWrong(number, 'Enter a valid phone number.');
    await keyboard.here();
    await expect(country).toHaveValue('DE');
  });
  await test.step('a number that is one', async () => {
    await typeOver(keyboard, NUMBER.national);
    await keyboard.to(visitor.password);
    await typeOver(keyboard, person.password);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.code);
    await expect(visitor.heading).toHaveText('Verify your email');
    await keyboard.type(await server.code(person.email));
    await expect(visitor.heading).toHaveText('Verify your phone');
    await keyboard.isAt(visitor.code);
    await expect(visitor.code).toHaveValue('');
  });
  await test.step('a wrong code, and the right one', async () => {
    const code = await server.code(NUMBER.e164);
    await visitor.refused(422, 'sign_up/attempt_verification', () => keyboard.type(wrong(code)));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
    await keyboard.type(code);
    await visitor.isIn(person);
  });
  await signOut({ visitor, keyboard, page });
  await test.step('in again by number', async () => {
    await keyboard.enter(visitor.signInLink);
    await keyboard.isAt(visitor.identifier);
    await keyboard.type(NUMBER.shown);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.password);
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Use another method' }));
    await expect(visitor.heading).toHaveText('Use another method');
    await keyboard.isAt(visitor.heading);
    await keyboard.enter(visitor.button('Text me a code'));
    await keyboard.isAt(visitor.code);
    await expect(visitor.heading).toHaveText('Check your phone');
    await keyboard.type(await server.code(NUMBER.e164));
    await visitor.isIn(person);
  });
  await signOut({ visitor, keyboard, page });
  await test.step('and by username', async () => {
    await keyboard.enter(visitor.signInLink);
    await keyboard.isAt(visitor.identifier);
    await keyboard.type(username);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.password);
    await keyboard.type(person.password);
    await keyboard.press('Enter');
    await visitor.isIn(person);
  });
});
