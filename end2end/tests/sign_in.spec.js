import { expect, test } from '../support/test.js';
import { PASSWORD, somebody } from '../support/visitor.js';

const INCORRECT = 'The password is incorrect, or there is no such account.';

test('wrong password, unknown account, right password, sign-out', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  await visitor.open('/sign-in');
  await expect(visitor.heading).toHaveText('Sign in to Vestibule');

  await test.step('an empty form', async () => {
    await visitor.refused(422, 'sign_in/create', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.identifier, 'Please fill in this field.');
  });

  for (const [who, email] of [['a known account', person.email], ['an unknown account', somebody().email]]) {
    await test.step(`${who}, a wrong password`, async () => {
      await visitor.fillSignIn({ email, password: `${PASSWORD}!` });
      await visitor.refused(422, 'sign_in/attempt_first_factor', () => visitor.button('Continue').click());
      await visitor.isWrong(visitor.password, INCORRECT);
      await expect(visitor.alert).toHaveCount(0);
      await visitor.changeLink(email).click();
      await expect(visitor.identifier).toHaveValue(email);
      await expect(visitor.identifier).not.toHaveAttribute('aria-invalid');
    });
  }

  await test.step('the right password', async () => {
    await visitor.sendSignIn({ ...person, email: person.email.toUpperCase() });
    await visitor.isIn(person);
  });
  await visitor.signOut();
  await expect(page).toHaveURL('/');
  await test.step('the way back leads to the sign-in', async () => {
    await page.goBack();
    await expect(visitor.heading).toHaveText('Sign in to Vestibule');
    await expect(page).toHaveURL('/sign-in?redirect_url=/dashboard');
  });
});

test('identifier first, then the password', async ({ visitor, page, server }) => {
  const person = somebody({ last: 'Hopper' });
  await server.account(person);
  await visitor.open('/sign-in?redirect_url=/dashboard%3Ffrom%3Dtwo%2520steps');
  await visitor.identifier.fill(person.email);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Enter your password');
  await expect(page).toHaveURL(/\/sign-in\/factor-one\?redirect_url=/);
  await expect(visitor.password).toBeFocused();

  await test.step('a wrong password', async () => {
    await visitor.password.fill('not-the-one-at-all');
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.password, INCORRECT);
  });

  await test.step('another identifier', async () => {
    await page.getByRole('link', { name: `Change ${person.email}` }).click();
    await expect(visitor.heading).toHaveText('Sign in to Vestibule');
    await expect(visitor.identifier).toHaveValue(person.email);
    await page.goBack();
    await expect(visitor.heading).toHaveText('Enter your password');
    await visitor.alive();
  });

  await visitor.password.fill(person.password);
  await visitor.button('Continue').click();
  await visitor.isIn(person);
  await expect(page).toHaveURL('/dashboard?from=two%20steps');
});

test('five wrong passwords lock an account, but not for a browser that it knows', async ({ visitor, server, anotherBrowser }) => {
  const person = somebody();
  await server.account(person);
  await visitor.signIn(person);
  await visitor.signOut();

  const stranger = await anotherBrowser();
  await stranger.open('/sign-in');
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await test.step(`guess ${attempt}`, async () => {
      await stranger.fillSignIn({ ...person, password: `guess-number-${attempt}` });
      await stranger.refused(422, 'sign_in/attempt_first_factor', () => stranger.button('Continue').click());
      await expect(stranger.password).toHaveAccessibleDescription(INCORRECT);
    });
  }
  await test.step('even the right password is refused', async () => {
    await stranger.fillSignIn(person);
    await stranger.refused(403, 'sign_in/attempt_first_factor', () => stranger.button('Continue').click());
    await expect(stranger.alert).toHaveText(/^Too many failed attempts\. Try again in \d+ (seconds|minutes)\.$/);
    await expect(stranger.changeLink(person.email)).toBeVisible();
    await stranger.open('/dashboard');
    await expect(stranger.page).toHaveURL('/sign-in?redirect_url=/dashboard');
  });

  await visitor.signIn(person);
});

test('a protected page leads to the sign-in, and from there back to it', async ({ visitor, page }) => {
  const person = somebody({ first: 'Tim' });
  const wanted = '/dashboard?q=a%26b%20c&x=1';
  await test.step('by way of the sign-up', async () => {
    await visitor.open(wanted);
    await expect(visitor.heading).toHaveText('Sign in to Vestibule');
    await expect(page).toHaveURL(/\/sign-in\?redirect_url=/);
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    await expect(visitor.heading).toHaveText('Create your account');
    await visitor.beginSignUp(person);
    await visitor.giveCode(await visitor.server.code(person.email));
    await visitor.isIn(person);
    await expect(page).toHaveURL(wanted);
  });
  await visitor.signOut();
  await test.step('by way of the sign-in, with a mistake', async () => {
    await visitor.open(wanted);
    await visitor.fillSignIn({ ...person, password: 'mistyped-it' });
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.password, INCORRECT);
    await visitor.sendSignIn(person);
    await visitor.isIn(person);
    await expect(page).toHaveURL(wanted);
  });
});

