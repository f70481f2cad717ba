import { expect, test as base, testAt } from '../support/test.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { PASSWORD, somebody } from '../support/visitor.js';

const OVER = 'This link is not good any more';

/** A test on a server in one of the modes. */
function inMode(mode) {
  return testAt(() => {
    const settings = SETTINGS
      .replace('[vestibule.sign_up]', `[vestibule.sign_up]\nmode = "${mode}"`)
      .replace('[vestibule.paths]', '[vestibule.paths]\nwaitlist = "/waitlist"');
    return Server.start(VESTIBULE, { settings });
  });
}

const restricted = inMode('restricted');
const waitlist = inMode('waitlist');

restricted('whoever is invited signs up, and nobody else does', async ({ visitor, page, server, anotherBrowser }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });

  await base.step('the door is closed', async () => {
    await visitor.open('/sign-in');
    await expect(page.getByRole('main').getByRole('link', { name: 'Sign up' })).toHaveCount(0);
    await visitor.open('/sign-up');
    await expect(visitor.heading).toHaveText('Sign-up is by invitation');
    await expect(page.locator('main form')).toHaveCount(0);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await expect(visitor.heading).toHaveText('Sign in to Vestibule');
  });

  const link = server.operate('invitations', 'create', person.email);
  const mail = (await server.mailbox()).find((message) => message.to === person.email);
  expect(mail.subject).toBe('You are invited to Vestibule');
  expect(mail.link).toBe(link);

  await base.step('the link opens the form, and is in the address no more', async () => {
    await visitor.open(link);
    await expect(page).toHaveURL(`${server.url}/sign-up`);
    await expect(visitor.heading).toHaveText('Create your account');
    await expect(page.getByText(person.email)).toBeVisible();
    await expect(visitor.identifier).toHaveCount(0);
    expect(await page.content()).not.toContain(new URL(link).searchParams.get('ticket'));
  });
  await base.step('a password that is too short, and a reload', async () => {
    await visitor.password.fill('short');
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.password, /^Use at least 8 characters\./);
    await visitor.reload();
    await expect(page.getByText(person.email)).toBeVisible();
  });
  await base.step('to the sign-in and back', async () => {
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await expect(visitor.heading).toHaveText('Sign in to Vestibule');
    await page.goBack();
    await expect(page.getByText(person.email)).toBeVisible();
    await visitor.alive();
  });
  await page.getByLabel('First name').fill(person.first);
  await page.getByLabel('Last name').fill(person.last);
  await visitor.password.fill(PASSWORD);
  await visitor.button('Continue').click();
  await visitor.isIn(person);
  await visitor.signOut();

  await base.step('here the door is closed again', async () => {
    await page.goto('/sign-in');
    await visitor.signIn(person);
    await visitor.signOut();
    await visitor.open('/sign-up');
    await expect(visitor.heading).toHaveText('Sign-up is by invitation');
  });
  await base.step('the link was good once', async () => {
    const other = await anotherBrowser();
    await other.open(link);
    await expect(other.heading).toHaveText(OVER);
    await other.page.getByRole('main').getByRole('link', { name: 'Go on without it' }).click();
    await expect(other.heading).toHaveText('Sign-up is by invitation');
  });
});

restricted('an invitation for someone who has an account by now', async ({ visitor, page, server }) => {
  const person = somebody();
  const first = server.operate('invitations', 'create', person.email, '--no-mail');
  await visitor.open(first);
  await visitor.password.fill(PASSWORD);
  await visitor.button('Continue').click();
  await visitor.isIn(person);

  const again = server.operate('invitations', 'create', person.email, '--no-mail', '--ignore-existing');
  await visitor.open(again);
  await expect(visitor.heading).toHaveText('You are already signed in');
  await visitor.button('Sign out').click();
  await visitor.isOut();
  await visitor.open('/sign-up');
  await expect(visitor.heading).toHaveText('You already have an account');
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await expect(visitor.heading).toHaveText('Sign in to Vestibule');
  await visitor.alive();
  await visitor.sendSignIn(person);
  await visitor.isIn(person);
});

restricted('a link that signs in, after one click', async ({ visitor, page, server, anotherBrowser }) => {
  const person = somebody({ first: 'Joan', last: 'Clarke' });
  await visitor.open(server.operate('invitations', 'create', person.email, '--no-mail'));
  await page.getByLabel('First name').fill(person.first);
  await page.getByLabel('Last name').fill(person.last);
  await visitor.password.fill(PASSWORD);
  await visitor.button('Continue').click();
  await visitor.isIn(person);

  const link = server.operate('sign-in-tokens', 'create', person.email);
  const other = await anotherBrowser();
  const masked = 'Continue as z•••@example.com';
  await other.open(link);
  await expect(other.page).toHaveURL(`${server.url}/sign-in`);
  await expect(other.button(masked)).toBeVisible();

  await base.step('another way, and the link once more', async () => {
    await other.page.getByRole('main').getByRole('link', { name: 'Sign in another way' }).click();
    await expect(other.identifier).toBeVisible();
    await other.alive();
    await other.reload();
    await expect(other.identifier).toBeVisible();
    await other.open(link);
  });
  await other.button(masked).click();
  await other.isIn(person);
  await other.signOut();

  await base.step('it was good once', async () => {
    await other.open(link);
    await expect(other.heading).toHaveText(OVER);
    await other.page.getByRole('main').getByRole('link', { name: 'Sign in another way' }).click();
    await expect(other.identifier).toBeVisible();
  });
});

waitlist('one waits, is invited, and is in', async ({ visitor, page, server }) => {
  const person = somebody();
  await visitor.open('/sign-in');
  await page.getByRole('main').getByRole('link', { name: 'Join the waitlist' }).click();
  await expect(page).toHaveURL(/\/waitlist$/);
  await expect(visitor.heading).toHaveText('Join the waitlist');

  await base.step('an address that is none', async () => {
    await visitor.identifier.fill('nobody');
    await visitor.refused(422, 'waitlist/join', () => visitor.button('Join the waitlist').click());
    await visitor.isWrong(visitor.identifier, 'Enter a valid email address.');
    await expect(visitor.identifier).toHaveValue('nobody');
  });
  await visitor.identifier.fill(person.email);
  await visitor.button('Join the waitlist').click();
  await expect(visitor.heading).toHaveText('You are on the list');
  await expect(page.locator('main form')).toHaveCount(0);
  const mail = (await server.mailbox()).find((message) => message.to === person.email);
  expect(mail.subject).toBe('You are on the waitlist of Vestibule');

  await visitor.open('/sign-up');
  await expect(visitor.heading).toHaveText('Join the waitlist');
  await visitor.identifier.fill(person.email);
  await visitor.button('Join the waitlist').click();
  await expect(visitor.heading).toHaveText('You are on the list');

  const line = server.operate('waitlist', 'list', '--status', 'pending', '--limit', '500');
  expect(line).toContain(person.email);
  await visitor.open(server.operate('waitlist', 'invite', line.split(' ')[0]));
  await expect(page.getByText(person.email)).toBeVisible();
  await visitor.password.fill(PASSWORD);
  await visitor.button('Continue').click();
  await visitor.isIn(person);
});
