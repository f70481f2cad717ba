// What tests with the keyboard alone get: a server with settings of their own, and a keyboard.

import { Keyboard } from './keyboard.js';
import { Server, VESTIBULE } from './server.js';
import { testAt } from './test.js';

export { expect } from './test.js';

/** They try what a keyboard can do, not what a kind of browser can. */
export const ONCE = { tag: ['@js', '@once'] };

export const withKeyboard = {
  keyboard: async ({ page }, use) => use(new Keyboard(page)),
};

/** A test on a server with these settings. */
export function on(settings) {
  return testAt(() => Server.start(VESTIBULE, { settings })).extend(withKeyboard);
}

/** A part of the account. */
export const section = (within, name) => within.getByRole('region', { name, exact: true });

/** What opens something. `<summary>` has no role that every engine agrees on. */
export const summary = (within, text) => within.locator('summary').filter({ hasText: text });

/** What the user menu holds. */
export const inMenu = (page, role, name) => page.getByRole('navigation').getByRole(role, { name, exact: true });

/** From the sign-in page to the dashboard. */
export async function signIn({ visitor, keyboard }, person, path = '/sign-in') {
  await visitor.open(path);
  await identify({ visitor, keyboard }, person);
  await keyboard.type(person.password);
  await keyboard.press('Enter');
  await visitor.isIn(person);
}

/** From the field for who one is to the one for the password. */
export async function identify({ visitor, keyboard }, { email }) {
  await keyboard.isAt(visitor.identifier);
  await keyboard.type(email);
  await keyboard.press('Enter');
  await keyboard.isAt(visitor.password);
}

export async function signOut({ visitor, keyboard, page }) {
  await keyboard.enter(visitor.userMenu);
  await keyboard.enter(inMenu(page, 'button', 'Sign out'));
  await visitor.isOut();
  await keyboard.startsAgain(page.getByRole('banner').getByRole('link').first());
}

/** Types over what stands in the field that has the focus. */
export async function typeOver(keyboard, text) {
  await keyboard.press('ControlOrMeta+a');
  await keyboard.press('Delete');
  await keyboard.type(text);
}

/** A code that is another one. */
export const wrong = (code) => (code === '000000' ? '000001' : '000000');
