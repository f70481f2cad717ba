// What operators do with how the components look, with mails, and with files of users: with and without JavaScript.

import { expect, isForEveryone, operatorsTest } from '../support/operators.js';
import { somebody } from '../support/visitor.js';

const test = operatorsTest();

const heading = (page) => page.getByRole('heading', { level: 1 });
const preview = (page) => page.frameLocator('#preview-frame');

/** Chooses a file of users and sends it. */
async function send(page, text, { dry = true } = {}) {
  await page.goto('/admin/data');
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'users.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });
  await page.getByLabel('Dry run').setChecked(dry);
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(heading(page)).toHaveText('users.jsonl');
}

test('every page is wide enough, and for everyone to use', async ({ become, page, js }) => {
  test.slow();
  await become();
  for (const path of ['/appearance', '/mail', '/mail/verification_code', '/data', '/users?order=name']) {
    await page.goto(`/admin${path}`);
    await expect(heading(page)).toBeVisible();
    // What is in a frame is looked at where it is a page of its own.
    await page.evaluate(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));
    await isForEveryone(page, js);
  }
  for (const component of ['sign-in', 'sign-up']) {
    await page.goto(`/admin/appearance/preview?component=${component}`);
    await expect(heading(page)).toBeVisible();
    await isForEveryone(page, js);
  }
});

test('a colour is seen before it holds, and then by everyone', async ({ become, page, js, anotherBrowser }) => {
  await become('admin');
  await page.goto('/admin/appearance');
  const button = preview(page).locator('.vst-formButtonPrimary').first();
  await expect(button).toBeVisible();
  const color = page.getByRole('textbox', { name: 'Color primary', exact: true });
  await color.fill('rgb(123 31 162)');
  // Without a script it has to be asked for.
  if (!js) await page.getByRole('button', { name: 'Preview' }).click();
  await expect(button).toHaveCSS('background-color', 'rgb(123, 31, 162)');
  const other = await anotherBrowser();
  await other.page.goto('/sign-in');
  const theirs = other.page.locator('.vst-formButtonPrimary').first();
  await expect(theirs).not.toHaveCSS('background-color', 'rgb(123, 31, 162)');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Saved');
  await expect(color).toHaveValue('rgb(123 31 162)');
  await other.page.goto('/sign-in');
  await expect(theirs).toHaveCSS('background-color', 'rgb(123, 31, 162)');
  // As it was, for the tests behind this one.
  await page.bringToFront();
  await color.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Saved');
});

test('another component is shown, and what is wrong is said beside its field', async ({ become, page, js, watch }) => {
  const person = await become('admin');
  await page.goto('/admin/appearance');
  await page.getByLabel('Show', { exact: true }).selectOption('User\'s profile');
  if (!js) await page.getByRole('button', { name: 'Preview' }).click();
  await expect(preview(page).getByText(person.email).first()).toBeVisible();
  watch.expectRefusals('422 /admin/appearance');
  const color = page.getByRole('textbox', { name: 'Color primary', exact: true });
  await color.fill('red; color: blue');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was saved');
  await expect(color).toHaveAttribute('aria-invalid', 'true');
  await expect(color).toHaveValue('red; color: blue');
  await expect(color).toHaveAccessibleDescription(/no value needs/);
});

test('a mail is looked at, and sent to oneself', async ({ become, page, server }) => {
  const person = await become('admin');
  await page.goto('/admin/mail');
  const languages = page.getByLabel('Language');
  await languages.selectOption('de');
  await page.getByRole('main').getByRole('button', { name: 'Show' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Password changed' }).click();
  await expect(heading(page)).toHaveText('Mail: Password changed');
  await expect(languages).toHaveValue('de');
  await expect(page.locator('iframe')).toHaveAttribute('sandbox', '');
  await expect(page.getByRole('group', { name: 'The text of the message' })).toContainText('Passwort');
  await page.getByRole('button', { name: 'Send a test mail to me' }).click();
  await expect(page.getByRole('status')).toContainText('on its way to you');
  const [newest] = (await server.mailbox()).filter(({ to }) => to === person.email);
  expect(newest.subject).toContain('Passwort');
});

test('users come in after a dry run, and whoever does not is named', async ({ become, page, watch }) => {
  await become('admin');
  const { email } = somebody();
  const text = `{"email_addresses":["${email}"],"first_name":"Ida"}\n{"external_id":"bad","email_addresses":["no address"]}\n`;
  await send(page, text);
  const term = (name) => page.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd[1]');
  await expect(async () => {
    await page.reload();
    await expect(term('Would be made')).toHaveText('1', { timeout: 500 });
  }).toPass();
  await expect(term('Would be refused')).toHaveText('1');
  await expect(page.getByRole('row').filter({ hasText: 'bad' })).toContainText('line 2');

  await send(page, text, { dry: false });
  await expect(async () => {
    await page.reload();
    await expect(term('State')).toHaveText('Done', { timeout: 500 });
  }).toPass();
  await page.goto(`/admin/users?q=${email}`);
  await expect(page.locator('#results').getByRole('link')).toContainText('Ida');

  watch.expectRefusals('422 /admin/data/import');
  await page.goto('/admin/data');
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'empty.jsonl', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(page.getByRole('alert')).toContainText('nothing in it');
});

test('an owner takes everything away, and an admin does not', async ({ become, page, anotherBrowser }) => {
  await become('owner');
  await page.goto('/admin/data');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Take all of it away' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('vestibule-export.jsonl');
  const pieces = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece);
  const lines = Buffer.concat(pieces).toString().trimEnd().split('\n').map((line) => JSON.parse(line));
  expect(lines[0].object).toBe('header');
  const total = Object.values(lines[0].counts).reduce((sum, many) => sum + many, 0);
  expect(lines.length - 1).toBe(total);
  // The page is still there, and says how far it came.
  await expect(async () => {
    await page.reload();
    const row = page.getByRole('region', { name: 'Export' }).getByRole('row').filter({ hasText: 'Whole' }).first();
    await expect(row).toContainText(`${total.toLocaleString('en')} of ${total.toLocaleString('en')} records`, { timeout: 1_000 });
  }).toPass();
  const other = await anotherBrowser();
  await other.signUp(somebody());
  const answer = await other.page.request.get('/admin/data', { headers: { accept: 'text/html' }, maxRedirects: 0 });
  expect(answer.status()).toBe(404);
});

test('people are sorted by name, and the operator goes away', async ({ become, page, server }) => {
  await become('read-only');
  await server.account(somebody({ first: 'Aaliyah', last: 'Zimmer' }));
  await server.account(somebody({ first: 'Zwi', last: 'Aal' }));
  await page.goto('/admin/users');
  await page.getByLabel('Order').selectOption('By name, who has one');
  await page.getByRole('main').getByRole('button', { name: 'Show' }).click();
  const names = page.locator('#results a.who strong');
  await expect(names.first()).toHaveText('Aaliyah Zimmer');
  const all = await names.allTextContents();
  expect(all).toEqual([...all].sort());

  const account = page.locator('.account > summary');
  if (await account.isVisible()) await account.click();
  await page.getByRole('button', { name: 'Sign out' }).filter({ visible: true }).click();
  await expect(page).not.toHaveURL(/\/admin/);
  await page.goto('/admin');
  await expect(page).toHaveURL(/\/sign-in/);
});
