// The account with the keyboard alone: what one is called and goes by, the password, and where one is signed in.

import { ONCE, expect, on, section, signIn, summary, typeOver } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(`${SETTINGS
  .replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
  .replace('[vestibule.sign_up]\n', '[vestibule.sign_up]\nusername = "optional"\nphone_number = "optional"\n')}
[vestibule.sms]
per_network_per_hour = 1000
`);

const NEW = 'five-Kettles-sing-slowly';

test('name, username and number are changed', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  await signIn({ visitor, keyboard }, person);
  await visitor.open('/user');
  await test.step('the name', async () => {
    const profile = section(page, 'Profile');
    await keyboard.enter(summary(profile, 'Update name'));
    await keyboard.press('Tab');
    await keyboard.isAt(profile.getByLabel('First name'));
    await typeOver(keyboard, 'Augusta');
    await keyboard.press('Enter');
    await expect(profile.getByRole('listitem')).toContainText('Augusta Lovelace');
    await keyboard.isAt(summary(profile, 'Update name'));
    await expect(profile.getByLabel('First name')).toBeHidden();
    await expect(page.getByRole('status').filter({ hasText: 'Done.' })).toBeAttached();
  });
  await test.step('the username, and one that is taken', async () => {
    const username = section(page, 'Username');
    const field = username.getByLabel('Username');
    await keyboard.enter(summary(username, 'Set username'));
    await keyboard.press('Tab');
    await keyboard.isAt(field);
    await keyboard.type('admin');
    await visitor.refused(422, 'user/update_username', () => keyboard.press('Enter'));
    await visitor.isWrong(field, 'This username is taken. Please try another.');
    const name = `ada_${Date.now().toString(36)}`;
    await typeOver(keyboard, name);
    await keyboard.enter(username.getByRole('button', { name: 'Save' }));
    await expect(username.getByRole('listitem')).toContainText(name);
    await keyboard.isAt(username.getByRole('heading'));
  });
  const addresses = section(page, 'Email addresses');
  const other = somebody();
  await test.step('an address is added, made the primary one, and the other removed', async () => {
    await keyboard.enter(summary(addresses, 'Add email address'));
    await keyboard.press('Tab');
    await keyboard.isAt(addresses.getByLabel('Email address', { exact: true }));
    await keyboard.type(other.email);
    await keyboard.press('Enter');
    await keyboard.isAt(addresses.getByLabel('Verification code'));
    await keyboard.type(await server.code(other.email));
    await keyboard.isAt(addresses.getByRole('heading'));
    await keyboard.enter(addresses.getByRole('button', { name: `Make ${other.email} the primary one` }));
    await expect(addresses.getByRole('listitem').filter({ hasText: other.email })).toContainText('Primary');
    await keyboard.isAt(addresses.getByRole('heading'));
    await keyboard.enter(addresses.getByLabel(`Remove ${person.email}`));
    await keyboard.press('Tab');
    await keyboard.isAt(addresses.getByRole('listitem').filter({ hasText: person.email }).getByRole('button', { name: 'Remove' }));
    await keyboard.press('Enter');
    await expect(addresses.getByRole('listitem')).toHaveCount(1);
    await keyboard.isAt(addresses.getByRole('heading'));
  });
  const numbers = section(page, 'Phone numbers');
  await test.step('a number is added and removed', async () => {
    const country = numbers.getByRole('combobox', { name: 'Country' });
    await keyboard.enter(summary(numbers, 'Add phone number'));
    await keyboard.press('Tab');
    await keyboard.isAt(country);
    await keyboard.type('Germ');
    await expect(country).toHaveValue('DE');
    await keyboard.press('Tab');
    await keyboard.isAt(numbers.getByRole('textbox', { name: 'Phone number', exact: true }));
    await keyboard.type('01512 3450002');
    await keyboard.press('Enter');
    await keyboard.isAt(numbers.getByLabel('Verification code'));
    await keyboard.type(await server.code('+4915123450002'));
    await keyboard.isAt(numbers.getByRole('heading'));
    await keyboard.enter(numbers.getByLabel('Remove +49 1512 3450002'));
    await keyboard.press('Tab');
    await keyboard.isAt(numbers.getByRole('listitem').getByRole('button', { name: 'Remove' }));
    await keyboard.press('Enter');
    await expect(numbers).toContainText('You have no phone number.');
    await keyboard.isAt(numbers.getByRole('heading'));
  });
});

test('the password is changed, removed and set; and one signs out elsewhere', ONCE, async ({ visitor, page, server, keyboard, anotherBrowser }) => {
  const person = somebody({ first: 'Mary' });
  await server.account(person);
  await (await anotherBrowser()).signIn(person);
  await signIn({ visitor, keyboard }, person);
  await visitor.open('/user');
  await keyboard.enter(page.getByRole('link', { name: 'Security' }));
  await expect(visitor.heading).toHaveText('Security');
  await keyboard.isAt(page.getByRole('link', { name: 'Security' }));
  const devices = section(page, 'Active devices');
  await test.step('out elsewhere', async () => {
    // This one, the other browser, and where the account was made.
    await expect(devices.getByRole('listitem')).toHaveCount(3);
    await keyboard.enter(devices.getByRole('listitem').nth(1).getByRole('button', { name: 'Sign out' }));
    await expect(devices.getByRole('listitem')).toHaveCount(2);
    await keyboard.isAt(devices.getByRole('heading'));
    await keyboard.enter(devices.getByRole('button', { name: 'Sign out of all other devices' }));
    await expect(devices.getByRole('listitem')).toHaveCount(1);
    await keyboard.isAt(devices.getByRole('heading'));
  });
  const password = section(page, 'Password');
  const [current, next] = [password.getByLabel('Current password', { exact: true }), password.getByLabel('New password', { exact: true })];
  await test.step('it is changed, after a mistake', async () => {
    await visitor.open('/user/security');
    await keyboard.enter(summary(password, 'Change password'));
    await keyboard.press('Tab');
    await keyboard.isAt(current);
    await keyboard.type('not the one');
    await keyboard.to(next);
    await keyboard.type(NEW);
    await visitor.refused(422, 'user/update_password', () => keyboard.press('Enter'));
    await visitor.isWrong(current, 'This is not your current password.');
    await typeOver(keyboard, person.password);
    await keyboard.enter(password.getByRole('button', { name: 'Save' }));
    await expect(current).toBeHidden();
    await keyboard.isAt(summary(password, 'Change password'));
  });
  await test.step('it is removed', async () => {
    await keyboard.enter(summary(password, 'Remove password'));
    const others = password.getByRole('checkbox', { name: 'Sign out of all other devices' }).last();
    await keyboard.press('Tab');
    await keyboard.isAt(others);
    await keyboard.press('Space');
    await expect(others).not.toBeChecked();
    await keyboard.press('Tab');
    await keyboard.isAt(password.getByRole('button', { name: 'Remove password' }));
    await keyboard.press('Enter');
    await expect(password).toContainText('You have no password.');
    await keyboard.isAt(password.getByRole('heading'));
  });
  await test.step('it is set', async () => {
    await keyboard.enter(summary(password, 'Set password'));
    await keyboard.press('Tab');
    await keyboard.isAt(next);
    await keyboard.type('short');
    await visitor.refused(422, 'user/update_password', () => keyboard.press('Enter'));
    await visitor.isWrong(next, /Use at least 8 characters\./);
    await typeOver(keyboard, NEW);
    await keyboard.press('Enter');
    await expect(summary(password, 'Change password')).toBeVisible();
    await keyboard.isAt(password.getByRole('heading'));
  });
});
