// What tests of the operator's dashboard get: a server, and somebody who becomes an operator of it.

import { SEEN, violations } from './access.js';
import { SETTINGS, Server, VESTIBULE } from './server.js';
import { expect, testAt } from './test.js';
import { somebody } from './visitor.js';

export { expect } from './test.js';

/** A test on a server with these settings. Where they ask for names, `details` has some. */
export function operatorsTest({ settings = SETTINGS, details = { first: 'Olive', last: 'Operator' } } = {}) {
  return testAt(() => Server.start(VESTIBULE, { settings })).extend({
    /** Makes an operator of whoever is new, and leaves the browser at the dashboard. */
    become: async ({ visitor, page, server }, use) => {
      await use(async (role = 'owner') => {
        const person = somebody(details);
        await visitor.join(person);
        await page.goto(server.operate('admin', 'invite', '--role', role));
        await page.getByRole('button', { name: 'Become an operator' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
        return person;
      });
    },
  });
}

/** Opens the palette, which is there once the page's script is. */
export async function openPalette(page) {
  await expect(page.getByRole('button', { name: 'Go to' })).toBeVisible();
  await page.keyboard.press('Control+k');
  return page.getByRole('dialog', { name: 'Go to' });
}

/** A page is for everyone: nothing on it is too wide, and where its rules can be run axe has nothing to say. */
export async function isForEveryone(page, js, colorSchemes = ['light', 'dark']) {
  await isWideEnough(page);
  if (!js) return;
  for (const colorScheme of colorSchemes) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, colorScheme === 'dark' ? SEEN : undefined), `${page.url()} ${colorScheme}`).toEqual([]);
  }
}

/** Nothing is wider than the page. */
export async function isWideEnough(page) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, page.url()).toBeLessThanOrEqual(0);
}
