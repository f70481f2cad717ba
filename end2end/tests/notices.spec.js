// "That was not me": from the mail about a sign-in on another device to the end of every session.

import { faults } from '../support/axe.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const TELLING = SETTINGS.replace('new_device_mail = false', 'new_device_mail = true');

const test = testAt(() => Server.start(VESTIBULE, { settings: TELLING }));

/** Axe is a script: without any it has nothing to say. */
async function noFaults({ js, page }) {
  if (!js) return;
  expect(await faults(page)).toEqual([]);
}

test('whoever signed in elsewhere is signed out by the owner', async ({ visitor, page, server, anotherBrowser }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  const thief = await anotherBrowser();
  await thief.signIn(person);
  await thief.isIn(person);

  const mail = (await server.mailbox()).find(({ to }) => to === person.email);
  expect(mail.subject).toBe('New sign-in to Vestibule');
  const link = mail.text.match(/http\S+\/vestibule\/disavow\?token=\S+/)[0];

  await page.goto(link);
  await expect(visitor.heading).toHaveText('Was that not you?');
  await expect(page.getByText(person.email)).toHaveCount(0);
  await noFaults(visitor);
  await test.step('looking at it ends nothing', async () => {
    await thief.page.reload();
    await thief.isIn(person);
  });
  await visitor.button('That was not me: sign out everywhere').click();
  await expect(visitor.heading).toHaveText('Signed out everywhere');
  await expect(page.getByRole('listitem')).toHaveCount(4);
  await noFaults(visitor);

  await thief.page.goto('/dashboard');
  await expect(thief.page).toHaveURL(/\/sign-in\?redirect_url=/);
  await page.getByRole('link', { name: 'Choose a new password' }).click();
  await expect(page).toHaveURL('/sign-in');

  visitor.watch.expectRefusals('410 /vestibule/disavow');
  await page.goto(link);
  await expect(visitor.heading).toHaveText('This link is not good any more');
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});
