// The settings in the operator's dashboard, with and without JavaScript, on wide and narrow pages.

import { expect, isForEveryone, openPalette, operatorsTest } from '../support/operators.js';

/** As little as can be: what a file says cannot be changed here. */
const SETTINGS = `[vestibule.paths]
after_sign_in = "/dashboard"
after_sign_up = "/dashboard"

[vestibule.security]
forms_per_minute = 100000
new_device_mail = false
`;

const test = operatorsTest({ settings: SETTINGS, details: {} });

const PAGES = ['', '/general', '/sign-up', '/sign-in', '/passwords', '/multi-factor', '/attack-protection', '/sessions',
  '/organizations', '/languages', '/messages', '/pictures', '/api', '/start', '/providers', '/providers/google',
  '/history'];

const at = (page) => `/admin/settings${page}`;

/** A part of a page. */
const part = (page, name) => page.getByRole('region', { name, exact: true });

async function save(page, name) {
  await part(page, name).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').first()).toContainText('Saved, and in force');
}

test('every page of settings is there, is wide enough, and is for everyone to use', async ({ become, page, js }) => {
  test.slow();
  await become();
  for (const path of PAGES) {
    await page.goto(at(path));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await isForEveryone(page, js);
  }
});

test('a switch takes effect at once, and is taken back', async ({ become, page, anotherBrowser }) => {
  await become();
  await page.goto(at('/sign-in'));
  const password = part(page, 'Ways in').getByRole('switch', { name: 'Password', exact: true });
  await expect(password).toBeChecked();
  await password.uncheck();
  await page.getByLabel('Asked for first', { exact: true }).selectOption('email_code');
  await save(page, 'Ways in');
  await expect(password).not.toBeChecked();

  const other = await anotherBrowser();
  await other.page.goto('/sign-up');
  await expect(other.page.getByLabel('Email address')).toBeVisible();
  await expect(other.page.getByLabel('Password', { exact: true })).toHaveCount(0);

  await page.bringToFront();
  await part(page, 'What changed').getByRole('link', { name: 'All changes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What changed');
  const change = page.getByRole('row').filter({ hasText: 'sign_in.password' }).first();
  await expect(change).toContainText('the default → Off');
  await change.getByRole('button', { name: 'Revert' }).click();
  await expect(page.getByRole('status').first()).toContainText('Taken back');
  await other.page.goto('/sign-up');
  await expect(other.page.getByLabel('Password', { exact: true })).toBeVisible();
});

test('a mistake stands beside its field, and one setting goes back to the default', async ({ become, page, watch }) => {
  await become();
  await page.goto(at('/passwords'));
  const length = page.getByLabel('Shortest', { exact: true });
  await length.fill('4');
  watch.expectRefusals('422 /admin/settings/passwords');
  await length.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Nothing was changed');
  await expect(length).toHaveValue('4');
  await expect(length).toHaveAccessibleDescription(/Is at least 8, not 4/);
  await length.fill('12');
  await save(page, 'New passwords');
  await expect(length).toHaveValue('12');
  await page.getByRole('button', { name: 'Shortest: Back to the default' }).click();
  await expect(page.getByRole('status').first()).toContainText('Saved, and in force');
  await expect(length).toHaveValue('8');
});

test('a provider is set up, and its secret is never shown', async ({ become, page, anotherBrowser }) => {
  await become();
  await page.goto(at('/providers'));
  await page.getByRole('link', { name: 'GitHub' }).click();
  await expect(page.locator('.copied code')).toHaveText(/\/vestibule\/oauth_callback\/github$/);
  await page.getByRole('switch', { name: 'On', exact: true }).check();
  await page.getByLabel('Client id', { exact: true }).fill('an id of ours');
  await page.getByLabel('Client secret', { exact: true }).fill('hunter2-hunter2');
  await save(page, 'Credentials');
  await expect(part(page, 'Credentials')).toContainText('A secret is stored');
  await expect(page.getByLabel('Client secret', { exact: true })).toHaveValue('');
  expect(await page.content()).not.toContain('hunter2');
  const other = await anotherBrowser();
  await other.page.goto('/sign-in');
  await expect(other.page.getByRole('button', { name: 'Continue with GitHub' })).toBeVisible();
});

test('a provider that is simulated is tried out', async ({ become, page }) => {
  await become();
  await page.goto(at('/providers/google'));
  await part(page, 'Test').getByRole('button', { name: 'Test it' }).click();
  const found = part(page, 'Test').getByRole('status');
  await expect(found).toContainText('There is no client id');
  await expect(found).toBeFocused();
  await expect(found).toBeInViewport({ ratio: 1 });
  expect(new URL(page.url()).pathname).toBe(at('/providers/google'));
});

test('a test message goes to a number that is typed', async ({ become, page, watch, js }) => {
  await become('admin');
  await page.goto(at('/messages'));
  const form = part(page, 'Send a test message');
  const number = form.getByLabel('Phone number');
  await number.fill('+1512');
  watch.expectRefusals('422 /admin/settings/messages/test');
  await form.getByRole('button', { name: 'Send a test message' }).click();
  await expect(form.getByRole('alert')).toContainText('phone_number');
  await expect(number).toHaveValue('+1512');
  await isForEveryone(page, js);
  await number.fill('+4915123456789');
  await form.getByRole('button', { name: 'Send a test message' }).click();
  const sent = form.getByRole('status');
  await expect(sent).toContainText('mailbox of development');
  await expect(sent).toBeFocused();
  await expect(sent).toBeInViewport({ ratio: 1 });
  await isForEveryone(page, js);
});

test('claims are looked at before they are saved', async ({ become, page }) => {
  const person = await become();
  await page.goto(at('/sessions'));
  await page.getByLabel('Claims', { exact: true }).and(page.locator('textarea')).fill('{"who": "{{user.primary_email_address}}"}');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('region', { name: 'Your token with these claims' })).toContainText(`"who": "${person.email}"`);
  await save(page, 'Token claims');
  await expect(part(page, 'Your token now')).toContainText(`"who": "${person.email}"`);
});

