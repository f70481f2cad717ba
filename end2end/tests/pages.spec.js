import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

test('the start page leads in', async ({ visitor, page }) => {
  await visitor.open('/');
  await expect(page).toHaveTitle(/^The entrance hall for Leptos apps/);
  await page.getByRole('main').getByRole('link', { name: 'Create an account' }).click();
  await expect(visitor.heading).toHaveText('Create your account');
  await expect(page).toHaveTitle(/^Sign up/);
  await page.getByRole('link', { name: 'Vestibule, start page' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await expect(visitor.heading).toHaveText('Sign in to Vestibule');
  await expect(page).toHaveTitle(/^Sign in/);
});

test('nothing is wider than the screen', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Wolfeschlegelsteinhausenbergerdorff', last: 'Featherstonehaugh-Cholmondeley' });
  await server.account(person);
  const width = page.viewportSize().width;
  const fits = async (path) => {
    await page.goto(path);
    await expect(visitor.heading).toBeVisible();
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
  };
  for (const path of ['/', '/sign-in', '/sign-up', '/dev/mailbox']) await fits(path);
  await visitor.enter(person);
  for (const path of ['/dashboard', '/sign-in']) await fits(path);
});

test('the development mailbox', async ({ visitor, page, server }) => {
  const person = somebody();
  await visitor.open('/sign-up');
  await visitor.beginSignUp(person);

  const answer = await page.request.get('/dev/mailbox.json');
  expect(answer.headers()['content-type']).toContain('application/json');
  const [newest] = (await answer.json()).filter((message) => message.to === person.email);
  expect(newest).toEqual({
    channel: 'email',
    to: person.email,
    subject: `${newest.code} is your Vestibule verification code`,
    text: expect.stringContaining(newest.code),
    html: expect.stringContaining(newest.code),
    code: expect.stringMatching(/^\d{6}$/),
    link: null,
    created_at: expect.any(Number),
  });
  expect(Math.abs(Date.now() - newest.created_at)).toBeLessThan(60_000);

  await visitor.open('/');
  await page.getByRole('link', { name: 'development mailbox' }).click();
  await expect(visitor.heading).toHaveText('Development mailbox');
  const mail = page.getByRole('article').filter({ hasText: person.email });
  await expect(mail.getByRole('heading')).toHaveText(newest.subject);
  await expect(mail).toContainText('It is good for 10 minutes.');

  await test.step('whoever has an account is told so by mail, and nobody else is', async () => {
    await visitor.open('/sign-up/verify-email-address');
    await visitor.giveCode(newest.code);
    await visitor.isIn(person);
    await visitor.signOut();
    await visitor.open('/sign-up');
    await visitor.beginSignUp(person);
    const [told] = (await server.mailbox()).filter((message) => message.to === person.email);
    expect(told).toMatchObject({
      subject: 'You already have an account with Vestibule', code: null, link: `${server.url}/sign-in`,
    });
    // The code of the mail before would be the obvious thing to try.
    await visitor.refused(422, 'sign_up/attempt_verification', () => visitor.giveCode(newest.code));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
  });
});

test('where there is no page', async ({ visitor, page, watch }) => {
  watch.expectRefusals('404 /no/such/page');
  const answer = await visitor.open('/no/such/page');
  expect(answer.status()).toBe(404);
  await expect(visitor.heading).toHaveText('There is no door here');
  await expect(page).toHaveTitle(/^There is no door here/);
  await visitor.isOut();
  await page.getByRole('main').getByRole('link', { name: 'Back to the start page' }).click();
  await expect(page).toHaveURL('/');

  const data = await page.request.get('/no/such/page', { headers: { accept: 'application/json' } });
  expect(data.status()).toBe(404);
  expect((await data.json()).errors[0].code).toBe('resource_not_found');
});

test('who am I, as data', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  const refused = await page.request.get('/api/me');
  expect(refused.status()).toBe(401);
  expect(refused.headers()['content-type']).toContain('application/json');
  expect(await refused.json()).toEqual({
    errors: [{ code: 'authentication_invalid', message: 'Please sign in.', long_message: 'Please sign in.', meta: {} }],
  });

  await visitor.enter(person);
  await visitor.open('/dashboard');
  const answer = await page.request.get('/api/me');
  expect(answer.status()).toBe(200);
  expect(answer.headers()['cache-control']).toBe('no-store');
  const user = await answer.json();
  expect(user).toMatchObject({
    id: expect.stringMatching(/^user_/), first_name: 'Ada', last_name: 'Lovelace', password_enabled: true,
    email_addresses: [{ email_address: person.email, verification: { status: 'verified' } }],
  });
  expect(JSON.stringify(user)).not.toMatch(/digest|hash|argon2/i);
  await expect(page.getByRole('main')).toContainText(user.id);

  await visitor.signOut();
  expect((await page.request.get('/api/me')).status()).toBe(401);
});
