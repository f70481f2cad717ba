import { faults } from '../support/axe.js';
import { expect, notesTest } from '../support/notes.js';
import { be } from '../support/simulated_provider.js';
import { somebody } from '../support/visitor.js';

const settings = { paths: 'sign_in = "/custom-sign-in"\n', more: '\n[vestibule.oauth.google]\n' };

const test = notesTest(settings).extend({
  /** Someone with an account, at the sign-in, who has said who they are. */
  person: async ({ visitor, page, server }, use) => {
    const person = somebody();
    await server.account(person);
    await visitor.open('/notes');
    await expect(page).toHaveURL('/custom-sign-in?redirect_url=/notes');
    await expect(visitor.heading).toHaveText('Open your notebook');
    await visitor.identifier.fill(person.email);
    await visitor.button('Go on').click();
    await expect(visitor.heading).toHaveText('Your password');
    await expect(page.getByRole('main')).toContainText(person.email);
    await use(person);
  },
});

/** Nothing of the drop-in components is in it. */
async function isOwnMarkup(page) {
  const main = page.getByRole('main');
  await expect(main.locator('.entrance')).toBeVisible();
  await expect(main.locator('[class*="vst-"]')).toHaveCount(0);
  await expect(main.locator('[style]')).toHaveCount(0);
}

async function isUsable(page) {
  expect(await faults(page, 'main')).toEqual([]);
}

test('a password, and a wrong one before it', async ({ visitor, page, person, js }) => {
  await isOwnMarkup(page);
  await expect(visitor.password).toBeFocused();
  await expect(visitor.password).toHaveAttribute('autocomplete', 'current-password');
  await visitor.password.fill('not-the-Password-of-anyone');
  await visitor.refused(422, 'sign_in/attempt_first_factor', () => visitor.button('Go on').click());
  await expect(visitor.password).toHaveAttribute('aria-invalid', 'true');
  await expect(visitor.password).toHaveAccessibleDescription(/./);
  const described = await visitor.password.getAttribute('aria-describedby');
  await expect(page.locator(`p.problem#${described}`)).toHaveText(/password/i);
  await expect(page.locator('.entrance-field')).toHaveAttribute('data-error', '');
  await expect(visitor.password).toBeFocused();
  await isOwnMarkup(page);
  if (js) {
    await isUsable(page);
    await visitor.button('Show password').click();
    await expect(visitor.password).toHaveAttribute('type', 'text');
    await visitor.password.pressSequentially('x');
    await expect(visitor.password).not.toHaveAttribute('aria-invalid');
    await expect(page.locator('p.problem')).toHaveCount(0);
  } else {
    await expect(visitor.button('Show password')).toHaveCount(0);
  }
  await visitor.password.fill(person.password);
  await visitor.button('Go on').click();
  await expect(page).toHaveURL('/notes');
  await expect(visitor.heading).toHaveText('My notes');
  await visitor.open('/custom-sign-in');
  await expect(visitor.heading).toHaveText('You are in');
});

test('a code by mail, and another one', { tag: '@wide' }, async ({ visitor, page, person, server, js }) => {
  test.slow();
  await page.getByRole('link', { name: 'Sign in another way' }).click();
  await expect(visitor.heading).toHaveText('Another way');
  await isOwnMarkup(page);
  const mail = visitor.button('Mail me a code');
  await expect(mail).toHaveAttribute('data-way', 'code');
  await mail.click();
  await expect(visitor.heading).toHaveText('Look into your mail');
  await isOwnMarkup(page);
  await expect(visitor.code).toBeFocused();
  const first = await server.code(person.email);
  const resend = page.getByRole('main').getByRole('button', { name: 'Send another code' });
  if (js) {
    await isUsable(page);
    await expect(resend).toHaveAttribute('aria-disabled', 'true');
    await expect(page.locator('.countdown')).toHaveText(/^\d+$/);
    server.sendAgainIn(5);
    await visitor.reload();
    await expect(page.locator('.countdown')).toHaveCount(0, { timeout: 35_000 });
    await resend.click();
  } else {
    await resend.click();
    await expect(page.getByRole('alert')).toHaveText(/^Too many requests\. Try again in \d+ seconds\.$/);
    server.sendAgainIn(5);
    await expect(async () => {
      await resend.click();
      await expect(page.getByRole('status')).toHaveText('We sent you a new code.', { timeout: 1_000 });
    }).toPass({ timeout: 40_000 });
  }
  await expect(page.getByRole('status')).toHaveText('We sent you a new code.');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => server.code(person.email)).not.toBe(first);
  const code = await server.code(person.email);
  const wrong = code === '123456' ? '654321' : '123456';
  const give = async (digits) => {
    await visitor.code.fill(digits);
    if (!js) await visitor.button('Go on').click();
  };
  await visitor.refused(422, 'sign_in/attempt_first_factor', () => give(wrong));
  await expect(visitor.code).toHaveAttribute('aria-invalid', 'true');
  await expect(visitor.code).toHaveAccessibleDescription('Incorrect code.');
  await give(code);
  await expect(page).toHaveURL('/notes');
  await expect(visitor.heading).toHaveText('My notes');
});

test('a forgotten password is replaced', async ({ visitor, page, person, server, js }) => {
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(visitor.heading).toHaveText('A new password');
  await page.getByRole('main').getByRole('button').click();
  await expect(visitor.heading).toHaveText('Look into your mail');
  await visitor.code.fill(await server.code(person.email));
  if (!js) await visitor.button('Go on').click();
  await expect(visitor.heading).toHaveText('A new password');
  await page.getByLabel('New password', { exact: true }).fill('seven-Walnuts-drift-upward');
  await visitor.button('Go on').click();
  await expect(page).toHaveURL('/notes');
});

test('a provider, and someone else', async ({ visitor, page, person }) => {
  await page.getByRole('link', { name: 'Someone else?' }).click();
  await expect(visitor.heading).toHaveText('Open your notebook');
  await expect(visitor.identifier).toHaveValue(person.email);
  await isOwnMarkup(page);
  await visitor.button('Continue with Google').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await visitor.alive();
  await expect(page).toHaveURL(/\/custom-sign-in/);
  await expect(page.getByRole('alert')).toHaveText('You did not allow it there, so nothing has happened here.');
  await visitor.button('Continue with Google').click();
  await be(page, 'Google', somebody({ first: 'Ada', last: 'Lovelace' }));
  await visitor.alive();
  await expect(page).toHaveURL('/notes');
});
