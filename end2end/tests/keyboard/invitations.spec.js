// Invitations and the waitlist with the keyboard alone.

import { ONCE, expect, on, signOut, typeOver } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { PASSWORD, somebody } from '../../support/visitor.js';

const OVER = 'This link is not good any more';
const inMode = (mode) => on(SETTINGS.replace('[vestibule.sign_up]', `[vestibule.sign_up]\nmode = "${mode}"`));
const restricted = inMode('restricted');
const waitlist = inMode('waitlist');

restricted('whoever is invited signs up, and signs in with a link', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  const link = (name) => page.getByRole('main').getByRole('link', { name });
  await restricted.step('the door is closed', async () => {
    await visitor.open('/sign-up');
    await expect(visitor.heading).toHaveText('Sign-up is by invitation');
    await keyboard.enter(link('Sign in'));
    await keyboard.isAt(visitor.identifier);
    await expect(visitor.heading).toHaveText('Sign in to Vestibule');
  });
  const invitation = server.operate('invitations', 'create', person.email);
  await restricted.step('the invitation, and a password that is too short', async () => {
    await visitor.open(invitation);
    await expect(page.getByText(person.email)).toBeVisible();
    await keyboard.isAt(page.getByLabel('First name'));
    await keyboard.type(person.first);
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByLabel('Last name'));
    await keyboard.type(person.last);
    await keyboard.to(visitor.password);
    await keyboard.type('short');
    await visitor.refused(422, 'sign_up/create', () => keyboard.press('Enter'));
    await visitor.isWrong(visitor.password, /^Use at least 8 characters\./);
    await typeOver(keyboard, PASSWORD);
    await keyboard.press('Enter');
    await visitor.isIn(person);
  });
  await restricted.step('it was good once', async () => {
    await signOut({ visitor, keyboard, page });
    await visitor.open(invitation);
    await expect(visitor.heading).toHaveText(OVER);
    // The server is asked for what follows: a page of its own.
    await keyboard.enter(link('Go on without it'));
    await expect(visitor.heading).toHaveText('Sign-up is by invitation');
    await visitor.alive();
    await keyboard.startsAgain(page.getByRole('link', { name: 'Vestibule, start page' }));
  });
  await restricted.step('a link that signs in', async () => {
    await visitor.open(server.operate('sign-in-tokens', 'create', person.email));
    await keyboard.enter(link('Sign in another way'));
    await keyboard.isAt(visitor.identifier);
    await visitor.open(server.operate('sign-in-tokens', 'create', person.email));
    await keyboard.enter(visitor.button('Continue as z•••@example.com'));
    await visitor.isIn(person);
  });
  await restricted.step('an invitation for someone who is in', async () => {
    await visitor.open(server.operate('invitations', 'create', person.email, '--no-mail', '--ignore-existing'));
    await expect(visitor.heading).toHaveText('You are already signed in');
    await keyboard.enter(visitor.button('Sign out'));
    await visitor.isOut();
    await visitor.open('/sign-up');
    await expect(visitor.heading).toHaveText('You already have an account');
    await keyboard.enter(link('Sign in'));
    await keyboard.isAt(visitor.identifier);
  });
});

waitlist('one waits for one\'s turn', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody();
  await visitor.open('/sign-in');
  await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Join the waitlist' }));
  await keyboard.isAt(visitor.identifier);
  await expect(visitor.heading).toHaveText('Join the waitlist');
  await keyboard.type('nobody');
  await visitor.refused(422, 'waitlist/join', () => keyboard.press('Enter'));
  await visitor.isWrong(visitor.identifier, 'Enter a valid email address.');
  await typeOver(keyboard, person.email);
  await keyboard.press('Enter');
  await expect(visitor.heading).toHaveText('You are on the list');
  await keyboard.isAt(visitor.heading);
  await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Sign in' }));
  await keyboard.isAt(visitor.identifier);
  const line = server.operate('waitlist', 'list', '--status', 'pending');
  await visitor.open(server.operate('waitlist', 'invite', line.split(' ')[0]));
  await expect(page.getByText(person.email)).toBeVisible();
  await keyboard.to(visitor.password);
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await visitor.isIn(person);
});
