// Providers with the keyboard alone: signing up, saying no, connecting an account and leaving it again.

import { ONCE, expect, on, section, signOut, summary } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(`${SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')}
[vestibule.oauth.google]
[vestibule.oauth.github]
`);

/** Says on the page of a simulated provider who one is. */
async function be({ page, keyboard }, { email, first, last }) {
  await keyboard.isAt(page.getByLabel('Email address', { exact: true }));
  if (email) await keyboard.type(email);
  const proven = page.getByLabel('has verified this address');
  await keyboard.press('Tab');
  await keyboard.isAt(proven);
  await keyboard.press('Space');
  await expect(proven).not.toBeChecked();
  await keyboard.press('Space');
  await expect(proven).toBeChecked();
  await keyboard.press('Tab');
  await keyboard.isAt(page.getByLabel('First name'));
  await keyboard.type(first);
  await keyboard.press('Tab');
  await keyboard.isAt(page.getByLabel('Last name'));
  await keyboard.type(last);
  await keyboard.enter(page.getByRole('button', { name: /^Continue as this/ }));
}

test('a provider signs up and in, is asked, refused, connected and left', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await test.step('a button above the fields signs up', async () => {
    await visitor.open('/sign-up');
    await keyboard.isAt(page.getByLabel('First name'));
    await keyboard.backTo(visitor.button('Continue with Google'));
    await keyboard.press('Enter');
    await be({ page, keyboard }, person);
    await visitor.alive();
    await visitor.isIn(person);
    await signOut({ visitor, keyboard, page });
  });
  await test.step('who says no is told so', async () => {
    await keyboard.enter(visitor.signInLink);
    await keyboard.isAt(visitor.identifier);
    await keyboard.backTo(visitor.button('Continue with GitHub'));
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('Sign in with GitHub');
    await keyboard.isAt(page.getByLabel('Email address', { exact: true }));
    await keyboard.enter(page.getByRole('button', { name: 'Cancel' }));
    await visitor.alive();
    await expect(page.getByRole('alert')).toHaveText('You did not allow it there, so nothing has happened here.');
    await keyboard.isAt(visitor.identifier);
  });
  await test.step('what the provider does not know is asked for', async () => {
    const other = somebody({ first: 'Grace', last: 'Hopper' });
    await keyboard.backTo(visitor.button('Continue with GitHub'));
    await keyboard.press('Enter');
    await be({ page, keyboard }, { ...other, email: '' });
    await visitor.alive();
    await expect(visitor.heading).toHaveText('Fill in missing details');
    await keyboard.isAt(visitor.identifier);
    await visitor.refused(422, 'sign_up/update', () => keyboard.press('Enter'));
    await visitor.isWrong(visitor.identifier, 'Enter your email address.');
    await keyboard.type(other.email);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.code);
    await keyboard.type(await server.code(other.email));
    await visitor.isIn(other);
  });
  const connected = section(page, 'Connected accounts');
  await test.step('an account elsewhere is connected', async () => {
    await visitor.open('/user');
    await keyboard.enter(summary(connected, 'Connect account'));
    await keyboard.press('Tab');
    await keyboard.isAt(connected.getByRole('button', { name: 'Connect Google' }));
    await keyboard.press('Enter');
    await be({ page, keyboard }, somebody({ first: 'Grace', last: 'Hopper' }));
    await visitor.alive();
    await expect(page).toHaveURL('/user');
    await expect(connected.getByRole('listitem')).toHaveCount(2);
  });
  await test.step('and left', async () => {
    await keyboard.enter(connected.getByLabel('Remove Google'));
    await keyboard.press('Tab');
    await keyboard.isAt(connected.getByRole('listitem').filter({ hasText: 'Google' }).getByRole('button', { name: 'Remove' }));
    await keyboard.press('Enter');
    await expect(connected.getByRole('listitem')).toHaveCount(1);
    await keyboard.isAt(connected.getByRole('heading'));
  });
});
