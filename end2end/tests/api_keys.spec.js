// API keys on the pages of the account and of an organization: a key is made, seen once, and revoked.

import { faults } from '../support/axe.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const KEYS = `
[vestibule.organizations]
enabled = true

[vestibule.api_keys]
users = true
organizations = true
`;

const test = testAt(() => {
  const paths = '[vestibule.paths]\norganization_profile = "/organization"\ncreate_organization = "/create-organization"\nuser_profile = "/user"';
  const settings = SETTINGS.replace('[vestibule.paths]', paths) + KEYS;
  return Server.start(VESTIBULE, { settings });
}).extend({
  /** Someone who is signed in. */
  person: async ({ server, visitor }, use) => {
    const person = somebody({ first: 'Ada', last: 'Lovelace' });
    await server.account(person);
    await visitor.enter(person);
    await use(person);
  },
});

/** Axe is a script: without any it has nothing to say. */
async function noFaults({ js, page }) {
  if (!js) return;
  expect(await faults(page)).toEqual([]);
}

/** What someone does with keys, at a browser. */
class Keys {
  constructor(visitor) {
    this.visitor = visitor;
    this.page = visitor.page;
  }

  get items() {
    return this.page.locator('.vst-apiKeysTable > li');
  }

  item(name) {
    return this.items.filter({ hasText: name });
  }

  get name() {
    return this.page.getByRole('main').getByLabel('Name', { exact: true });
  }

  /** The field with a key that was just made. */
  secret(name) {
    return this.page.getByRole('textbox', { name: `Your new key “${name}”` });
  }

  async open() {
    await this.page.locator('summary.vst-apiKeysAddButton').click();
    await expect(this.name).toBeVisible();
  }

  async create(name, expires) {
    await this.open();
    await this.name.fill(name);
    if (expires) await this.page.getByLabel('Expires').selectOption({ label: expires });
    await this.visitor.button('Create key').click();
    await expect(this.secret(name)).toBeVisible();
    return this.secret(name).inputValue();
  }

  async revoke(name) {
    await this.page.getByLabel(`Revoke: ${name}`, { exact: true }).click();
    await this.item(name).getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(this.item(name)).toHaveCount(0);
  }
}

test('a key is made, seen once, and revoked', async ({ visitor, page, person }) => {
  expect(person.email).toBeTruthy();
  const keys = new Keys(visitor);
  await visitor.open('/user');
  await page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: 'API keys' }).click();
  await expect(page).toHaveURL(/\/user\/api-keys$/);
  await visitor.alive();
  await expect(page.getByRole('main')).toContainText('There are no keys yet.');
  await test.step('one without a name is refused', async () => {
    await keys.open();
    await noFaults(visitor);
    await visitor.refused(422, 'api_key/create', () => visitor.button('Create key').click());
    await visitor.isWrong(keys.name, 'Enter a name.');
    await visitor.reload();
  });
  const first = await keys.create('Backup', '30 days');
  expect(first).toMatch(/^ak_[\w-]{40,}$/);
  expect(page.url()).not.toContain(first);
  await expect(keys.item('Backup')).toContainText('Never used');
  await expect(keys.item('Backup')).toContainText('Expires');
  await noFaults(visitor);
  await test.step('another one takes its place', async () => {
    const second = await keys.create('Import');
    expect(second).not.toBe(first);
    await expect(keys.secret('Backup')).toHaveCount(0);
    await expect(keys.item('Import')).toContainText('Never expires');
    await expect(visitor.heading).toContainText('2');
  });
  await test.step('it is gone after a reload', async () => {
    await visitor.reload();
    await expect(keys.items).toHaveCount(2);
    await expect(keys.secret('Import')).toHaveCount(0);
    expect(await page.content()).not.toContain(first);
  });
  await keys.revoke('Backup');
  await expect(keys.items).toHaveCount(1);
  await noFaults(visitor);
});

test('a new key is copied', { tag: '@js' }, async ({ visitor, page, context, person }) => {
  expect(person.email).toBeTruthy();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const keys = new Keys(visitor);
  await visitor.open('/user/api-keys');
  const secret = await keys.create('Backup');
  const copy = visitor.button('Copy');
  await copy.click();
  await expect(visitor.button('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await test.step('what is done with others leaves it where it is', async () => {
    await keys.revoke('Backup');
    await expect(keys.secret('Backup')).toHaveValue(secret);
  });
});

test('without JavaScript nothing offers to copy', { tag: '@nojs' }, async ({ visitor, page, person }) => {
  expect(person.email).toBeTruthy();
  const keys = new Keys(visitor);
  await visitor.open('/user/api-keys');
  await keys.create('Backup');
  await expect(keys.secret('Backup')).toHaveAttribute('readonly', '');
  await expect(page.locator('.vst-apiKeysCopyButton')).toBeHidden();
});

test('many keys come in parts, and are looked for', async ({ visitor, page, person }) => {
  expect(person.email).toBeTruthy();
  const keys = new Keys(visitor);
  await visitor.open('/user/api-keys');
  for (let number = 1; number <= 11; number += 1) await keys.create(`Key ${number}.`);
  await visitor.reload();
  await expect(keys.items).toHaveCount(10);
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(keys.items).toHaveCount(1);
  await expect(keys.item('Key 1.')).toHaveCount(1);
  const search = page.getByRole('searchbox', { name: 'Search keys' });
  await search.fill('key 7');
  if (!visitor.js) await search.press('Enter');
  await expect(keys.items).toHaveCount(1);
  await expect(keys.item('Key 7.')).toHaveCount(1);
  await expect(page).toHaveURL(/keys_query=key(\+|%20)7/);
});

test('an organization has keys of its own', async ({ visitor, page, person }) => {
  expect(person.email).toBeTruthy();
  const keys = new Keys(visitor);
  await visitor.open('/create-organization');
  await page.getByLabel('Organization name').fill('Analytical Engines');
  await visitor.button('Create organization').click();
  await expect(page).toHaveURL(/\/organization\/invitations$/);
  await visitor.alive();
  await page.getByRole('navigation', { name: 'Your organization' }).getByRole('link', { name: 'API keys' }).click();
  await expect(page).toHaveURL(/\/organization\/api-keys$/);
  await visitor.alive();
  await keys.create('Deploy');
  await expect(keys.item('Deploy')).toBeVisible();
  await noFaults(visitor);
  await visitor.open('/user/api-keys');
  await expect(keys.items).toHaveCount(0);
  await visitor.open('/organization/api-keys');
  await keys.revoke('Deploy');
});
