// The dashboard's pages with something on them, with and without JavaScript, on wide and narrow pages: what there is to be seen of
// it, how one gets about, and what stands still.

import { expect, isForEveryone, isWideEnough, operatorsTest } from '../support/operators.js';
import { SETTINGS } from '../support/server.js';
import { somebody } from '../support/visitor.js';

const MORE = '\n[vestibule.organizations]\nenabled = true\n\n[vestibule.webhooks]\nallow_loopback = true\n';

const test = operatorsTest({ settings: SETTINGS + MORE });

const heading = (page) => page.getByRole('heading', { level: 1 });
const region = (page, name) => page.getByRole('region', { name, exact: true });

/** With all that can be opened. */
async function isWhollyForEveryone(page, js) {
  await isWideEnough(page);
  for (const details of await page.locator('main details').all()) await details.evaluate((it) => { it.open = true; });
  // What is in a frame is looked at where it is a page of its own.
  await page.evaluate(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));
  await isForEveryone(page, js);
}

test('pages with something on them are for everyone to use', async ({ become, page, server, js }) => {
  test.slow();
  await become();
  const ada = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(ada);

  await page.goto('/admin/organizations');
  const form = region(page, 'New organization');
  await form.getByLabel('Name', { exact: true }).fill('Analytical Engines With A Long Name');
  await form.getByRole('button', { name: 'Create the organization' }).click();
  await expect(heading(page)).toHaveText('Analytical Engines With A Long Name');
  await isWhollyForEveryone(page, js);

  const key = server.operate('secret-keys', 'create', 'tests');
  const wait = () => fetch(`${server.url}/v1/waitlist_entries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email_address: somebody().email, notify: false }),
  });
  // A server on SQLite hears of it within ten seconds; the tests after this one sign up again.
  server.operate('settings', 'set', 'sign_up.mode=waitlist');
  await expect.poll(async () => (await wait()).status, { timeout: 20_000 }).toBe(200);
  server.operate('settings', 'unset', 'sign_up.mode');
  await expect.poll(async () => (await wait()).status, { timeout: 20_000 }).toBe(422);
  await page.goto('/admin/webhooks');
  await region(page, 'A new endpoint').getByLabel('Address').fill('http://127.0.0.1:9/hook');
  await region(page, 'A new endpoint').getByRole('button', { name: 'Create the endpoint' }).click();
  await page.getByRole('link', { name: 'To the endpoint' }).click();
  await page.getByRole('button', { name: 'Send an example event' }).click();
  await expect(async () => {
    await page.goto(page.url());
    await expect(region(page, 'Tries').getByRole('row').nth(1)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });

  await page.goto('/admin/data');
  const text = `{"email_addresses":["${somebody().email}"]}\n{"external_id":"a long id of somebody who is refused","email_addresses":["none"]}\n`;
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'users.jsonl', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Dry run', { exact: true }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const file = page.url();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.goto('/admin/data').then(() => page.getByRole('button', { name: 'Take all of it away' }).click()),
  ]);
  await download.path();

  for (const path of [file, '/admin/data', '/admin/deliveries', '/admin/waitlist', '/admin/sessions', '/admin/operators',
    '/admin/settings/providers/acme', '/admin/mail/password_changed', '/admin/mail/verification_code_sms', '/admin/audit-log']) {
    await page.goto(path);
    await expect(heading(page)).toBeVisible();
    await isWhollyForEveryone(page, js);
  }
});

test('a button leads to pages and to users, on a phone too @js', async ({ become, page, server }) => {
  await become('read-only');
  const ada = somebody({ first: 'Ada', last: 'Button' });
  await server.account(ada);
  await page.getByRole('button', { name: 'Go to…' }).click();
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await palette.getByRole('combobox').fill('deliv');
  await palette.getByRole('option', { name: 'Deliveries' }).click();
  await expect(heading(page)).toHaveText('Deliveries');
  await page.getByRole('button', { name: 'Go to…' }).click();
  await palette.getByRole('combobox').fill(ada.email);
  await palette.getByRole('option').filter({ hasText: 'Ada Button' }).click();
  await expect(heading(page)).toHaveText('Ada Button');
});

test('on a narrow page the header opens what is beside a wide one, and stays where it is', async ({ become, page, js }) => {
  await become('read-only');
  await page.setViewportSize({ width: 390, height: 844 });
  const places = () => page.locator('.top > :not([hidden])').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().top));
  const before = await places();
  const [menu, account] = [page.locator('.menu'), page.locator('.account')];
  await menu.locator('summary').click();
  await expect(menu.getByRole('link', { name: 'Redirect URLs' })).toBeVisible();
  expect(await places()).toEqual(before);
  // One at a time.
  await account.locator('summary').click();
  await expect(account.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await expect(menu.getByRole('link', { name: 'Redirect URLs' })).toBeHidden();
  expect(await places()).toEqual(before);
  await isWideEnough(page);
  if (js) await page.keyboard.press('Escape');
  else await account.locator('summary').click();
  await expect(account.getByRole('button', { name: 'Sign out' })).toBeHidden();
  if (js) await expect(account.locator('summary')).toBeFocused();
});

test('a box that can be ticked is seen before it is, in the light and in the dark @js', async ({ become, page }) => {
  await become('admin');
  await page.goto('/admin/roles');
  const box = page.locator('.tick > input:enabled:not(:checked)').first();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const contrast = await box.evaluate((it) => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const luminance = (color) => {
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        const linear = [...context.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
      };
      const of = (element, what) => luminance(getComputedStyle(element)[what]);
      const [edge, ...grounds] = [of(it, 'borderTopColor'), of(it, 'backgroundColor'), of(it.closest('.part'), 'backgroundColor')];
      return Math.min(...grounds.map((ground) => (Math.max(edge, ground) + 0.05) / (Math.min(edge, ground) + 0.05)));
    });
    expect(contrast, colorScheme).toBeGreaterThanOrEqual(3);
  }
});

test('what would stay fresh says that it stands still @nojs', async ({ become, page }) => {
  await become('read-only');
  // Text in a noscript is passed over by getByText.
  const said = (text) => page.locator('main p').filter({ hasText: text });
  await expect(page.getByRole('button', { name: 'Go to…' })).toHaveCount(0);
  for (const path of ['sessions', 'health', 'data', 'deliveries']) {
    await page.goto(`/admin/${path}`);
    await expect(said('stands still')).toBeVisible();
    await page.getByRole('link', { name: 'Look again' }).click();
    await expect(page).toHaveURL(new RegExp(`/admin/${path}$`));
  }
  await page.goto('/admin/users');
  await expect(said('nothing is looked for while you type')).toBeVisible();
});

test('a session is found by its user, and ended after it was said what that does', async ({ become, page, server, js }) => {
  await become('support');
  const ada = somebody({ first: 'Ada', last: 'Session' });
  await server.account(ada);
  await page.goto('/admin/sessions');
  await page.getByLabel('or a network address').fill(ada.email);
  // Without a script the form has to be sent.
  if (!js) await page.getByRole('main').getByRole('button', { name: 'Show' }).click();
  const row = page.locator('#results').getByRole('row').filter({ hasText: 'Ada Session' });
  await expect(row).toHaveCount(1);
  await expect(page.locator('#results').getByRole('row')).toHaveCount(2);
  await row.getByText('Revoke').first().click();
  await expect(row).toContainText('They are signed out on that device');
  await row.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('status').first()).toContainText('The session is over');
});

test('a mail says something else once it was seen', async ({ become, page, server, js, watch }) => {
  const person = await become('admin');
  await page.goto('/admin/mail/password_changed?language=fr');
  const words = region(page, 'What it says');
  const subject = words.getByLabel('Subject');
  await subject.fill('Nouveau mot de passe pour { $app_name }');
  await words.getByLabel('Before the code or the link').fill('Votre mot de passe est neuf.');
  const framed = page.frameLocator('#mail-frame');
  // Without a script it has to be asked for.
  if (!js) await words.getByRole('button', { name: 'Preview' }).click();
  await expect(framed.getByText('Votre mot de passe est neuf.')).toBeVisible();
  await words.getByRole('button', { name: 'Send this to me' }).click();
  await expect(page.getByRole('status').first()).toContainText('A mail is on its way to you');
  const [newest] = (await server.mailbox()).filter(({ to }) => to === person.email);
  expect(newest.subject).toBe('Nouveau mot de passe pour Vestibule');
  await expect(subject).toHaveValue('Nouveau mot de passe pour { $app_name }');

  await words.getByRole('button', { name: 'Save what it says' }).click();
  await expect(page.getByRole('status').first()).toContainText('Saved. Messages that are written from now on say so');
  watch.expectRefusals('422 /admin/mail/password_changed');
  await page.goto('/admin/mail/password_changed?language=fr');
  await subject.fill('Bonjour { $nobody }');
  await words.getByRole('button', { name: 'Save what it says' }).click();
  await expect(subject).toHaveAccessibleDescription(/there is no `\$nobody` here/);
  await expect(subject).toHaveValue('Bonjour { $nobody }');

  await words.locator('summary').filter({ hasText: 'As it came' }).click();
  await words.getByRole('button', { name: 'As it came' }).click();
  await expect(page.getByRole('status').first()).toContainText('Saved');
  await expect(subject).not.toHaveValue(/Nouveau|Bonjour/);
});
