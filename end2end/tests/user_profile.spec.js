// The account of whoever is signed in: what it is called, what it goes by, its password, its devices, its end.

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { be } from '../support/simulated_provider.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const test = testAt(() => {
  const settings = SETTINGS
    .replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
    .replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\npasskey = true\n')
    .replace('[vestibule.sign_up]\n', '[vestibule.sign_up]\nusername = "optional"\nphone_number = "optional"\n')
    + '\n[vestibule.oauth.google]\nenabled = true\n\n[vestibule.sms]\nper_network_per_hour = 1000\n';
  return Server.start(VESTIBULE, { settings });
});

/** A part of the account. */
function section(page, name) {
  return page.getByRole('region', { name, exact: true });
}

/** What one of the account's things is called, and what can be done with it. */
function item(page, name, text) {
  return section(page, name).getByRole('listitem').filter({ hasText: text });
}

/** Opens what is behind a word. `<summary>` has no role that every engine agrees on. */
async function unfold(within, name) {
  await within.locator('summary').filter({ hasText: name }).click();
}

test('comes from the user menu, and changes the name and the username', async ({ visitor, page }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await visitor.join(person);
  await visitor.open('/');
  await visitor.userMenu.click();
  await page.getByRole('link', { name: 'Manage account' }).click();
  await visitor.alive();
  await expect(page).toHaveURL(/\/user$/);
  await expect(visitor.heading).toHaveText('Profile details');
  await expect(page.getByRole('link', { name: 'Profile', exact: true })).toHaveAttribute('aria-current', 'page');

  const profile = section(page, 'Profile');
  await expect(profile).toContainText('Ada Lovelace');
  await unfold(profile, 'Update name');
  await profile.getByLabel('First name').fill('Augusta Ada');
  await profile.getByRole('button', { name: 'Save' }).click();
  await expect(profile.getByRole('listitem')).toContainText('Augusta Ada Lovelace');
  await expect(profile.getByLabel('First name')).toBeHidden();

  const username = section(page, 'Username');
  await unfold(username, 'Set username');
  await username.getByLabel('Username').fill('admin');
  await visitor.refused(422, 'user/update_username', () => username.getByRole('button', { name: 'Save' }).click());
  await visitor.isWrong(username.getByLabel('Username'), 'This username is taken. Please try another.');
  const name = `ada-${person.email.split('@')[0].replaceAll('.', '-')}`;
  await username.getByLabel('Username').fill(name);
  await username.getByRole('button', { name: 'Save' }).click();
  await expect(username.getByRole('listitem')).toContainText(name);
  await expect(username.getByLabel('Username')).toBeHidden();
});

test('an address is added, proven, made primary and removed', async ({ visitor, page, server }) => {
  const [person, other] = [somebody({ first: 'Grace' }), somebody()];
  await visitor.join(person);
  await visitor.open('/user');
  const addresses = section(page, 'Email addresses');
  await expect(item(page, 'Email addresses', person.email)).toContainText('Primary');
  await expect(addresses.locator('summary').filter({ hasText: 'Remove' })).toHaveCount(0);

  await test.step('what is none', async () => {
    await unfold(addresses, 'Add email address');
    const field = addresses.getByLabel('Email address', { exact: true });
    await field.fill('nonsense');
    await visitor.refused(422, 'email_address/create', () => addresses.getByRole('button', { name: 'Add', exact: true }).click());
    await visitor.isWrong(field, 'Enter a valid email address.');
    await field.fill(other.email);
    await addresses.getByRole('button', { name: 'Add', exact: true }).click();
  });
  const added = item(page, 'Email addresses', other.email);
  await test.step('the code', async () => {
    await expect(added).toContainText('Unverified');
    const field = added.getByLabel('Verification code');
    const code = await server.code(other.email);
    const send = added.getByRole('button', { name: 'Verify', exact: true });
    await field.fill(code === '000000' ? '000001' : '000000');
    if (visitor.js) await visitor.refused(422, 'email_address/attempt_verification', async () => {});
    else await send.click();
    await expect(field).toHaveAccessibleDescription('Incorrect code.');
    await field.fill(code);
    if (!visitor.js) await send.click();
    await expect(added).not.toContainText('Unverified');
  });
  await test.step('primary, and without the other', async () => {
    await added.getByRole('button', { name: 'primary' }).click();
    await expect(added).toContainText('Primary');
    const first = item(page, 'Email addresses', person.email);
    await unfold(first, 'Remove');
    await first.getByRole('button', { name: 'Remove' }).click();
    await expect(first).toHaveCount(0);
    await expect(addresses.locator('summary').filter({ hasText: 'Remove' })).toHaveCount(0);
  });
  await visitor.signOut();
  await visitor.open('/sign-in');
  await visitor.page.getByLabel(/^Email address/).fill(other.email);
  await visitor.button('Continue').click();
  await visitor.password.fill(person.password);
  await visitor.button('Continue').click();
  await visitor.isIn({ ...person, email: other.email });
});

