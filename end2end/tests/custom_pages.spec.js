// An app that adds to the account and to the user menu: a page and a link of its own, items of its own, in its own order.

import { createRemoteJWKSet, jwtVerify } from 'jose';

import { expect, test as base } from '../support/notes.js';
import { somebody } from '../support/visitor.js';

const PAGES = ['Back to my notes', 'Profile', 'Export', 'Security'];
const NOTES = 'Water the plants\n\n* * *\n\n<b>Feed</b> the cat';

const test = base.extend({
  /** Someone who is signed in and has written two notes. */
  person: async ({ server, visitor, page }, use) => {
    const person = somebody();
    await server.account(person);
    await visitor.open('/notes');
    await visitor.sendSignIn(person);
    for (const note of ['<b>Feed</b> the cat', 'Water the plants']) {
      await page.getByLabel('A new note').fill(note);
      await visitor.button('Keep it').click();
      await expect(page.getByRole('main').getByRole('listitem').first()).toContainText(note);
    }
    await use(person);
  },
});

const navigation = (within) => within.getByRole('navigation', { name: 'Your account' });
const exported = (within) => within.locator('.export');

/** Opens the menu, and gives what can be chosen there. */
async function openMenu({ page, userMenu }) {
  await userMenu.click();
  const items = page.locator('.vst-userButtonPopoverActions').locator('a, button').filter({ visible: true });
  await expect(items.first()).toBeVisible();
  return items;
}

/** The one page that is marked as the one that is shown. */
async function isAt(within, name) {
  await expect(navigation(within).locator('[aria-current]')).toHaveText([name]);
}

/** Marks the document, which is another one as soon as anything is loaded anew. */
async function mark(page) {
  await page.evaluate(() => { window.stays = true; });
}

async function isTheSame(page) {
  expect(await page.evaluate(() => window.stays)).toBe(true);
}

test('a page of the app\'s own is reached by its link and by its address', async ({ person, visitor, page, anotherBrowser }) => {
  await visitor.open('/user');
  await expect(visitor.heading).toHaveText('Profile details');
  await expect(page.getByRole('region', { name: 'Email addresses' })).toContainText(person.email);
  await expect(navigation(page).getByRole('link')).toHaveText(PAGES);
  await isAt(page, 'Profile');
  if (visitor.js) await mark(page);
  await navigation(page).getByRole('link', { name: 'Export' }).click();
  await expect(page).toHaveURL('/user/export');
  await expect(visitor.heading).toHaveText('Export');
  await isAt(page, 'Export');
  await expect(exported(page)).toHaveText(NOTES);
  await expect(exported(page).locator('b')).toHaveCount(0);
  await navigation(page).getByRole('link', { name: 'Security' }).click();
  await expect(visitor.heading).toHaveText('Security');
  await isAt(page, 'Security');
  if (visitor.js) await isTheSame(page);

  await test.step('by its address', async () => {
    await visitor.open('/user/export');
    await expect(visitor.heading).toHaveText('Export');
    await isAt(page, 'Export');
    await expect(exported(page)).toHaveText(NOTES);
  });
  await test.step('and back to the app', async () => {
    await navigation(page).getByRole('link', { name: 'Back to my notes' }).click();
    await expect(page).toHaveURL('/notes');
    await expect(visitor.heading).toHaveText('My notes');
    await expect(navigation(page)).toHaveCount(0);
  });
  await test.step('by nobody else', async () => {
    const stranger = await anotherBrowser();
    await stranger.open('/user/export');
    await expect(stranger.page).toHaveURL('/sign-in?redirect_url=/user/export');
    await stranger.sendSignIn(person);
    await expect(stranger.page).toHaveURL('/user/export');
    await expect(exported(stranger.page)).toHaveText(NOTES);
  });
});

test('the menu has the app\'s items in the app\'s order', async ({ person, visitor, page }) => {
  const items = await openMenu(visitor);
  const withScript = visitor.js ? ['Print this page'] : [];
  await expect(items).toHaveText(['Export my notes', 'Manage account', ...withScript, 'Sign out']);
  await items.filter({ hasText: 'Export my notes' }).click();
  await expect(page).toHaveURL('/user/export');
  await expect(exported(page)).toHaveText(NOTES);
  await expect(items).toHaveCount(0);
  await visitor.signOut();
  await visitor.open('/user/export');
  await expect(page).toHaveURL('/sign-in?redirect_url=/user/export');
  expect(await page.content()).not.toContain(person.email);
});

