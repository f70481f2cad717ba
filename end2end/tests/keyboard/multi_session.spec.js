// Several accounts on one browser with the keyboard alone.

import { ONCE, expect, identify, inMenu, on, signIn } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(`${SETTINGS}
[vestibule.session]
multi_session = true
`);

test('an account is added, switched to and left', ONCE, async ({ visitor, page, server, keyboard }) => {
  const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  for (const person of [ada, grace]) await server.account(person);
  const account = (within, { first, last }) => within.getByRole('button', { name: `${first} ${last}` });
  const menu = page.getByRole('navigation');
  const add = async (person) => {
    await keyboard.enter(visitor.userMenu);
    await keyboard.enter(inMenu(page, 'link', 'Add account'));
    await identify({ visitor, keyboard }, person);
    await keyboard.type(person.password);
    await keyboard.press('Enter');
    await visitor.isIn(person);
  };
  await signIn({ visitor, keyboard }, ada);
  await test.step('the menu adds one', () => add(grace));
  await test.step('the menu switches, and closes', async () => {
    await keyboard.enter(visitor.userMenu);
    await keyboard.enter(account(menu, ada));
    await visitor.isIn(ada);
    await expect(account(menu, grace)).toBeHidden();
    await keyboard.isAt(visitor.userMenu);
  });
  await test.step('the sign-in page asks who goes on', async () => {
    await visitor.open('/sign-in');
    await expect(visitor.heading).toHaveText('Choose an account');
    await keyboard.enter(account(page.getByRole('main'), grace));
    await visitor.isIn(grace);
  });
  await test.step('who adds one there may think better of it', async () => {
    await visitor.open('/sign-in');
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Add account' }));
    await keyboard.isAt(visitor.identifier);
    await visitor.open('/dashboard');
    await visitor.isIn(grace);
  });
  await test.step('one leaves, the other stays', async () => {
    await keyboard.enter(visitor.userMenu);
    await keyboard.enter(inMenu(page, 'button', 'Sign out'));
    await expect(page).toHaveURL('/');
    await visitor.open('/dashboard');
    await visitor.isIn(ada);
  });
  await test.step('all leave', async () => {
    await add(grace);
    await keyboard.enter(visitor.userMenu);
    await keyboard.enter(inMenu(page, 'button', 'Sign out of all accounts'));
    await visitor.isOut();
  });
});
