// The small scripts are loaded where something needs them, and before whoever is quick can use what needs them.

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { file, halves } from '../support/picture.js';
import { somebody } from '../support/visitor.js';

const test = testAt(() => {
  const settings = SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n');
  return Server.start(VESTIBULE, { settings });
}).extend({
  /** The names of the small scripts that the page has loaded since it was opened. */
  loaded: async ({ page }, use) => use(() => page.evaluate(() => performance.getEntriesByType('resource')
    .map(({ name }) => /\/vestibule\/assets\/(\w+)-\w+\.js$/.exec(name)?.[1]).filter(Boolean).sort())),
});

const picture = (page) => page.getByRole('region', { name: 'Picture', exact: true });

async function unfold(page) {
  await picture(page).locator('summary').filter({ hasText: 'Upload picture' }).click();
  await picture(page).getByLabel('Picture file').setInputFiles(file(halves(400, 200)));
}

test('who signs in loads none of the account\'s @js', async ({ visitor, page, server, loaded }) => {
  const person = somebody({ first: 'Ada' });
  await server.account(person);
  for (const path of ['/sign-in', '/sign-up', '/']) {
    await visitor.open(path);
    expect(await loaded(), path).toEqual([]);
  }
  await visitor.signIn(person);
  // The page behind the sign-in tells when that was.
  await expect.poll(loaded).toEqual(['moments']);

  await test.step('the account over the page waits for its script', async () => {
    let release;
    const held = new Promise((then) => { release = then; });
    await page.route('**/profile_image-*.js', async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest('**/profile_image-*.js');
    await visitor.userMenu.click();
    await page.getByRole('navigation').getByRole('link', { name: 'Manage account' }).click();
    await asked;
    await expect(picture(page)).toHaveCount(0);
    release();
    await unfold(page);
    await expect(picture(page).getByRole('img', { name: /^The part of the picture/ })).toBeVisible();
    expect(await loaded()).toEqual(['moments', 'profile_image']);
  });

  await test.step('it is loaded once', async () => {
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(picture(page)).toHaveCount(0);
    await visitor.userMenu.click();
    await page.getByRole('navigation').getByRole('link', { name: 'Manage account' }).click();
    await unfold(page);
    await expect(picture(page).getByRole('img', { name: /^The part of the picture/ })).toBeVisible();
    expect(await loaded()).toEqual(['moments', 'profile_image']);
  });
});

test('who is quicker than the script at the account is waited for @js', async ({ visitor, page, server, loaded }) => {
  const person = somebody({ first: 'Ada' });
  await server.account(person);
  await visitor.signIn(person);
  await page.route('**/profile_image-*.js', async (route) => {
    await new Promise((then) => { setTimeout(then, 1500); });
    await route.continue();
  });
  await page.goto('/user', { waitUntil: 'commit' });
  await unfold(page);
  await expect(picture(page).getByRole('img', { name: /^The part of the picture/ })).toBeVisible();
  expect(await loaded()).toEqual(['profile_image']);
});
