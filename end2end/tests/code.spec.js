import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

test('the middle of a sign-up: wrong code, reload, way back, second tab, another code', { tag: '@wide' }, async ({ visitor, page, server, anotherTab, js }) => {
  const person = somebody({ first: 'Grace' });
  const resend = page.getByRole('button', { name: /^Didn’t receive a code\? Resend/ });
  await visitor.open('/sign-up');
  await visitor.beginSignUp(person);
  const first = await server.code(person.email);
  const wrong = first === '123456' ? '654321' : '123456';

  await test.step('one field for the code', async () => {
    await expect(page.locator('main input:not([type=hidden])')).toHaveCount(1);
    await expect(visitor.code).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(visitor.code).toHaveAttribute('inputmode', 'numeric');
    await expect(visitor.code).toBeFocused();
    const mailbox = page.getByRole('link', { name: 'Development: open the mailbox' });
    await expect(mailbox).toHaveAttribute('href', '/dev/mailbox');
  });

  await test.step('another code is asked for too early', async () => {
    if (js) {
      await expect(resend).toHaveAttribute('aria-disabled', 'true');
      await expect(resend).toHaveText(/Resend \(\d+\)$/);
      const seconds = async () => Number(/\d+/.exec(await resend.textContent())?.[0]);
      const then = await seconds();
      expect.soft(then, 'a wait of 30 seconds is never told as a longer one').toBeLessThanOrEqual(30);
      await expect.poll(seconds).toBeLessThan(then);
      // It does nothing: were it sent, the server would refuse it, and the browser would say so.
      await resend.click({ force: true });
    } else {
      await expect(resend).toHaveText(/Resend \(\d+\)$/);
      await resend.click();
      await expect(visitor.alert).toHaveText(/^Too many requests\. Try again in \d+ seconds\.$/);
    }
    expect(await server.code(person.email)).toBe(first);
  });

  await test.step('a wrong code', async () => {
    await visitor.refused(422, 'sign_up/attempt_verification', () => visitor.giveCode(wrong));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
    // It has the focus already: what is said is read out by itself.
    await expect(visitor.alert).toHaveText('Incorrect code.');
    await visitor.refused(422, 'sign_up/attempt_verification', async () => {
      await visitor.code.fill('');
      await visitor.button('Continue').click();
    });
    await visitor.isWrong(visitor.code, 'Enter your verification code.');
  });

  await test.step('a reload', async () => {
    await visitor.reload();
    await expect(visitor.heading).toHaveText('Verify your email');
    await expect(visitor.code).not.toHaveAttribute('aria-invalid');
    await expect(page.getByText(person.email)).toBeVisible();
  });

  await test.step('back, and forward again', async () => {
    await page.getByRole('link', { name: `Change ${person.email}` }).click();
    await expect(visitor.heading).toHaveText('Create your account');
    await expect(visitor.identifier).toHaveValue(person.email);
    await expect(page.getByLabel('First name')).toHaveValue('Grace');
    await page.goBack();
    await expect(visitor.heading).toHaveText('Verify your email');
    await page.goForward();
    await expect(visitor.heading).toHaveText('Create your account');
    await visitor.alive();
    // The password was given before; the code that was mailed is still the one.
    await visitor.button('Continue').click();
    await expect(visitor.heading).toHaveText('Verify your email');
    expect(await server.code(person.email)).toBe(first);
  });

  const other = await anotherTab();
  await test.step('a second tab stands at the same step', async () => {
    await other.open('/sign-up/verify-email-address');
    await expect(other.heading).toHaveText('Verify your email');
    await expect(other.page.getByText(person.email)).toBeVisible();
  });

  await test.step('another code, once the wait is over', async () => {
    server.sendAgainIn(5);
    await visitor.comeToFront();
    if (js) {
      await visitor.reload();
      await expect(resend).toHaveText('Didn’t receive a code? Resend', { timeout: 35_000 });
      await resend.click();
    } else {
      await expect(async () => {
        await resend.click();
        await expect(visitor.page.getByRole('status')).toHaveText('We sent you a new code.', { timeout: 1_000 });
      }).toPass({ timeout: 40_000 });
    }
    await expect(page.getByRole('status')).toHaveText('We sent you a new code.');
    await expect.poll(() => server.code(person.email)).not.toBe(first);
  });

  await test.step('the first code is worth nothing now', async () => {
    await visitor.refused(422, 'sign_up/attempt_verification', () => visitor.giveCode(first));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
  });

  await test.step('the second tab finishes, and the first one follows', async () => {
    await other.comeToFront();
    await other.giveCode(await server.code(person.email));
    await other.isIn(person);
    await visitor.catchUp();
    await expect(visitor.heading).toHaveText('You are already signed in');
  });
});