test('the only number is added, proven and removed', async ({ visitor, page, server }) => {
  await visitor.join(somebody({ first: 'Hedy' }));
  await visitor.open('/user');
  const numbers = section(page, 'Phone numbers');
  await expect(numbers).toContainText('You have no phone number.');
  const last = String(Date.now()).slice(-2);
  await unfold(numbers, 'Add phone number');
  await numbers.getByRole('textbox', { name: 'Phone number', exact: true }).fill(`(212) 555-01${last}`);
  await numbers.getByRole('button', { name: 'Add', exact: true }).click();
  const added = item(page, 'Phone numbers', `+1 212-555-01${last}`);
  await expect(added).toContainText('Unverified');
  await added.getByLabel('Verification code').fill(await server.code(`+121255501${last}`));
  if (!visitor.js) await added.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(added).not.toContainText('Unverified');
  // The address is still there to sign in with; and that one stays, because the settings ask for it.
  await expect(section(page, 'Email addresses').locator('summary').filter({ hasText: 'Remove' })).toHaveCount(0);
  await unfold(added, 'Remove');
  await added.getByRole('button', { name: 'Remove' }).click();
  await expect(numbers).toContainText('You have no phone number.');
});

test('an account elsewhere is connected, and disconnected', async ({ visitor, page }) => {
  const person = somebody({ first: 'Mary', last: 'Somerville' });
  await visitor.join(person);
  await visitor.open('/user');
  const connected = section(page, 'Connected accounts');
  await expect(connected).toContainText('No account elsewhere is connected.');
  await unfold(connected, 'Connect account');
  await connected.getByRole('button', { name: 'Connect Google' }).click();
  const elsewhere = `elsewhere.${person.email}`;
  await be(page, 'Google', { email: elsewhere, first: 'Mary', last: 'Somerville' });
  await visitor.alive();
  await expect(page).toHaveURL('/user');
  const google = item(page, 'Connected accounts', 'Google');
  await expect(google).toContainText(elsewhere);
  await expect(connected.getByRole('button', { name: 'Connect Google' })).toHaveCount(0);

  await unfold(google, 'Remove');
  await google.getByRole('button', { name: 'Remove' }).click();
  await expect(connected).toContainText('No account elsewhere is connected.');
  await visitor.reload();
  await expect(connected).toContainText('No account elsewhere is connected.');
});

test('what is long takes no more room than there is', async ({ visitor, page }) => {
  const person = somebody({ first: 'Wolfeschlegelsteinhausenbergerdorff', last: 'Featherstonehaugh-Cholmondeley' });
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await visitor.join(person);
  await visitor.open('/user');
  const connected = section(page, 'Connected accounts');
  await unfold(connected, 'Connect account');
  await connected.getByRole('button', { name: 'Connect Google' }).click();
  const [name] = person.email.split('@');
  const elsewhere = `elsewhere.very.long.address.that.goes.on.${name}@subdomain.example.com`;
  await be(page, 'Google', { email: elsewhere, first: 'Ada', last: 'Lovelace' });
  await visitor.alive();
  await expect(item(page, 'Connected accounts', 'Google')).toContainText(elsewhere);
  expect.soft(await tooWide(), 'an address').toBe(0);
  await visitor.open('/user/security');
  const device = section(page, 'Active devices').locator('.vst-profileSectionSubtitleText > span').first();
  await device.evaluate((span) => {
    span.textContent = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, United Kingdom';
  });
  expect.soft(await tooWide(), 'a place').toBe(0);
});

