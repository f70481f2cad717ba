// Every way in alone, where it is the only one; and all of them together, for one account.

import { Authenticator } from '../support/authenticator.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { be } from '../support/simulated_provider.js';
import { expect, test as base, testAt } from '../support/test.js';
import { PASSWORD, somebody } from '../support/visitor.js';

/** A test on a server with these ways in, and these fields at sign-up. */
function withWays(signIn, signUp, rest = '') {
  return testAt(() => {
    const settings = SETTINGS
      .replace('email_link = true\n', signIn)
      .replace('[vestibule.sign_up]\n', `[vestibule.sign_up]\n${signUp}`)
      + `\n[vestibule.sms]\nper_network_per_hour = 1000\n${rest}`;
    return Server.start(VESTIBULE, { settings });
  });
}

let numbers = 0;

/** A mobile number in the United States that nobody else has: as it is typed, shown, and dialled. */
function someNumber() {
  numbers += 1;
  const last = String(numbers).padStart(2, '0');
  return { typed: `(212) 555-01${last}`, shown: `+1 212-555-01${last}`, e164: `+121255501${last}` };
}

const phoneField = (page) => page.getByRole('textbox', { name: 'Phone number', exact: true });
const usernameField = (page) => page.getByRole('textbox', { name: 'Username', exact: true });

/** Nothing else is offered on the page. */
async function isTheOnlyWay(page) {
  await expect(page.getByRole('main').getByRole('link', { name: 'Use another method' })).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('link', { name: 'Forgot password?' })).toHaveCount(0);
}

const byPassword = withWays('email_code = false\n', 'email_address = "off"\nusername = "required"\n');

byPassword('a username and a password, and nothing else', async ({ visitor, page }) => {
  const person = { ...somebody({ first: 'Ada' }), username: `ada_${Date.now().toString(36)}` };
  await visitor.open('/sign-up');
  await expect(page.getByLabel('Email address')).toHaveCount(0);
  await page.getByLabel('First name').fill(person.first);
  await usernameField(page).fill(person.username);
  await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
  await visitor.isWrong(visitor.password, 'Enter your password.');
  await visitor.password.fill(PASSWORD);
  await visitor.button('Continue').click();
  await visitor.isIn(person);
  await visitor.signOut();
  await visitor.open('/sign-in');
  await usernameField(page).fill(person.username);
  await visitor.password.fill(PASSWORD);
  await isTheOnlyWay(page);
  await visitor.button('Continue').click();
  await visitor.isIn(person);
});

const byCode = withWays('password = false\npreferred = "email_code"\n', '');

byCode('codes by mail, and nothing else', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Mary' });
  await visitor.open('/sign-up');
  await expect(visitor.password).toHaveCount(0);
  await page.getByLabel('First name').fill(person.first);
  await visitor.identifier.fill(person.email);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Verify your email');
  await visitor.giveCode(await server.code(person.email));
  await visitor.isIn(person);
  await visitor.signOut();
  await visitor.open('/sign-in');
  await visitor.identifier.fill(person.email);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Check your email');
  await isTheOnlyWay(page);
  await visitor.giveCode(await server.code(person.email));
  await visitor.isIn(person);
});

const LINKS = [
  'password = false\nemail_code = false\nemail_link = true\npreferred = "email_link"\n',
  'email_verification = "email_link"\n',
];

/** Whoever waits for a link, and opens it in the same browser. */
async function alone({ visitor, page, server, anotherTab }) {
  const person = somebody({ first: 'Annie' });
  const opened = async () => {
    const tab = await anotherTab();
    await tab.page.goto(await server.link(person.email));
    await tab.button('Continue').click();
    await tab.isIn(person);
    await tab.page.close();
    await visitor.comeToFront();
    // With JavaScript the tab that waits goes on by itself.
    if (!visitor.js) await visitor.button('I have opened the link').click();
    await expect(page).toHaveURL('/dashboard');
    await visitor.isIn(person);
  };
  await visitor.open('/sign-up');
  await page.getByLabel('First name').fill(person.first);
  await visitor.identifier.fill(person.email);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Verify your email');
  await opened();
  await visitor.signOut();
  await visitor.open('/sign-in');
  await visitor.identifier.fill(person.email);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Check your email');
  await isTheOnlyWay(page);
  await opened();
}

withWays(...LINKS)('links by mail, and nothing else', alone);
withWays(...LINKS, '\n[vestibule.session]\nmulti_session = true\n')('links by mail, where several accounts may be signed in', alone);