test('without a script "Manage account" leads to the page', { tag: '@nojs' }, async ({ person, visitor, page }) => {
  await (await openMenu(visitor)).filter({ hasText: 'Manage account' }).click();
  await expect(page).toHaveURL('/user');
  await expect(visitor.heading).toHaveText('Profile details');
  await expect(page.getByRole('main')).toContainText(person.email);
});

test('an item that does something does it, and closes the menu', { tag: '@js' }, async ({ person, visitor, page }) => {
  await page.evaluate(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; });
  const items = await openMenu(visitor);
  await items.filter({ hasText: 'Print this page' }).click();
  await expect(items).toHaveCount(0);
  expect(await page.evaluate(() => window.printed)).toBe(1);
  await expect(page).toHaveURL('/notes');
  expect(person.email).toBeTruthy();
});

test('over the page are the same pages, and a link closes it', { tag: '@js' }, async ({ person, visitor, page }) => {
  const dialog = page.getByRole('dialog', { name: 'Manage account' });
  const title = dialog.getByRole('heading', { level: 1 });
  const manage = async () => {
    await (await openMenu(visitor)).filter({ hasText: 'Manage account' }).click();
    await expect(title).toHaveText('Profile details');
  };
  const back = navigation(dialog).getByRole('link', { name: 'Back to my notes' });
  await mark(page);
  await manage();
  await expect(dialog.getByRole('region', { name: 'Email addresses' })).toContainText(person.email);
  await expect(navigation(dialog).getByRole('link')).toHaveText(PAGES);
  await isAt(dialog, 'Profile');
  await navigation(dialog).getByRole('link', { name: 'Export' }).click();
  await expect(title).toHaveText('Export');
  await isAt(dialog, 'Export');
  await expect(exported(dialog)).toHaveText(NOTES);
  await navigation(dialog).getByRole('link', { name: 'Security' }).click();
  await expect(title).toHaveText('Security');
  await navigation(dialog).getByRole('link', { name: 'Profile' }).click();
  await expect(title).toHaveText('Profile details');
  await expect(page).toHaveURL('/notes');

  await test.step('a link to the page below', async () => {
    await back.click();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL('/notes');
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(2);
  });
  await test.step('a link to another page', async () => {
    await (await openMenu(visitor)).filter({ hasText: 'Export my notes' }).click();
    await expect(page).toHaveURL('/user/export');
    await manage();
    await back.click();
    await expect(page).toHaveURL('/notes');
    await expect(visitor.heading).toHaveText('My notes');
    await expect(dialog).toBeHidden();
  });
  await test.step('and the way back', async () => {
    await manage();
    await page.goBack();
    await expect(page).toHaveURL('/user/export');
    await expect(dialog).toBeHidden();
  });
  await isTheSame(page);
});

test('the page gets a token for another service, and holds it', { tag: ['@js', '@once'] }, async ({ person, visitor, page, server }) => {
  const claims = { aud: 'backup', email: '{{user.primary_email_address}}' };
  server.operate('jwt-templates', 'create', 'backup', '--claims', JSON.stringify(claims), '--lifetime', '600');
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await visitor.open('/user/export');
  await visitor.button('Token for my backup program').click();
  const token = page.locator('.token');
  await expect(token).toHaveText(/^ey/);
  const jwt = await token.textContent();
  const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(jwt, keys, { issuer: server.url, audience: 'backup' });
  expect(payload).toMatchObject({ email: person.email, exp: payload.iat + 600 });
  await visitor.button('Token for my backup program').click();
  // Whatever would be asked for is on its way before the next question is answered.
  await page.evaluate(() => fetch('/healthz').then((answer) => answer.text()));
  await expect(token).toHaveText(jwt);
  expect(asked.filter((path) => path === '/vestibule/api/session/token')).toHaveLength(1);
});
