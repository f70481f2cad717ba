// Somebody acts in a user's place: what they see, what they may not, and what the user sees of it.

import { faults } from '../support/axe.js';
import { backendTest, expect } from '../support/backend.js';
import { SETTINGS } from '../support/server.js';
import { nameOf, somebody } from '../support/visitor.js';

const SUPPORT = 'user_support';

const settings = SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n');

const test = backendTest(settings).extend({
  /** The address of a page with which somebody acts in the place of whoever has an address. */
  linkInPlaceOf: async ({ clerk }, use) => {
    await use(async ({ email }) => {
      const { data: [user] } = await clerk.users.getUserList({ emailAddress: [email] });
      const { url } = await clerk.actorTokens.create({ userId: user.id, actor: { sub: SUPPORT } });
      return url;
    });
  },
});

function barOf({ page }) {
  return page.getByRole('complementary', { name: 'Acting in somebody’s place' });
}

/** Begins to act in a person's place. */
async function step(visitor, link) {
  await visitor.open(link);
  await expect(visitor.heading).toBeVisible();
  await visitor.page.getByRole('main').getByRole('button', { name: /^Continue/ }).first().click();
  await expect(visitor.page).toHaveURL(/\/dashboard/);
}

test('a bar says so on every page, until whoever acts leaves', async ({ visitor, anotherBrowser, linkInPlaceOf, js }) => {
  const ada = somebody({ first: 'Ada', last: 'Lovelace' });
  await visitor.join(ada);
  const support = await anotherBrowser();
  await step(support, await linkInPlaceOf(ada));
  await expect(support.heading).toHaveText(`Welcome, ${nameOf(ada)}`);
  const bar = barOf(support);
  for (const path of ['/dashboard', '/', '/user', '/user/security']) {
    await support.open(path);
    await expect(bar).toContainText(`Signed in as ${ada.email}`);
  }
  if (js) expect(await faults(support.page)).toEqual([]);
  await visitor.open('/dashboard');
  await expect(barOf(visitor)).toHaveCount(0);

  await support.comeToFront();
  await bar.getByRole('button', { name: 'Sign out' }).click();
  await support.isOut();
  await expect(bar).toHaveCount(0);
  await visitor.open('/dashboard');
  await visitor.isIn(ada);
});

test('a way in is neither added nor taken away by whoever acts', async ({ visitor, anotherBrowser, linkInPlaceOf }) => {
  const ada = somebody({ first: 'Ada' });
  await visitor.join(ada);
  const support = await anotherBrowser();
  await step(support, await linkInPlaceOf(ada));
  await support.open('/user');
  const addresses = support.page.getByRole('region', { name: 'Email addresses', exact: true });
  await addresses.locator('summary').filter({ hasText: 'Add email address' }).click();
  await addresses.getByLabel('Email address', { exact: true }).fill(somebody().email);
  await support.refused(403, 'email_address/create', () => addresses.getByRole('button', { name: 'Add', exact: true }).click());
  await expect(support.page.getByText('This is not possible here.').first()).toBeVisible();
  await expect(barOf(support)).toBeVisible();
});

test('the user sees the session among their devices, and ends it', async ({ visitor, anotherBrowser, linkInPlaceOf }) => {
  const ada = somebody({ first: 'Ada' });
  await visitor.join(ada);
  const support = await anotherBrowser();
  await step(support, await linkInPlaceOf(ada));
  await visitor.open('/user/security');
  const devices = visitor.page.getByRole('region', { name: 'Active devices', exact: true });
  const theirs = devices.getByRole('listitem').filter({ hasText: 'In your place' });
  await expect(theirs).toHaveCount(1);
  await theirs.getByRole('button', { name: 'Sign out' }).click();
  await expect(theirs).toHaveCount(0);
  await support.open('/dashboard');
  await expect(barOf(support)).toHaveCount(0);
  await expect(support.page).toHaveURL(/\/sign-in/);
});
