// Whoever has been signed in for a while proves once more who they are: in a dialog, or without JavaScript on a page.

import { Authenticator } from '../support/authenticator.js';
import { faults } from '../support/axe.js';
import { serveFromPostgres, wait } from '../support/postgres.js';
import { SETTINGS } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const TITLE = 'Confirm that it is you';

const WITH_PASSKEYS = SETTINGS
  .replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
  .replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\npasskey = true\n');

const test = testAt(() => serveFromPostgres(WITH_PASSKEYS)).extend({
  /** Makes what someone has proven eleven minutes older. */
  wait: async ({ server: { database } }, use) => use((person) => wait(database, person)),
});

/** Where one is asked: a dialog over the page, or without JavaScript a page of its own. */
function card({ js, page }) {
  return js ? page.getByRole('dialog', { name: TITLE }) : page.getByRole('main').filter({ hasText: TITLE });
}

/** Sends a form of the card and waits for what follows. */
async function send(visitor, name) {
  await card(visitor).getByRole('button', { name, exact: true }).click();
}

/** Axe is a script: without any it has nothing to say. */
async function noFaults({ js, page }) {
  if (!js) return;
  expect(await faults(page)).toEqual([]);
}

function addresses(page) {
  return page.getByRole('region', { name: 'Email addresses', exact: true });
}

async function add({ page }, address) {
  const section = addresses(page);
  const field = section.getByLabel('Email address', { exact: true });
  if (!await field.isVisible()) await section.locator('summary').filter({ hasText: 'Add email address' }).click();
  await field.fill(address);
  await section.getByRole('button', { name: 'Add', exact: true }).click();
}

test('a password is asked for, and what was begun goes on', async ({ visitor, page, wait }) => {
  const [person, other, third] = [somebody(), somebody(), somebody()];
  await visitor.join(person);
  await visitor.open('/user');
  await add(visitor, other.email);
  await expect(addresses(page)).toContainText(other.email);
  wait(person);
  await visitor.refused(403, 'email_address/create', () => add(visitor, third.email));
  await expect(card(visitor)).toBeVisible();
  const password = card(visitor).getByLabel('Password', { exact: true });
  await expect(password).toBeFocused();
  await noFaults(visitor);
  await password.fill('wrong');
  await send(visitor, 'Continue');
  await visitor.isWrong(password, 'Incorrect password.');
  await noFaults(visitor);
  await password.fill(person.password);
  await send(visitor, 'Continue');
  if (!visitor.js) {
    await expect(page).toHaveURL(/\/user$/);
    await expect(addresses(page).getByLabel('Email address', { exact: true })).toHaveValue(third.email);
    await add(visitor, third.email);
  }
  await expect(card(visitor)).toHaveCount(0);
  await expect(addresses(page)).toContainText(third.email);
  await expect(addresses(page)).toContainText('Unverified');
});

test('who does not want to goes back, and nothing has changed', async ({ visitor, page, wait, server }) => {
  const [person, other] = [somebody(), somebody()];
  await visitor.join(person);
  await visitor.open('/user');
  wait(person);
  await visitor.refused(403, 'email_address/create', () => add(visitor, other.email));
  await expect(card(visitor)).toBeVisible();
  if (visitor.js) {
    await page.keyboard.press('Escape');
    await expect(card(visitor)).toHaveCount(0);
    const alert = addresses(page).getByRole('alert');
    await expect(alert).toHaveText('You have not confirmed that it is you, so nothing has changed.');
    await visitor.refused(403, 'email_address/create', () => add(visitor, other.email));
  }
  await card(visitor).getByRole('link', { name: 'Cancel' }).click();
  await expect(card(visitor)).toHaveCount(0);
  await expect(page).toHaveURL(/\/user$/);
  expect((await server.mailbox()).filter(({ to }) => to === other.email)).toEqual([]);
});

test('a code by mail, over a reload', async ({ visitor, page, wait, server }) => {
  const [person, other] = [somebody(), somebody()];
  await visitor.join(person);
  await visitor.open('/user');
  wait(person);
  await visitor.refused(403, 'email_address/create', () => add(visitor, other.email));
  await card(visitor).locator('summary').filter({ hasText: 'Use another method' }).click();
  await card(visitor).getByRole('button', { name: /^Email a code to z•••@/ }).click();
  await expect(card(visitor)).toContainText('we sent to your email address');
  const code = await server.code(person.email);
  await visitor.reload();
  if (visitor.js) {
    // It is asked for again, and goes on where it was.
    await visitor.refused(403, 'email_address/create', () => add(visitor, other.email));
  }
  const field = card(visitor).getByLabel('Verification code');
  await field.fill(code);
  // In the dialog a code that is whole sends itself.
  if (!visitor.js) await send(visitor, 'Continue');
  await expect(card(visitor)).toHaveCount(0);
  if (!visitor.js) await add(visitor, other.email);
  await expect(addresses(page)).toContainText(other.email);
});

test('it is asked in the language of the page, which runs its own way', { tag: '@wide' }, async ({ anotherBrowser, wait, server }) => {
  const visitor = await anotherBrowser({ locale: 'ar' });
  const { page } = visitor;
  const person = somebody();
  await server.account(person);
  await page.goto('/sign-in?redirect_url=/user');
  await visitor.alive();
  await page.locator('input[name=identifier]').fill(person.email);
  await page.locator('input[name=identifier]').press('Enter');
  await page.locator('input[name=password]').fill(person.password);
  await page.locator('input[name=password]').press('Enter');
  await expect(page).toHaveURL('/user');
  await visitor.alive();
  wait(person);
  const section = page.getByRole('region', { name: 'عناوين البريد الإلكتروني' });
  await section.locator('summary').first().click();
  await section.locator('input[name=email_address]').fill(somebody().email);
  await visitor.refused(403, 'email_address/create', () => section.locator('input[name=email_address]').press('Enter'));
  const title = page.getByRole('heading', { name: 'تأكيد هويتك' });
  await expect(title).toBeVisible();
  expect(await title.evaluate((it) => [it.closest('[lang]').lang, getComputedStyle(it).direction])).toEqual(['ar', 'rtl']);
});

test('a passkey is added after a password, and is proof enough itself', { tag: '@js' }, async ({ visitor, page, wait, watch }) => {
  const person = somebody();
  await visitor.join(person);
  await Authenticator.of(page);
  await visitor.open('/user/security');
  wait(person);
  watch.expectRefusals('403 /vestibule/api/passkey/prepare');
  await visitor.button('Add a passkey').click();
  await card(visitor).getByLabel('Password', { exact: true }).fill(person.password);
  await send(visitor, 'Continue');
  await expect(page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem')).toHaveCount(1);
  await visitor.open('/user');
  wait(person);
  const other = somebody();
  await visitor.refused(403, 'email_address/create', () => add(visitor, other.email));
  await card(visitor).locator('summary').filter({ hasText: 'Use another method' }).click();
  await send(visitor, 'Use a passkey');
  await expect(card(visitor)).toHaveCount(0);
  await expect(addresses(page)).toContainText(other.email);
});
