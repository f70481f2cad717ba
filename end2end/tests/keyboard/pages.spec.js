// Pages that stand alone, with the keyboard alone: the notice by which a sign-in is disavowed, and where there is no page.

import { ONCE, expect, on, signIn } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(SETTINGS.replace('new_device_mail = false', 'new_device_mail = true'));

test('"That was not me" ends every session', ONCE, async ({ visitor, page, server, keyboard, watch, anotherBrowser }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  const thief = await anotherBrowser();
  await thief.signIn(person);
  const mail = (await server.mailbox()).find(({ to }) => to === person.email);
  const link = mail.text.match(/http\S+\/vestibule\/disavow\?token=\S+/)[0];
  await page.goto(link);
  await expect(visitor.heading).toHaveText('Was that not you?');
  await keyboard.press('Tab');
  await keyboard.isAt(visitor.button('That was not me: sign out everywhere'));
  await keyboard.press('Enter');
  await expect(visitor.heading).toHaveText('Signed out everywhere');
  await keyboard.press('Tab');
  await keyboard.isAt(page.getByRole('link', { name: 'Choose a new password' }));
  await keyboard.press('Enter');
  await keyboard.isAt(visitor.identifier);
  await expect(page).toHaveURL('/sign-in');
  await test.step('the link is over', async () => {
    watch.expectRefusals('410 /vestibule/disavow');
    await page.goto(link);
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByRole('link', { name: 'Sign in' }));
  });
});

test('from the start to where there is no page, and back', ONCE, async ({ visitor, page, server, keyboard, watch }) => {
  const person = somebody({ first: 'Ada' });
  await server.account(person);
  await visitor.open('/');
  await test.step('the start page, from top to bottom', async () => {
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByRole('banner').getByRole('link').first());
    for (const link of await page.getByRole('main').getByRole('link').all()) await keyboard.to(link);
  });
  await test.step('where there is no page', async () => {
    watch.expectRefusals('404 /no/such/page');
    await visitor.open('/no/such/page');
    await expect(visitor.heading).toHaveText('There is no door here');
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Back to the start page' }));
    await expect(page).toHaveURL('/');
    await keyboard.startsAgain(page.getByRole('banner').getByRole('link').first());
  });
  await test.step('an error as a page', async () => {
    watch.expectRefusals('405 /vestibule/api/sign_in/create');
    await page.goto('/vestibule/api/sign_in/create');
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByRole('main').getByRole('link'));
    await keyboard.press('Enter');
    await visitor.alive();
    await expect(page).toHaveURL('/');
    await keyboard.startsAgain(page.getByRole('banner').getByRole('link').first());
  });
  await test.step('from one card to the other', async () => {
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Sign in' }));
    await keyboard.isAt(visitor.identifier);
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Sign up' }));
    await keyboard.isAt(page.getByLabel('First name'));
    await keyboard.backTo(page.getByRole('link', { name: 'Vestibule, start page' }));
    await keyboard.press('Enter');
    await expect(page).toHaveURL('/');
    await keyboard.startsAgain(page.getByRole('banner').getByRole('link').first());
  });
  await test.step('a page that lets in, and the beginning of the one behind it', async () => {
    await signIn({ visitor, keyboard }, person);
    await keyboard.startsAgain(page.getByRole('banner').getByRole('link').first());
  });
  await test.step('who is in needs no form', async () => {
    await visitor.open('/sign-in');
    await expect(visitor.heading).toHaveText('You are already signed in');
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Continue' }));
    await visitor.isIn(person);
    await keyboard.enter(page.getByRole('main').getByRole('button', { name: 'Sign out everywhere' }));
    await visitor.isOut();
  });
});
