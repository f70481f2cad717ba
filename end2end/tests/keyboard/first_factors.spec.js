// A forgotten password, and a link by mail, with the keyboard alone.

import { Keyboard } from '../../support/keyboard.js';
import { ONCE, expect, identify, inMenu, on, typeOver, wrong } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const NEW = 'seven-Lanterns-drift-north';
const test = on(SETTINGS);

test('a forgotten password is replaced', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Dorothy', last: 'Vaughan' });
  await server.account(person);
  await visitor.open('/sign-in');
  await test.step('who that is, and a wrong password', async () => {
    await visitor.refused(422, 'sign_in/create', () => keyboard.press('Enter'));
    await visitor.isWrong(visitor.identifier, 'Please fill in this field.');
    await identify({ visitor, keyboard }, person);
    await keyboard.type('not the one');
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => keyboard.press('Enter'));
    await visitor.isWrong(visitor.password, 'The password is incorrect, or there is no such account.');
  });
  await test.step('someone else after all, and back', async () => {
    await keyboard.backTo(visitor.changeLink(person.email));
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.identifier);
    await expect(visitor.identifier).toHaveValue(person.email);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.password);
  });
  await test.step('it is forgotten', async () => {
    await keyboard.backTo(page.getByRole('link', { name: 'Forgot password?' }));
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('Forgot your password?');
    await keyboard.isAt(visitor.heading);
    await keyboard.enter(visitor.button('Reset with a code by email'));
    await keyboard.isAt(visitor.code);
    await expect(visitor.heading).toHaveText('Reset your password');
  });
  await test.step('a wrong code, and the right one', async () => {
    const code = await server.code(person.email);
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => keyboard.type(wrong(code)));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
    // What cannot be asked for yet can be reached all the same.
    await keyboard.to(page.getByRole('button', { name: /Resend/ }));
    await keyboard.backTo(visitor.code);
    await typeOver(keyboard, code);
  });
  const field = page.getByLabel('New password', { exact: true });
  await test.step('a new one that is too short', async () => {
    await keyboard.isAt(field);
    await expect(visitor.heading).toHaveText('Set a new password');
    await keyboard.type('short');
    await visitor.refused(422, 'sign_in/reset_password', () => keyboard.press('Enter'));
    await visitor.isWrong(field, /Use at least 8 characters\./);
  });
  await test.step('one that is seen, and others are let be', async () => {
    await typeOver(keyboard, NEW);
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByRole('button', { name: 'Show password' }));
    await keyboard.press('Space');
    await expect(field).toHaveAttribute('type', 'text');
    const others = page.getByRole('checkbox', { name: 'Sign out of all other devices' });
    await keyboard.to(others);
    await keyboard.press('Space');
    await expect(others).not.toBeChecked();
    await keyboard.enter(visitor.button('Reset your password'));
    await visitor.isIn(person);
  });
});

test('a link by mail signs in here, and the tab that waits goes on', ONCE, async ({ visitor, page, server, keyboard, anotherTab }) => {
  const person = somebody({ first: 'Annie', last: 'Easley' });
  await server.account(person);
  const others = page.getByRole('main').getByRole('link', { name: 'Use another method' });
  const chooses = async (way) => {
    await keyboard.enter(others);
    await expect(visitor.heading).toHaveText('Use another method');
    await keyboard.isAt(visitor.heading);
    await keyboard.enter(way);
  };
  await visitor.open('/sign-in');
  await identify({ visitor, keyboard }, person);
  await test.step('not a code, not the password', async () => {
    await chooses(visitor.button('Email me a code'));
    await keyboard.isAt(visitor.code);
    await expect(visitor.heading).toHaveText('Check your email');
    await chooses(visitor.button('Sign in with your password'));
    await keyboard.isAt(visitor.password);
    await chooses(page.getByRole('link', { name: 'Back' }));
    await keyboard.isAt(visitor.password);
  });
  await test.step('a link, before it was opened', async () => {
    await chooses(visitor.button('Email me a sign-in link'));
    await expect(visitor.heading).toHaveText('Check your email');
    await keyboard.isAt(visitor.heading);
    const opened = visitor.button('I have opened the link');
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => keyboard.enter(opened));
    await expect(visitor.alert).toHaveText('Open the link in the mail first.');
    await keyboard.isAt(opened);
  });
  const tab = await anotherTab();
  await test.step('its page, and its one button', async () => {
    const here = new Keyboard(tab.page);
    await tab.page.goto(await server.link(person.email));
    await expect(tab.heading).toHaveText('Sign in to Vestibule?');
    await here.press('Tab');
    await here.isAt(tab.button('Continue'));
    await here.press('Enter');
    await tab.isIn(person);
  });
  await test.step('the tab that waits has gone on by itself', async () => {
    await visitor.comeToFront();
    await visitor.isIn(person);
    await keyboard.enter(visitor.userMenu);
    await keyboard.to(inMenu(page, 'button', 'Sign out'));
  });
});
