import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const NEW = 'seven-Lanterns-drift-north';

test('a code by mail in place of the password', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Katherine', last: 'Johnson' });
  await server.account(person);
  await visitor.open('/sign-in?redirect_url=/dashboard%3Ffrom%3Dcode');
  await visitor.identify(person);
  await visitor.chooseMethod('Email me a code');
  await expect(visitor.heading).toHaveText('Check your email');
  await expect(page).toHaveURL(/\/sign-in\/factor-one\?redirect_url=/);
  await expect(visitor.code).toBeFocused();
  const code = await server.code(person.email);

  await test.step('a wrong one', async () => {
    const wrong = code === '000000' ? '000001' : '000000';
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => visitor.giveCode(wrong));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
  });
  await test.step('another one is not sent at once', async () => {
    const resend = page.getByRole('button', { name: /Resend/ });
    if (visitor.js) {
      await expect(resend).toHaveAttribute('aria-disabled', 'true');
      await expect(resend).toHaveText(/Resend \(\d+\)/);
    } else {
      await resend.click();
      await expect(visitor.alert).toHaveText(/^Too many requests\. Try again in (a moment|\d+ seconds)\.$/);
    }
  });
  await test.step('back to the password, and to the same code', async () => {
    await visitor.chooseMethod('Sign in with your password');
    await expect(visitor.heading).toHaveText('Enter your password');
    await visitor.chooseMethod('Email me a code');
    await expect(visitor.heading).toHaveText('Check your email');
  });
  await test.step('a reload loses nothing', async () => {
    await visitor.reload();
    await expect(visitor.heading).toHaveText('Check your email');
    await expect(visitor.changeLink(person.email)).toBeVisible();
  });
  await visitor.giveCode(code);
  await visitor.isIn(person);
  await expect(page).toHaveURL('/dashboard?from=code');
});

test('a forgotten password', async ({ visitor, page, server, anotherBrowser }) => {
  const person = somebody({ first: 'Dorothy', last: 'Vaughan' });
  await server.account(person);
  const elsewhere = await anotherBrowser();
  await elsewhere.enter(person);

  await visitor.open('/sign-in');
  await visitor.identify(person);
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(visitor.heading).toHaveText('Forgot your password?');
  await visitor.button('Reset with a code by email').click();
  await expect(visitor.heading).toHaveText('Reset your password');
  await visitor.giveCode(await server.code(person.email));
  await expect(visitor.heading).toHaveText('Set a new password');
  await expect(page).toHaveURL(/\/sign-in\/reset-password$/);
  const field = page.getByLabel('New password', { exact: true });
  await expect(field).toBeFocused();

  await test.step('one that is too short', async () => {
    await field.fill('short');
    await visitor.refused(422, 'sign_in/reset_password', () => visitor.button('Reset your password').click());
    await visitor.isWrong(field, /Use at least 8 characters\./);
  });
  await test.step('a good one, and out everywhere else', async () => {
    await expect(page.getByRole('checkbox', { name: 'Sign out of all other devices' })).toBeChecked();
    await field.fill(NEW);
    if (visitor.js) {
      await expect(field).toHaveAccessibleDescription('Your password meets all the necessary requirements.');
    }
    await visitor.button('Reset your password').click();
    await visitor.isIn(person);
  });
  await elsewhere.open('/dashboard');
  await expect(elsewhere.page).toHaveURL('/sign-in?redirect_url=/dashboard');
  await test.step('the old one is worth nothing', async () => {
    await elsewhere.fillSignIn(person);
    await elsewhere.refused(422, 'sign_in/attempt_first_factor', () => elsewhere.button('Continue').click());
    await elsewhere.sendSignIn({ ...person, password: NEW });
    await elsewhere.isIn(person);
  });
});

test('a forgotten password of someone who has no account', async ({ visitor, page }) => {
  const person = somebody();
  await visitor.open('/sign-in');
  await visitor.identify(person);
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await visitor.button('Reset with a code by email').click();
  await expect(visitor.heading).toHaveText('Reset your password');
  await visitor.refused(422, 'sign_in/attempt_first_factor', () => visitor.giveCode('123456'));
  await visitor.isWrong(visitor.code, 'Incorrect code.');
});

test('a link by mail, opened in the same browser', async ({ visitor, page, server, anotherTab }) => {
  const person = somebody({ first: 'Annie', last: 'Easley' });
  await server.account(person);
  await visitor.open('/sign-in?redirect_url=/dashboard%3Ffrom%3Dlink');
  await visitor.identify(person);
  await visitor.chooseMethod('Email me a sign-in link');
  await expect(visitor.heading).toHaveText('Check your email');
  await test.step('before it was opened', async () => {
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => visitor.button('I have opened the link').click());
    await expect(visitor.alert).toHaveText('Open the link in the mail first.');
  });
  const tab = await anotherTab();
  await tab.page.goto(await server.link(person.email));
  await expect(tab.heading).toHaveText('Sign in to Vestibule?');
  await expect(tab.page.getByRole('main')).toContainText(person.email);
  await expect(tab.page.getByRole('main')).not.toContainText('another browser');
  await tab.button('Continue').click();
  await tab.isIn(person);
  await expect(tab.page).toHaveURL('/dashboard?from=link');
  await visitor.comeToFront();
  // With JavaScript the tab that waits goes on by itself.
  if (!visitor.js) await visitor.button('I have opened the link').click();
  await expect(page).toHaveURL('/dashboard?from=link');
  await visitor.isIn(person);
});

test('a link by mail, opened on another device', async ({ visitor, page, server, anotherBrowser }) => {
  const person = somebody({ first: 'Gladys', last: 'West' });
  await server.account(person);
  await visitor.open('/sign-in');
  await visitor.identify(person);
  await visitor.chooseMethod('Email me a sign-in link');
  await expect(visitor.heading).toHaveText('Check your email');

  const phone = await anotherBrowser();
  await phone.page.goto(await server.link(person.email));
  await expect(phone.page.getByRole('main')).toContainText('in another browser than the one that asked for it');
  await phone.button('Continue').click();
  await expect(phone.heading).toHaveText('Done');
  await phone.open('/dashboard');
  await expect(phone.page).toHaveURL('/sign-in?redirect_url=/dashboard');

  await visitor.comeToFront();
  // With JavaScript the tab that waits goes on by itself.
  if (!visitor.js) await visitor.button('I have opened the link').click();
  await visitor.isIn(person);
});