test('the password is changed, and others are out', async ({ visitor, page, anotherBrowser }) => {
  const person = somebody({ first: 'Mary' });
  await visitor.join(person);
  const elsewhere = await anotherBrowser();
  await elsewhere.enter(person);
  await elsewhere.open('/dashboard');
  await elsewhere.isIn(person);

  await visitor.open('/user/security');
  await expect(visitor.heading).toHaveText('Security');
  const password = section(page, 'Password');
  const send = () => password.getByRole('button', { name: 'Save' }).click();
  const [current, next] = [password.getByLabel('Current password', { exact: true }), password.getByLabel('New password', { exact: true })];
  await unfold(password, 'Change password');
  await current.fill('not the one');
  await next.fill('five-Kettles-sing-slowly');
  await visitor.refused(422, 'user/update_password', send);
  await visitor.isWrong(current, 'This is not your current password.');
  await current.fill(person.password);
  await next.fill('five-Kettles-sing-slowly');
  await send();
  await expect(current).toBeHidden();

  await elsewhere.open('/dashboard');
  await expect(elsewhere.heading).toHaveText('Sign in to Vestibule');
  await visitor.open('/dashboard');
  await visitor.isIn(person);
});

test('the password is removed, and what is left signs in', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Hedy' });
  await visitor.join(person);
  await visitor.open('/user/security');
  const password = section(page, 'Password');
  await unfold(password, 'Remove password');
  await expect(password.getByRole('checkbox', { name: 'Sign out of all other devices' }).last()).toBeChecked();
  await password.getByRole('button', { name: 'Remove password' }).click();
  await expect(password).toContainText('You have no password.');
  await expect(password.locator('summary').filter({ hasText: 'Remove password' })).toHaveCount(0);
  await expect(password.locator('summary').filter({ hasText: 'Set password' })).toBeVisible();
  expect((await server.mailbox()).find(({ to }) => to === person.email).subject)
    .toBe('Your Vestibule account has no password any more');
  await visitor.reload();
  await expect(password).toContainText('You have no password.');
});

test('one sees where one is signed in, and signs out there', async ({ visitor, page, anotherBrowser }) => {
  const person = somebody({ first: 'Joan' });
  await visitor.join(person);
  const elsewhere = await anotherBrowser();
  await elsewhere.enter(person);
  await elsewhere.open('/dashboard');
  await elsewhere.isIn(person);

  await visitor.open('/user/security');
  const devices = section(page, 'Active devices').getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await expect(devices.first()).toContainText('Chrome on Linux');
  await expect(devices.first()).toContainText('This device');
  await expect(devices.first().getByRole('button')).toHaveCount(0);
  await devices.nth(1).getByRole('button', { name: 'Sign out' }).click();
  await expect(devices).toHaveCount(1);
  await elsewhere.open('/dashboard');
  await expect(elsewhere.heading).toHaveText('Sign in to Vestibule');
});

test('the account is deleted by who types that it is to be', async ({ visitor, page }) => {
  const person = somebody({ first: 'Katherine' });
  await visitor.join(person);
  await visitor.open('/user/security');
  const end = section(page, 'Delete account');
  await unfold(end, 'Delete account');
  const field = end.getByRole('textbox');
  await visitor.refused(422, 'user/delete', () => end.getByRole('button', { name: 'Delete account' }).click());
  await visitor.isWrong(field, 'Type “Delete account” to go on.');
  await field.fill('Delete account');
  await end.getByRole('button', { name: 'Delete account' }).click();
  await visitor.isOut();
  await expect(page).toHaveURL(/\/$/);
});

test('whoever is in it keeps the focus @js', async ({ visitor, page, server }) => {
  const [person, other] = [somebody({ first: 'Ada' }), somebody()];
  await visitor.join(person);
  await visitor.open('/user');
  const addresses = section(page, 'Email addresses');
  await unfold(addresses, 'Add email address');
  await addresses.getByLabel('Email address', { exact: true }).fill(other.email);
  await addresses.getByRole('button', { name: 'Add', exact: true }).click();
  const added = item(page, 'Email addresses', other.email);
  await expect(added.getByLabel('Verification code')).toBeFocused();
  await added.getByLabel('Verification code').fill(await server.code(other.email));
  await expect(added).not.toContainText('Unverified');
  await expect(addresses.getByRole('heading')).toBeFocused();
  // From one page of it to the other nothing is loaded.
  await page.evaluate(() => { window.stays = true; });
  await page.getByRole('link', { name: 'Security' }).click();
  await expect(visitor.heading).toHaveText('Security');
  await expect(section(page, 'Active devices').getByRole('listitem')).toHaveCount(1);
  expect(await page.evaluate(() => window.stays)).toBe(true);
});

