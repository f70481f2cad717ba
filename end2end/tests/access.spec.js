// Every screen and every state of it, for everyone: with axe, in the light and in the dark, wide, narrow and enlarged, still,
// and without colours. And every field as password managers see it.

import { Access } from '../support/access.js';
import { Authenticator } from '../support/authenticator.js';
import { AuthenticatorApp } from '../support/authenticator_app.js';
import { serveFromPostgres, wait } from '../support/postgres.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const WITH_ALL = `${SETTINGS
  .replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
  .replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\npasskey = true\n')
  .replace('[vestibule.sign_up]\nfirst_name = "optional"', '[vestibule.sign_up]\nusername = "optional"\nphone_number = "optional"\nfirst_name = "required"')
  .replace('new_device_mail = false', 'new_device_mail = true')}
[vestibule.mfa]
phone_code = true

[vestibule.legal]
terms_url = "/terms"
consent = true

[vestibule.oauth.google]
[vestibule.oauth.github]
`;
const OF_SEVERAL = SETTINGS.replace('[vestibule.security]', '[vestibule.session]\nmulti_session = true\n\n[vestibule.mfa]\nrequired = true\n\n[vestibule.security]');
const WAITLIST = SETTINGS.replace('[vestibule.sign_up]', '[vestibule.sign_up]\nmode = "waitlist"').replace('[vestibule.paths]', '[vestibule.paths]\nwaitlist = "/waitlist"');
const RESTRICTED = SETTINGS.replace('[vestibule.sign_up]', '[vestibule.sign_up]\nmode = "restricted"');

const USERNAME = 'text username';
const CURRENT = 'password current-password';
const NEW = 'password new-password';
const CODE = 'text one-time-code';
const EMAIL = 'email email';
const NONE = 'text off';

/** Every field that there is, by the form it is in: what a password manager takes it for. */
const FIELDS = {
  'the entrance': {
    'sign_in/create': { identifier: 'text username webauthn' },
    'sign_in/attempt_first_factor': { '(whose)': USERNAME, password: CURRENT, code: CODE },
    'sign_in/reset_password': { '(whose)': USERNAME, new_password: NEW },
    'sign_up/create': {
      first_name: 'text given-name', last_name: 'text family-name', username: USERNAME, email_address: EMAIL,
      phone_country: 'select-one country', phone_number: 'tel tel', password: NEW,
    },
    'sign_up/attempt_verification': { code: CODE },
    'sign_up/update': { first_name: 'text given-name', email_address: EMAIL },
  },
  'the account': {
    'user/update': { first_name: 'text given-name', last_name: 'text family-name' },
    'user/update_username': { username: USERNAME },
    'email_address/create': { email_address: EMAIL },
    'email_address/attempt_verification': { code: CODE },
    'phone_number/create': { phone_country: 'select-one country', phone_number: 'tel tel' },
    'user/update_password': { '(whose)': USERNAME, current_password: CURRENT, new_password: NEW },
    'passkey/rename': { name: NONE },
    'totp/verify': { code: CODE },
    'user/delete': { confirmation: NONE },
    'session_verification/attempt_first_factor': { '(whose)': USERNAME, password: CURRENT, code: CODE },
    'session_verification/attempt_second_factor': { code: [CODE, NONE] },
    'sign_in/attempt_second_factor': { code: [CODE, NONE] },
  },
  'the waitlist': {
    'waitlist/join': { email_address: EMAIL },
  },
};

function expected(walk) {
  return Object.entries(FIELDS[walk]).flatMap(([form, fields]) => Object.entries(fields).flatMap(([name, tokens]) => (
    [tokens].flat().map((token) => `${form} ${name}: ${token}`)
  ))).sort();
}

/** A test on a server with these settings. */
function on(settings, start = () => Server.start(VESTIBULE, { settings })) {
  return testAt(start).extend({
    contextOptions: async ({ contextOptions }, use) => use({ ...contextOptions, reducedMotion: 'reduce' }),

    access: async ({ page }, use) => use(new Access(page)),
  });
}

const whole = on(WITH_ALL, () => serveFromPostgres(WITH_ALL)).extend({
  database: async ({ server }, use) => use(server.database),
});
const LONG = 180_000;

const wrong = (code) => (code === '000000' ? '000001' : '000000');
const DETAILS = { tag: ['@js', '@once'] };

whole('the entrance', DETAILS, async ({ visitor, page, server, watch, access, anotherBrowser }) => {
  whole.setTimeout(LONG);
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  const create = (fields) => page.getByRole('main').getByRole('button', { name: fields, exact: true });
  const terms = page.getByRole('checkbox');
  const invalid = page.locator('[aria-invalid="true"]').first();

  const sign_up = [
    ['the start page', () => visitor.open('/')],
    ['sign-up', () => visitor.open('/sign-up')],
    ['sign-up, with everything wrong', async () => {
      await visitor.refused(422, 'sign_up/create', () => create('Continue').click());
      await expect(invalid).toBeFocused();
    }],
    ['sign-up, with advice', async () => {
      await visitor.fillSignUp({ ...person, password: 'password1' });
      await expect(visitor.password).toHaveAccessibleDescription(/^This is a commonly used password\./);
    }],
    ['the code of a sign-up', async () => {
      await visitor.fillSignUp(person);
      await terms.check();
      await create('Continue').click();
      await expect(visitor.heading).toHaveText('Verify your email');
    }],
    ['a wrong code of a sign-up', async () => {
      await visitor.refused(422, 'sign_up/attempt_verification', async () => visitor.giveCode(wrong(await server.code(person.email))));
      await visitor.isWrong(visitor.code, 'Incorrect code.');
    }],
    ['the mailbox', () => page.goto('/dev/mailbox')],
    ['the dashboard', async () => {
      await visitor.open('/sign-up/verify-email-address');
      await visitor.giveCode(await server.code(person.email));
      await visitor.isIn(person);
    }],
    ['already signed in', () => visitor.open('/sign-in')],
    ['a simulated provider', async () => {
      await visitor.open('/dashboard');
      await visitor.signOut();
      await visitor.open('/sign-up');
      await visitor.button('Continue with Google').click();
      await expect(visitor.heading).toHaveText('Sign in with Google');
    }],
    ['a provider that was not allowed to', async () => {
      await page.getByRole('button', { name: 'Cancel' }).click();
      await visitor.alive();
      await expect(page.getByRole('alert')).toBeVisible();
    }],
    ['what a provider does not know', async () => {
      await visitor.button('Continue with Google').click();
      await page.getByRole('button', { name: 'Continue as this Google user' }).click();
      await visitor.alive();
      await expect(visitor.heading).toHaveText('Fill in missing details');
    }],
    ['what a provider does not know, and nobody says', async () => {
      await visitor.refused(422, 'sign_up/update', () => create('Continue').click());
      await expect(invalid).toBeFocused();
    }],
  ];

  const sign_in = [
    ['sign-in', () => visitor.open('/sign-in')],
    ['sign-in, with an error', async () => {
      await visitor.refused(422, 'sign_in/create', () => create('Continue').click());
      await expect(invalid).toBeFocused();
    }],
    ['the password', async () => visitor.identify(person)],
    ['a wrong password', async () => {
      await visitor.password.fill('wrong');
      await visitor.refused(422, 'sign_in/attempt_first_factor', () => create('Continue').click());
      await expect(invalid).toBeFocused();
    }],
    ['the other methods', async () => {
      await page.getByRole('link', { name: 'Use another method' }).click();
      await expect(visitor.heading).toHaveText('Use another method');
    }],
    ['a code by mail', async () => {
      await visitor.button('Email me a code').click();
      await expect(visitor.heading).toHaveText('Check your email');
    }],
    ['a wrong code by mail', async () => {
      await visitor.refused(422, 'sign_in/attempt_first_factor', async () => visitor.giveCode(wrong(await server.code(person.email))));
      await visitor.isWrong(visitor.code, 'Incorrect code.');
    }],
    ['a link by mail', async () => {
      await visitor.chooseMethod('Email me a sign-in link');
      await expect(page.locator('.vst-formResendCodeLink')).toBeVisible();
    }],
    ['the page that the link opens', async () => {
      const other = await anotherBrowser({ reducedMotion: 'reduce' });
      await other.page.goto(await server.link(person.email));
      await look(other, 'the page that the link opens');
      await other.page.getByRole('button').first().click();
      await look(other, 'the link has been opened');
      await visitor.isIn(person);
    }],
    ['a forgotten password', async () => {
      await visitor.signOut();
      await visitor.open('/sign-in');
      await visitor.identify(person);
      await page.getByRole('link', { name: 'Forgot password?' }).click();
      await expect(visitor.heading).toHaveText('Forgot your password?');
    }],
    ['the code for a new password', async () => {
      await visitor.button('Reset with a code by email').click();
      await expect(visitor.heading).toHaveText('Reset your password');
    }],
    ['a new password', async () => {
      await visitor.giveCode(await server.code(person.email));
      await expect(visitor.heading).toHaveText('Set a new password');
    }],
    ['a new password that is too short', async () => {
      await page.getByLabel('New password', { exact: true }).fill('short');
      await visitor.refused(422, 'sign_in/reset_password', () => visitor.button('Reset your password').click());
      await expect(invalid).toBeFocused();
    }],
    ['a link that is over', async () => {
      watch.expectRefusals('410 /vestibule/verify');
      await page.goto('/vestibule/verify?token=x');
    }],
    ['a sign-in that was not theirs', async () => {
      await (await anotherBrowser()).signIn(person);
      const mail = (await server.mailbox()).find(({ to, text }) => to === person.email && text?.includes('/vestibule/disavow?'));
      await page.goto(mail.text.match(/http\S+\/vestibule\/disavow\?token=\S+/)[0]);
    }],
    ['signed out everywhere', () => page.getByRole('button').first().click()],
    ['no page', async () => {
      watch.expectRefusals('404 /no/such/page');
      await visitor.open('/no/such/page');
    }],
    ['an error as a page', async () => {
      watch.expectRefusals('404 /vestibule/no/such/page');
      await page.goto('/vestibule/no/such/page');
    }],
  ];

  async function look(who, state) {
    await new Access(who.page).look(state);
  }

  for (const [state, go] of [...sign_up, ...sign_in]) {
    await whole.step(state, async () => {
      await go();
      await access.look(state);
    });
  }
  expect([...access.fields].filter((field) => !field.startsWith('/dev/')).sort()).toEqual(expected('the entrance'));
});

whole('the account', DETAILS, async ({ visitor, page, server, database, access }) => {
  whole.setTimeout(LONG);
  const [person, other] = [somebody({ first: 'Grace', last: 'Hopper' }), somebody()];
  await server.account({ ...person, agrees: true });
  const authenticator = await Authenticator.of(page);
  const section = (name) => page.getByRole('region', { name, exact: true });
  const dialog = page.getByRole('dialog');
  const unfold = async (within) => {
    const closed = within.locator('details:not([open]) > summary');
    while (await closed.count() > 0) await closed.first().click();
  };
  const send = (within, name) => within.getByRole('button', { name, exact: true });
  const addAddress = () => send(section('Email addresses'), 'Add').click();
  let app;
  let codes;

  const states = [
    ['the menu', async () => {
      await visitor.signIn(person);
      await visitor.userMenu.click();
      await expect(page.getByRole('navigation').getByRole('button', { name: 'Sign out' })).toBeVisible();
    }],
    ['the account over a page', async () => {
      await page.getByRole('link', { name: 'Manage account' }).click();
      await expect(dialog.getByRole('heading', { level: 1 })).toHaveText('Profile details');
    }],
    ['its security', async () => {
      await dialog.getByRole('link', { name: 'Security' }).click();
      await expect(dialog.getByRole('heading', { level: 1 })).toHaveText('Security');
    }],
    ['the profile', () => visitor.open('/user')],
    ['the profile, with everything open', () => unfold(page.getByRole('main'))],
    ['the profile, with something wrong', async () => {
      const field = section('Username').getByLabel('Username');
      await field.fill('admin');
      await visitor.refused(422, 'user/update_username', () => send(section('Username'), 'Save').click());
      await visitor.isWrong(field, 'This username is taken. Please try another.');
    }],
    ['an address that waits for its code', async () => {
      await section('Email addresses').getByLabel('Email address', { exact: true }).fill(other.email);
      await addAddress();
      await expect(section('Email addresses').getByLabel('Verification code')).toBeFocused();
    }],
    ['a wrong code for an address', async () => {
      const field = section('Email addresses').getByLabel('Verification code');
      const code = wrong(await server.code(other.email));
      await visitor.refused(422, 'email_address/attempt_verification', () => field.fill(code));
      await visitor.isWrong(field, 'Incorrect code.');
    }],
    ['the security', () => visitor.open('/user/security')],
    ['a passkey, and everything open', async () => {
      await visitor.button('Add a passkey').click();
      await expect(section('Passkeys').getByRole('listitem')).toHaveCount(1);
      await unfold(page.getByRole('main'));
    }],
    ['the security, with something wrong', async () => {
      const password = section('Password');
      await password.getByLabel('Current password', { exact: true }).fill('not the one');
      await password.getByLabel('New password', { exact: true }).fill('five-Kettles-sing-slowly');
      await visitor.refused(422, 'user/update_password', () => send(password, 'Save').click());
      await visitor.isWrong(password.getByLabel('Current password', { exact: true }), 'This is not your current password.');
    }],
    ['asked once more who they are', async () => {
      await visitor.open('/user');
      wait(database, person);
      await unfold(section('Email addresses'));
      await section('Email addresses').getByLabel('Email address', { exact: true }).fill(somebody().email);
      await visitor.refused(403, 'email_address/create', addAddress);
      await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
    }],
    ['the other methods there', async () => {
      await dialog.locator('summary').click();
      await expect(send(dialog, 'Use a passkey')).toBeVisible();
    }],
    ['a wrong password there', async () => {
      await dialog.getByLabel('Password', { exact: true }).fill('wrong');
      await send(dialog, 'Continue').click();
      await visitor.isWrong(dialog.getByLabel('Password', { exact: true }), 'Incorrect password.');
    }],
    ['a code by mail there', async () => {
      await dialog.locator('summary').click();
      await dialog.getByRole('button', { name: /^Email a code to/ }).click();
      await expect(dialog.getByLabel('Verification code')).toBeFocused();
    }],
    ['done, and what was begun', async () => {
      await dialog.getByLabel('Verification code').fill(await server.code(person.email));
      await expect(dialog).toHaveCount(0);
      await expect(section('Email addresses').getByLabel('Verification code').last()).toBeFocused();
      await visitor.open('/user/security');
    }],
    ['an app that is set up', async () => {
      await visitor.button('Add an authenticator app').click();
      app = new AuthenticatorApp(await page.locator('.vst-totpKey').textContent());
    }],
    ['a wrong code of the app', async () => {
      await visitor.refused(422, 'totp/verify', () => visitor.code.fill('000000'));
      await visitor.isWrong(visitor.code, 'Incorrect code.');
    }],
    ['the backup codes', async () => {
      await visitor.code.fill(app.code);
      await expect(page.locator('.vst-backupCode')).toHaveCount(10);
      codes = await page.locator('.vst-backupCode').allTextContents();
    }],
    ['the second step there', async () => {
      await visitor.open('/user');
      wait(database, person);
      await unfold(section('Email addresses'));
      await section('Email addresses').getByLabel('Email address', { exact: true }).fill(somebody().email);
      await visitor.refused(403, 'email_address/create', addAddress);
      await expect(dialog).toContainText('authenticator app');
    }],
    ['a wrong code there', async () => {
      await dialog.getByLabel('Verification code').fill('000000');
      await visitor.isWrong(dialog.getByLabel('Verification code'), 'Incorrect code.');
    }],
    ['the same as a page', () => page.goto('/vestibule/reverify?redirect_url=/user')],
    ['a backup code there', async () => {
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'Use a backup code' }).click();
      await expect(page.getByLabel('Backup code')).toBeVisible();
    }],
    ['the second step', async () => {
      await visitor.open('/dashboard');
      await visitor.signOut();
      // It would sign in with the passkey by itself.
      await authenticator.isTouched(false);
      await visitor.open('/sign-in');
      await visitor.sendSignIn(person);
      await expect(visitor.heading).toHaveText('Two-step verification');
    }],
    ['a wrong code in the second step', async () => {
      await visitor.refused(422, 'sign_in/attempt_second_factor', () => visitor.giveCode('000000'));
      await visitor.isWrong(visitor.code, 'Incorrect code.');
    }],
    ['the other second steps', async () => {
      await page.getByText('Use another method').click();
      await expect(visitor.button('Use a backup code')).toBeVisible();
    }],
    ['a backup code', async () => {
      await visitor.button('Use a backup code').click();
      await expect(visitor.heading).toHaveText('Enter a backup code');
    }],
    ['a wrong backup code', async () => {
      await page.getByRole('textbox', { name: 'Backup code' }).fill('nonsense');
      await visitor.refused(422, 'sign_in/attempt_second_factor', () => visitor.button('Continue').click());
      await visitor.isWrong(page.getByRole('textbox', { name: 'Backup code' }), 'Incorrect code.');
      expect(codes).toHaveLength(10);
    }],
  ];
  for (const [state, go] of states) {
    await whole.step(state, async () => {
      await go();
      await access.look(state);
    });
  }
  expect([...access.fields].sort()).toEqual(expected('the account'));
});

on(OF_SEVERAL)('several on one browser, and a task', DETAILS, async ({ visitor, page, server, access }) => {
  const [ada, grace] = [somebody({ first: 'Ada' }), somebody({ first: 'Grace' })];
  for (const person of [ada, grace]) await server.account(person);
  const enrol = async (person) => {
    await visitor.sendSignIn(person);
    await expect(visitor.heading).toHaveText('Set up a second step');
  };
  const states = [
    ['a second step is set up first', async () => {
      await visitor.open('/sign-in');
      await enrol(ada);
    }],
    ['an app for it', async () => {
      await visitor.button('Add an authenticator app').click();
      await expect(visitor.code).toBeVisible();
    }],
    ['it is set up', async () => {
      await visitor.code.fill(new AuthenticatorApp(await page.locator('.vst-totpKey').textContent()).code);
      await expect(visitor.heading).toHaveText('Your second step is set up');
    }],
    ['the menu of several', async () => {
      await page.getByRole('link', { name: 'Continue' }).click();
      await visitor.isIn(ada);
      await visitor.userMenu.click();
      await page.getByRole('link', { name: 'Add account' }).click();
      await enrol(grace);
      await visitor.button('Add an authenticator app').click();
      await expect(visitor.code).toBeFocused();
      await visitor.code.fill(new AuthenticatorApp(await page.locator('.vst-totpKey').textContent()).code);
      await page.getByRole('link', { name: 'Continue' }).click();
      await visitor.isIn(grace);
      await visitor.userMenu.click();
    }],
    ['who goes on', async () => {
      await visitor.open('/sign-in');
      await expect(visitor.heading).toHaveText('Choose an account');
    }],
  ];
  for (const [state, go] of states) {
    await whole.step(state, async () => {
      await go();
      await access.look(state);
    });
  }
});

on(WAITLIST)('the waitlist', DETAILS, async ({ visitor, page, access }) => {
  const join = () => visitor.button('Join the waitlist').click();
  await visitor.open('/waitlist');
  await access.look('the waitlist');
  await visitor.refused(422, 'waitlist/join', join);
  await visitor.isWrong(visitor.identifier, 'Enter your email address.');
  await access.look('the waitlist, with an error');
  await visitor.identifier.fill(somebody().email);
  await join();
  await expect(visitor.heading).toHaveText('You are on the list');
  await access.look('on the list');
  expect([...access.fields]).toEqual(expected('the waitlist'));
  await expect(page).toHaveURL(/waitlist/);
});

on(RESTRICTED)('by invitation', DETAILS, async ({ visitor, page, server, access }) => {
  const person = somebody();
  await visitor.open('/sign-up');
  await access.look('sign-up by invitation');
  await visitor.open('/sign-up?ticket=nonsense');
  await access.look('an invitation that is not good any more');
  await visitor.open(server.operate('invitations', 'create', person.email, '--no-mail'));
  await expect(page.getByText(person.email)).toBeVisible();
  await access.look('an invitation');
  await visitor.password.fill(person.password);
  await visitor.button('Continue').click();
  await visitor.isIn(person);
  await visitor.signOut();
  await visitor.open(server.operate('sign-in-tokens', 'create', person.email));
  await expect(visitor.button('Continue as z•••@example.com')).toBeVisible();
  await access.look('a sign-in token');
  await visitor.open(server.operate('invitations', 'create', person.email, '--no-mail', '--ignore-existing'));
  await expect(visitor.heading).toHaveText('You already have an account');
  await access.look('an account');
});

whole('backup codes on paper', DETAILS, async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account({ ...person, agrees: true });
  await visitor.signIn(person);
  await visitor.open('/user/security');
  await visitor.button('Add an authenticator app').click();
  await visitor.code.fill(new AuthenticatorApp(await page.locator('.vst-totpKey').textContent()).code);
  await expect(page.locator('.vst-backupCode')).toHaveCount(10);
  const codes = await page.locator('.vst-backupCode').allTextContents();

  // A printer is not here; what tells the page of one is.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const lines = (await page.locator('body').innerText()).split('\n').filter(Boolean);
  expect(lines.splice(0, 2)).toEqual(['Vestibule', expect.stringMatching(/^Backup codes, .*\d{4}/)]);
  expect(lines).toEqual(codes);
  const colours = await page.locator('[data-vst-printed]').evaluate((it) => (
    [getComputedStyle(it).color, getComputedStyle(document.documentElement).backgroundColor]
  ));
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator('[data-vst-printed]')).toHaveCount(0);
  await expect(visitor.heading).toBeVisible();
});