const byPhone = withWays(
  'password = false\npreferred = "phone_code"\n',
  'email_address = "off"\nphone_number = "required"\n',
);

byPhone('codes by text message, and nothing else', async ({ visitor, page, server }) => {
  const [person, number] = [somebody({ first: 'Hedy' }), someNumber()];
  await visitor.open('/sign-up');
  await expect(page.getByLabel('Email address')).toHaveCount(0);
  await page.getByLabel('First name').fill(person.first);
  await phoneField(page).fill(number.typed);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Verify your phone');
  await expect(visitor.changeLink(number.shown)).toBeVisible();
  await visitor.giveCode(await server.code(number.e164));
  await visitor.isIn(person);
  await visitor.signOut();
  await visitor.open('/sign-in');
  await phoneField(page).fill(number.typed);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Check your phone');
  await isTheOnlyWay(page);
  await visitor.giveCode(await server.code(number.e164));
  await visitor.isIn(person);
});

const byAll = withWays(
  'email_link = true\npasskey = true\n',
  'phone_number = "required"\nusername = "required"\n',
  '[vestibule.oauth.google]\n',
);

byAll('all ways together lead to one account', async ({ visitor, page, server, js }) => {
  const [person, number] = [somebody({ first: 'Grace', last: 'Hopper' }), someNumber()];
  const username = `grace_${Date.now().toString(36)}_${numbers}`;
  const isBack = async () => {
    await visitor.isIn(person);
    await visitor.signOut();
    await visitor.open('/sign-in');
  };
  /** Any of them is what someone is known by. */
  const knownBy = page.getByRole('textbox', { name: 'Email address, phone number or username' });
  const asks = async (identifier, method) => {
    await knownBy.fill(identifier);
    await visitor.button('Continue').click();
    await expect(visitor.heading).toHaveText('Enter your password');
    if (method) await visitor.chooseMethod(method);
  };

  await base.step('signs up with all that is asked for', async () => {
    await visitor.open('/sign-up');
    await visitor.fillSignUp(person);
    await usernameField(page).fill(username);
    await phoneField(page).fill(number.typed);
    await visitor.button('Continue').click();
    await expect(visitor.heading).toHaveText('Verify your email');
    await visitor.giveCode(await server.code(person.email));
    await expect(visitor.heading).toHaveText('Verify your phone');
    await visitor.giveCode(await server.code(number.e164));
    await isBack();
  });
  for (const identifier of [person.email, username, number.typed]) {
    await base.step(`the password, as ${identifier}`, async () => {
      await asks(identifier);
      await visitor.password.fill(person.password);
      await visitor.button('Continue').click();
      await isBack();
    });
  }
  await base.step('a code by mail', async () => {
    await asks(username, 'Email me a code');
    await expect(visitor.heading).toHaveText('Check your email');
    await visitor.giveCode(await server.code(person.email));
    await isBack();
  });
  await base.step('a code by text message', async () => {
    await asks(person.email, 'Text me a code');
    await expect(visitor.heading).toHaveText('Check your phone');
    await visitor.giveCode(await server.code(number.e164));
    await isBack();
  });
  await base.step('a link by mail', async () => {
    await asks(person.email, 'Email me a sign-in link');
    await expect(visitor.heading).toHaveText('Check your email');
    await page.goto(await server.link(person.email));
    await visitor.button('Continue').click();
    await isBack();
  });
  await base.step('a provider that has proven the same address', async () => {
    await visitor.button('Continue with Google').click();
    await be(page, 'Google', person);
    await visitor.alive();
    await isBack();
  });
  await base.step('a link of the operator', async () => {
    await visitor.open(server.operate('sign-in-tokens', 'create', person.email));
    await visitor.button('Continue as z•••@example.com').click();
    await isBack();
  });
  if (js) {
    await base.step('a passkey, made after a password', async () => {
      const authenticator = await Authenticator.of(page);
      await asks(person.email);
      await visitor.password.fill(person.password);
      await visitor.button('Continue').click();
      await visitor.isIn(person);
      await visitor.button('Add a passkey').click();
      await expect(page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem')).toHaveCount(1);
      await visitor.signOut();
      await authenticator.looksAway(page, () => visitor.open('/sign-in'));
      await visitor.button('Use a passkey').click();
      await visitor.isIn(person);
    });
  }
  await base.step('it was one account all along', async () => {
    if (!js) await visitor.signIn({ ...person });
    const me = await page.request.get('/api/me').then((answer) => answer.json());
    expect(me.username).toBe(username);
    expect(me.external_accounts).toHaveLength(1);
  });
});
