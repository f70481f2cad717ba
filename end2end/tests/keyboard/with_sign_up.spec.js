// One page for signing in and signing up, and the terms, with the keyboard alone.

import { ONCE, expect, on, signOut } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(`${SETTINGS
  .replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\nwith_sign_up = true\npreferred = "email_code"\n')
  .replace('last_name = "optional"', 'last_name = "required"')}
[vestibule.oauth.github]

[vestibule.legal]
terms_url = "/terms"
consent = true
`);

test('whom nobody knows signs up on the sign-in page, and agrees to the terms', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  const tick = page.getByRole('checkbox', { name: 'I agree to the Terms of Service' });
  const proveAddress = async () => {
    await visitor.open('/sign-in');
    await expect(visitor.heading).toHaveText('Continue to Vestibule');
    await keyboard.isAt(visitor.identifier);
    await keyboard.type(person.email);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.code);
    await expect(visitor.heading).toHaveText('Check your email');
    await keyboard.type(await server.code(person.email));
  };
  await test.step('the code proves the address', async () => {
    await proveAddress();
    await expect(visitor.heading).toHaveText('Create your account');
    await keyboard.isAt(page.getByLabel('First name'));
  });
  await test.step('what is missing is gone to', async () => {
    await keyboard.type(person.first);
    await visitor.refused(422, 'sign_up/create', () => keyboard.press('Enter'));
    await expect(page.getByLabel('Last name')).toHaveAttribute('aria-invalid', 'true');
    await keyboard.isAt(page.getByLabel('Last name'));
    await keyboard.type(person.last);
    await keyboard.to(visitor.password);
    await keyboard.type(person.password);
    await visitor.refused(422, 'sign_up/create', () => keyboard.press('Enter'));
    await visitor.isWrong(tick, 'Tick the box to go on.');
    await keyboard.here();
  });
  await test.step('the terms can be read, and agreed to', async () => {
    await keyboard.to(page.getByRole('link', { name: 'Terms of Service' }));
    await keyboard.backTo(tick);
    await keyboard.press('Space');
    await expect(tick).toBeChecked();
    await keyboard.enter(visitor.button('Continue'));
    await visitor.isIn(person);
  });
  await test.step('the next time the same page signs in', async () => {
    await signOut({ visitor, keyboard, page });
    await proveAddress();
    await visitor.isIn(person);
  });
});
