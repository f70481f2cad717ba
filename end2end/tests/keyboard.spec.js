// Everything with the keyboard alone.

import { AuthenticatorApp } from '../support/authenticator_app.js';
import { ONCE, inMenu as inMenuOf, signOut, summary, withKeyboard, wrong } from '../support/keyboard_test.js';
import { serveFromPostgres, wait } from '../support/postgres.js';
import { SETTINGS } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const WITH_PROFILE = SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n');

const test = testAt(() => serveFromPostgres(WITH_PROFILE)).extend({
  database: async ({ server }, use) => use(server.database),

  ...withKeyboard,
});

test('from the sign-up to the end of the account', ONCE, async ({ visitor, page, server, database, keyboard }) => {
  test.slow();
  const [person, other, third] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody(), somebody()];
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  const addresses = page.getByRole('region', { name: 'Email addresses', exact: true });
  const inMenu = (role, name) => inMenuOf(page, role, name);
  let app;

  await test.step('sign-up, with something wrong at first', async () => {
    await visitor.open('/');
    await keyboard.enter(main.getByRole('link', { name: 'Create an account' }));
    await keyboard.isAt(page.getByLabel('First name'));
    await keyboard.type(person.first);
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByLabel('Last name'));
    await keyboard.type(person.last);
    await visitor.refused(422, 'sign_up/create', () => keyboard.press('Enter'));
    await keyboard.isAt(visitor.identifier);
    await keyboard.type(person.email);
    await keyboard.to(visitor.password);
    await keyboard.type(person.password);
    await keyboard.press('Tab');
    await keyboard.isAt(main.getByRole('button', { name: 'Show password' }));
    await keyboard.press('Space');
    await expect(visitor.password).toHaveAttribute('type', 'text');
    await keyboard.enter(visitor.button('Continue'));
  });
  await test.step('a wrong code, and the right one', async () => {
    await keyboard.isAt(visitor.code);
    const code = await server.code(person.email);
    await visitor.refused(422, 'sign_up/attempt_verification', () => keyboard.type(wrong(code)));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
    // It is selected, so that it is typed over.
    await keyboard.type(code);
    await visitor.isIn(person);
  });
  await test.step('the menu opens, closes, and leads to the account', async () => {
    await keyboard.enter(visitor.userMenu);
    await keyboard.press('Tab');
    await keyboard.isAt(inMenu('link', 'Manage account'));
    await keyboard.press('Escape');
    await keyboard.isAt(visitor.userMenu);
    await expect(inMenu('link', 'Manage account')).toBeHidden();
    await keyboard.press('Enter');
    await keyboard.enter(inMenu('link', 'Manage account'));
    await expect(dialog.getByRole('heading', { level: 1 })).toHaveText('Profile details');
    await keyboard.staysIn(dialog);
  });
  await test.step('an address is added', async () => {
    await keyboard.enter(summary(addresses, 'Add email address'));
    await keyboard.press('Tab');
    await keyboard.isAt(addresses.getByLabel('Email address', { exact: true }));
    await keyboard.type(other.email);
    await keyboard.press('Enter');
    await keyboard.isAt(addresses.getByLabel('Verification code'));
    await keyboard.type(await server.code(other.email));
    await keyboard.isAt(addresses.getByRole('heading'));
  });
  await test.step('the focus is back where the account was opened', async () => {
    await keyboard.press('Escape');
    await keyboard.isAt(visitor.userMenu);
  });
  await test.step('asked once more who they are: not now', async () => {
    await visitor.open('/user');
    wait(database, person);
    await keyboard.enter(summary(addresses, 'Add email address'));
    await keyboard.press('Tab');
    await keyboard.type(third.email);
    await visitor.refused(403, 'email_address/create', () => keyboard.enter(addresses.getByRole('button', { name: 'Add', exact: true })));
    await keyboard.isAt(dialog.getByLabel('Password', { exact: true }));
    await keyboard.staysIn(dialog);
    await keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    // Until it says so the form is still on its way, and is not sent twice.
    await expect(addresses.getByRole('alert')).toContainText('You have not confirmed that it is you');
    await keyboard.isAt(addresses.getByRole('button', { name: 'Add', exact: true }));
  });
  await test.step('asked again: in another way', async () => {
    await visitor.refused(403, 'email_address/create', () => keyboard.press('Enter'));
    await keyboard.isAt(dialog.getByLabel('Password', { exact: true }));
    await keyboard.enter(summary(dialog, 'Use another method'));
    await keyboard.enter(dialog.getByRole('button', { name: /^Email a code to/ }));
    await keyboard.isAt(dialog.getByLabel('Verification code'));
    // It sends itself.
    await keyboard.type(await server.code(person.email));
    await expect(dialog).toHaveCount(0);
    await keyboard.isAt(addresses.getByLabel('Verification code'));
  });
  await test.step('an authenticator app is set up', async () => {
    await visitor.open('/user/security');
    await keyboard.enter(visitor.button('Add an authenticator app'));
    await keyboard.isAt(visitor.code);
    app = new AuthenticatorApp(await page.locator('.vst-totpKey').textContent());
    await keyboard.type(app.code);
    await expect(page.locator('.vst-backupCode')).toHaveCount(10);
    await keyboard.to(visitor.button('Copy'));
  });
  await test.step('signs out, and in again with two steps', async () => {
    await visitor.open('/dashboard');
    await signOut({ visitor, keyboard, page });
    await keyboard.enter(visitor.signInLink);
    await keyboard.isAt(visitor.identifier);
    await keyboard.type(person.email);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.password);
    await keyboard.type(person.password);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.code);
    await keyboard.enter(summary(main, 'Use another method'));
    await keyboard.enter(visitor.button('Use a backup code'));
    await keyboard.isAt(page.getByRole('textbox', { name: 'Backup code' }));
    await keyboard.enter(summary(main, 'Use another method'));
    await keyboard.enter(main.getByRole('button', { name: 'Use your authenticator app' }));
    await keyboard.isAt(visitor.code);
    await keyboard.type(app.code);
    await visitor.isIn(person);
  });
  await test.step('the account is deleted', async () => {
    await visitor.open('/user');
    await keyboard.enter(page.getByRole('link', { name: 'Security' }));
    await expect(visitor.heading).toHaveText('Security');
    const end = page.getByRole('region', { name: 'Delete account' });
    await keyboard.enter(summary(end, 'Delete account'));
    await keyboard.press('Tab');
    await keyboard.isAt(end.getByRole('textbox'));
    await visitor.refused(422, 'user/delete', () => keyboard.press('Enter'));
    await visitor.isWrong(end.getByRole('textbox'), 'Type “Delete account” to go on.');
    await keyboard.type('Delete account');
    await keyboard.press('Enter');
    await visitor.isOut();
  });
});
