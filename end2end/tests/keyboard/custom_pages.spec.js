// What an app adds to the account and to the user menu, with the keyboard alone.

import { ONCE, inMenu, withKeyboard } from '../../support/keyboard_test.js';
import { expect, test as base } from '../../support/notes.js';
import { somebody } from '../../support/visitor.js';

const test = base.extend(withKeyboard);

test('pages and links of the app\'s own, in the account and in the menu', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody();
  await server.account(person);
  const menu = async (role, name) => {
    await keyboard.enter(visitor.userMenu);
    await keyboard.enter(inMenu(page, role, name));
  };
  const dialog = page.getByRole('dialog', { name: 'Manage account' });
  const title = dialog.getByRole('heading', { level: 1 });
  const link = (within, name) => within.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name });
  await test.step('a note is written', async () => {
    await visitor.open('/notes');
    await keyboard.isAt(visitor.identifier);
    await keyboard.type(person.email);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.password);
    await keyboard.type(person.password);
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('My notes');
    await keyboard.to(page.getByLabel('A new note'));
    await keyboard.type('Feed the cat');
    await keyboard.enter(visitor.button('Keep it'));
    await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('Feed the cat');
  });
  await test.step('an item of the menu does something, and closes it', async () => {
    await page.evaluate(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; });
    await menu('button', 'Print this page');
    expect(await page.evaluate(() => window.printed)).toBe(1);
    await expect(inMenu(page, 'button', 'Print this page')).toBeHidden();
    await keyboard.isAt(visitor.userMenu);
  });
  await test.step('another leads to a page of the app\'s own', async () => {
    await menu('link', 'Export my notes');
    await expect(page).toHaveURL('/user/export');
    await expect(page.locator('.export')).toHaveText('Feed the cat');
    await keyboard.enter(link(page, 'Security'));
    await expect(visitor.heading).toHaveText('Security');
    await keyboard.isAt(link(page, 'Security'));
    await keyboard.backTo(link(page, 'Export'));
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('Export');
    await keyboard.isAt(link(page, 'Export'));
    await keyboard.backTo(link(page, 'Back to my notes'));
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('My notes');
  });
  await test.step('the same over a page', async () => {
    await menu('link', 'Manage account');
    await expect(title).toHaveText('Profile details');
    await keyboard.enter(link(dialog, 'Export'));
    await expect(title).toHaveText('Export');
    await keyboard.isAt(link(dialog, 'Export'));
    await keyboard.staysIn(dialog);
    await keyboard.enter(link(dialog, 'Back to my notes'));
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL('/notes');
    await keyboard.isAt(visitor.userMenu);
  });
  await test.step('its button closes it', async () => {
    await menu('link', 'Manage account');
    await keyboard.isAt(dialog.getByRole('button', { name: 'Close' }));
    await keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await keyboard.isAt(visitor.userMenu);
  });
});