test('nobody is led to another site', async ({ visitor, page, server, context }) => {
  const person = somebody();
  await server.account(person);
  for (const elsewhere of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    await context.clearCookies();
    await visitor.open(`/sign-in?redirect_url=${encodeURIComponent(elsewhere)}`);
    await visitor.sendSignIn(person);
    await visitor.isIn(person);
    await expect(page).toHaveURL('/dashboard');
  }
});

test('who is signed in needs no form', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Barbara', last: 'Liskov' });
  await server.account(person);
  await visitor.enter(person);
  for (const path of ['/sign-in', '/sign-up', '/sign-in/factor-one', '/sign-up/verify-email-address']) {
    await visitor.open(path);
    await expect(visitor.heading).toHaveText('You are already signed in');
    await expect(page.getByRole('main')).toContainText('You are signed in as Barbara Liskov.');
    await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
  }
  await test.step('nor is it led to another site', async () => {
    await visitor.open('/sign-in?redirect_url=javascript:alert(1)');
    await page.getByRole('main').getByRole('link', { name: 'Continue' }).click();
    await visitor.isIn(person);
  });
  await visitor.open('/sign-in');
  await visitor.button('Sign out').click();
  await expect(page).toHaveURL('/');
  await visitor.isOut();
});

test('what is no address is said beside the field', async ({ visitor, page }) => {
  await visitor.open('/sign-in');
  for (const odd of ['ada@', 'a']) {
    await visitor.identifier.fill(odd);
    await visitor.refused(422, 'sign_in/create', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.identifier, 'Enter a valid email address.');
    await expect(visitor.identifier).toHaveValue(odd);
    await expect(page).toHaveURL(/\/sign-in$/);
  }
});

test('the password can be shown @js', async ({ visitor, page }) => {
  await visitor.open('/sign-in');
  await visitor.fillSignIn({ ...somebody(), password: 'see-me' });
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(visitor.password).toHaveAttribute('type', 'text');
  await expect(visitor.password).toHaveValue('see-me');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(visitor.password).toHaveAttribute('type', 'password');
});

test('with the keyboard alone @js', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Margaret', last: 'Hamilton' });
  await server.account(person);
  await visitor.open('/');

  await test.step('to the sign-in and through it', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('banner').getByRole('link').first()).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(visitor.signInLink).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(visitor.identifier).toBeFocused();
    await page.keyboard.type(person.email);
    await page.keyboard.press('Enter');
    await expect(visitor.password).toBeFocused();
    await page.keyboard.type(person.password);
    await page.keyboard.press('Enter');
    await visitor.isIn(person);
  });

  const menu = page.locator('details').filter({ has: visitor.userMenu });
  const signOut = page.getByRole('navigation').getByRole('button', { name: 'Sign out' });
  await test.step('into the menu and out of it', async () => {
    await page.getByRole('link', { name: 'Dashboard' }).focus();
    await page.keyboard.press('Tab');
    await expect(visitor.userMenu).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(menu).toHaveAttribute('open');
    await page.keyboard.press('Tab');
    await expect(signOut).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu).not.toHaveAttribute('open');
    await expect(visitor.userMenu).toBeFocused();
  });

  await test.step('it closes when one goes on', async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(signOut).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(menu).not.toHaveAttribute('open');
  });

  await test.step('and signs out', async () => {
    await visitor.userMenu.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await visitor.isOut();
  });
});

test('a form that is sent before the page has come alive works all the same @js', async ({ visitor, page, server, context }) => {
  const person = somebody();
  await server.account(person);
  const held = [];
  await context.route('**/*.wasm', (route) => { held.push(route); });
  await page.goto('/sign-in');
  await visitor.sendSignIn({ ...person, password: 'mistyped-it' });
  // No refusal is declared: a form that is posted is never answered with an error.
  await visitor.isWrong(visitor.password, INCORRECT);
  await visitor.sendSignIn(person);
  await visitor.isIn(person);
  expect(held.length).toBeGreaterThan(0);
  await expect(page.locator('html[data-alive]')).toHaveCount(0);
});