test('its forms load no page, and say that they are done @js', async ({ visitor, page }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await visitor.join(person);
  await visitor.open('/user');
  await page.evaluate(() => { window.stays = true; });
  const profile = section(page, 'Profile');
  const username = section(page, 'Username');
  await unfold(username, 'Set username');
  await username.getByLabel('Username').fill('not yet sent');
  await unfold(profile, 'Update name');
  await profile.getByLabel('First name').fill('Augusta');
  await profile.getByRole('button', { name: 'Save' }).click();
  await expect(profile.getByRole('listitem')).toContainText('Augusta Lovelace');
  await expect(page.getByRole('status').filter({ hasText: 'Done.' })).toBeAttached();
  await expect(profile.locator('summary')).toBeFocused();
  await test.step('what is elsewhere stays as it is, and knows of it', async () => {
    await expect(username.getByLabel('Username')).toHaveValue('not yet sent');
    await expect(visitor.userMenu.locator('.vst-avatarInitials')).toHaveText('AL');
  });
  await page.getByRole('link', { name: 'Security' }).click();
  const password = section(page, 'Password');
  await unfold(password, 'Change password');
  const [current, next] = [password.getByLabel('Current password', { exact: true }), password.getByLabel('New password', { exact: true })];
  await test.step('a password is shown, and judged while it is typed', async () => {
    await next.pressSequentially('password');
    await expect(password.locator('.vst-passwordStrength')).toHaveAttribute('data-score', /[0-2]/);
    await password.getByRole('button', { name: 'Show password' }).last().click();
    await expect(next).toHaveAttribute('type', 'text');
  });
  await test.step('what was typed stays when something is wrong with it', async () => {
    await current.fill('not the one');
    await next.fill('five-Kettles-sing-slowly');
    await visitor.refused(422, 'user/update_password', () => password.getByRole('button', { name: 'Save' }).click());
    await visitor.isWrong(current, 'This is not your current password.');
    await expect(current).toBeFocused();
    await expect(next).toHaveValue('five-Kettles-sing-slowly');
    await current.pressSequentially('x');
    await expect(current).not.toHaveAttribute('aria-invalid');
  });
  expect(await page.evaluate(() => window.stays)).toBe(true);
});

test('it opens over the page it was asked for on @js', async ({ visitor, page, server }) => {
  const [person, other] = [somebody({ first: 'Ada' }), somebody()];
  await visitor.join(person);
  await visitor.open('/dashboard');
  await visitor.userMenu.click();
  await page.getByRole('link', { name: 'Manage account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Manage account' });
  await expect(dialog.getByRole('heading', { level: 1 })).toHaveText('Profile details');
  await expect(page).toHaveURL(/\/dashboard$/);
  await test.step('what is changed there stays there', async () => {
    const addresses = section(dialog, 'Email addresses');
    await unfold(addresses, 'Add email address');
    await addresses.getByLabel('Email address', { exact: true }).fill(other.email);
    await addresses.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(addresses.getByLabel('Verification code')).toBeVisible();
    await addresses.getByLabel('Verification code').fill(await server.code(other.email));
    await expect(addresses.getByRole('button', { name: `Make ${other.email} the primary one` })).toBeVisible();
    await expect(page).toHaveURL(/\/dashboard$/);
  });
  await test.step('its other page', async () => {
    await dialog.getByRole('link', { name: 'Security' }).click();
    await expect(dialog.getByRole('heading', { level: 1 })).toHaveText('Security');
    await expect(section(dialog, 'Active devices').getByRole('listitem')).toHaveCount(1);
  });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(visitor.userMenu).toBeFocused();
  await visitor.userMenu.click();
  await page.getByRole('link', { name: 'Manage account' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await expect(visitor.heading).toHaveText('Welcome, Ada');
});

test('nobody else sees it', async ({ visitor }) => {
  await visitor.open('/user/security');
  await expect(visitor.heading).toHaveText('Sign in to Vestibule');
});
