import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

test('signs up with a name, and is told beside the fields what is wrong', async ({ visitor, page, server, js }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await visitor.open('/sign-up');
  await expect(visitor.heading).toHaveText('Create your account');
  await expect(visitor.password).toHaveAccessibleDescription('Use at least 8 characters.');

  await test.step('an empty form', async () => {
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.identifier, 'Enter your email address.');
    await expect(visitor.password).toHaveAttribute('aria-invalid', 'true');
    await expect(visitor.password).toHaveAccessibleDescription(/Enter your password\./);
  });

  await test.step('a weak password', async () => {
    await visitor.fillSignUp({ ...person, password: 'password1' });
    if (js) {
      // While it is typed: nothing has been sent since.
      await expect(visitor.password).toHaveAccessibleDescription(/^This is a commonly used password\./);
      await visitor.password.fill(person.password);
      await expect(visitor.password).toHaveAccessibleDescription('Your password meets all the necessary requirements.');
      await visitor.password.fill('password1');
    }
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.password, /Your password is not strong enough\. This is a commonly used password\./);
  });

  await test.step('what was typed is still there, but for the password', async () => {
    await expect(page.getByLabel('First name')).toHaveValue('Ada');
    await expect(page.getByLabel('Last name')).toHaveValue('Lovelace');
    await expect(visitor.identifier).toHaveValue(person.email);
    if (!js) await expect(visitor.password).toHaveValue('');
  });

  await test.step('an address that is none', async () => {
    await visitor.fillSignUp({ email: 'ada@nowhere', password: person.password });
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.identifier, 'Enter a valid email address.');
    await expect(visitor.password).not.toHaveAttribute('aria-invalid');
  });

  await test.step('everything right', async () => {
    await visitor.fillSignUp(person);
    await visitor.button('Continue').click();
    await expect(page).toHaveURL(/\/sign-up\/verify-email-address$/);
    await expect(visitor.heading).toHaveText('Verify your email');
    await expect(page.getByText(person.email)).toBeVisible();
    await visitor.giveCode(await server.code(person.email));
    await visitor.isIn(person);
    await expect(page.getByRole('main')).toContainText(person.email);
    await expect(page.getByRole('main')).toContainText('Verified');
  });
});

test('signs up without a name', async ({ visitor, page }) => {
  const person = somebody();
  await visitor.open('/sign-up');
  await expect(page.getByText('Optional')).toHaveCount(2);
  await visitor.signUp(person);
  await expect(page.getByRole('main')).toContainText('Not given');
});