test('a text is found, and says something else', async ({ become, page, js, anotherBrowser }) => {
  await become();
  await page.goto(at('/languages'));
  await page.getByLabel('A word of it, or its name').fill('sign_in.subtitle');
  if (!js) await part(page, 'Texts').getByRole('button', { name: 'Show' }).click();
  const text = page.getByLabel('sign_in.subtitle', { exact: true });
  await expect(page.locator('#texts-found .text').first()).toContainText('sign_in.subtitle');
  await text.fill('Good to see you again');
  await page.locator('#texts-found .text').filter({ has: text }).getByRole('button', { name: 'Save the text' }).click();
  await expect(page.getByRole('status').first()).toContainText('Saved, and in force');
  const other = await anotherBrowser();
  await other.page.goto('/sign-in');
  await expect(other.page.getByText('Good to see you again')).toBeVisible();
});

test('whoever may only look finds no field', async ({ become, page }) => {
  await become('support');
  await page.goto(at('/sign-in'));
  await expect(page.locator('[data-setting="sign_in.password"]')).toContainText('On');
  await expect(page.getByRole('switch')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
});

test('the palette leads to settings @js', async ({ become, page }) => {
  await become('read-only');
  const palette = await openPalette(page);
  await palette.getByRole('combobox').fill('passwords');
  await expect(palette.getByRole('option')).toHaveText(['Settings: Passwords']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Passwords');
});

test('the menu shows where one is, however long it is @js', async ({ become, page }) => {
  await become('read-only');
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.goto('/admin/redirect-urls');
  const entry = page.locator('.side [aria-current="page"]');
  await expect(entry).toHaveText('Redirect URLs');
  await expect(entry).toBeInViewport({ ratio: 1 });
  await page.goto(at('/start'));
  await expect(page.locator('.side [aria-current="true"]')).toHaveText('Settings');
  await expect(entry).toBeInViewport({ ratio: 1 });
});
