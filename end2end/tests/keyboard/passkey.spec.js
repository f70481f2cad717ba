// Passkeys with the keyboard alone: made, named, signed in with by their button, removed.

import { Authenticator } from '../../support/authenticator.js';
import { ONCE, expect, identify, on, section, signIn, signOut, typeOver } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(SETTINGS
  .replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
  .replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\npasskey = true\n'));

test('a passkey is made, named, signed in with, and removed', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  await signIn({ visitor, keyboard }, person);
  const authenticator = await Authenticator.of(page);
  const passkeys = section(page, 'Passkeys');
  const add = visitor.button('Add a passkey');
  await test.step('who cancels is where they were', async () => {
    await visitor.open('/user/security');
    await authenticator.knowsTheFinger(false);
    await keyboard.enter(add);
    await expect(add).not.toHaveAttribute('aria-busy');
    await keyboard.isAt(add);
    await authenticator.knowsTheFinger(true);
  });
  await test.step('it is made', async () => {
    await keyboard.press('Enter');
    await expect(passkeys.getByRole('listitem')).toHaveCount(1);
    await keyboard.isAt(passkeys.getByRole('heading'));
  });
  await test.step('it gets another name', async () => {
    const name = passkeys.getByRole('textbox', { name: 'Name' });
    await keyboard.enter(passkeys.getByLabel('Rename Chrome on'));
    await keyboard.press('Tab');
    await keyboard.isAt(name);
    await typeOver(keyboard, '');
    await visitor.refused(422, 'passkey/rename', () => keyboard.press('Enter'));
    await visitor.isWrong(name, 'Enter a name.');
    await keyboard.type('My laptop');
    await keyboard.press('Enter');
    await expect(passkeys.getByRole('listitem')).toContainText('My laptop');
    await keyboard.isAt(passkeys.getByRole('heading'));
  });
  await visitor.open('/dashboard');
  await signOut({ visitor, keyboard, page });
  const use = visitor.button('Use a passkey');
  await test.step('its button signs in', async () => {
    await authenticator.looksAway(page, () => visitor.open('/sign-in'));
    await keyboard.isAt(visitor.identifier);
    await authenticator.knowsTheFinger(false);
    await keyboard.enter(use);
    await expect(use).not.toHaveAttribute('aria-busy');
    await keyboard.isAt(use);
    await authenticator.knowsTheFinger(true);
    await keyboard.press('Enter');
    await visitor.isIn(person);
    await signOut({ visitor, keyboard, page });
  });
  await test.step('so it does among other ways', async () => {
    await authenticator.isTouched(false);
    await visitor.open('/sign-in');
    await identify({ visitor, keyboard }, person);
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Use another method' }));
    await keyboard.isAt(visitor.heading);
    await authenticator.isTouched(true);
    await keyboard.enter(use);
    await visitor.isIn(person);
  });
  await test.step('it is removed', async () => {
    await visitor.open('/user/security');
    await keyboard.enter(passkeys.getByLabel('Remove My laptop'));
    await keyboard.press('Tab');
    await keyboard.isAt(visitor.button('Remove passkey'));
    await keyboard.press('Enter');
    await expect(passkeys).toContainText('You have no passkeys yet.');
    await keyboard.isAt(passkeys.getByRole('heading'));
  });
});
