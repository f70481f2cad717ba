// Second steps of signing in, with oathtool in the place of an authenticator app.

import { Authenticator } from '../support/authenticator.js';
import { AuthenticatorApp } from '../support/authenticator_app.js';
import { faults } from '../support/axe.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, test as base, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const REQUIRED = `${SETTINGS}\n[vestibule.mfa]\nrequired = true\n`;

const withPerson = {
  /** Someone who is signed in. */
  person: async ({ server, visitor }, use) => {
    const person = somebody({ first: 'Ada', last: 'Lovelace' });
    await server.account(person);
    await visitor.enter(person);
    await visitor.open('/dashboard');
    await use(person);
  },
};

const test = base.extend(withPerson);

const list = (page) => page.getByRole('region', { name: 'Two-step verification' });
const codes = (page) => page.locator('.vst-backupCode');

async function add(visitor, page) {
  await visitor.button('Add an authenticator app').click();
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  return new AuthenticatorApp(await page.locator('.vst-totpKey').textContent());
}

/** Axe is a script: without any it has nothing to say. */
async function noFaults({ js, page }) {
  if (!js) return;
  expect(await faults(page)).toEqual([]);
}

test('an app is set up, asked for at sign-in, and removed', async ({ visitor, page, server, person }) => {
  await expect(list(page)).toContainText('You have not set up a second step yet.');
  const app = await add(visitor, page);
  await test.step('a reload shows the same key, and a wrong code says so', async () => {
    await visitor.reload();
    expect((await page.locator('.vst-totpKey').textContent()).replaceAll(' ', '')).toBe(app.secret);
    await noFaults(visitor);
    await visitor.refused(422, 'totp/verify', async () => {
      await visitor.code.fill('000000');
      if (!visitor.js) await visitor.button('Verify').click();
    });
    await visitor.isWrong(visitor.code, 'Incorrect code.');
  });
  await visitor.code.fill(app.code);
  if (!visitor.js) await visitor.button('Verify').click();
  await expect(codes(page)).toHaveCount(10);
  await expect(list(page)).toContainText('Authenticator app');
  const kept = await codes(page).allTextContents();
  await noFaults(visitor);
  await visitor.reload();
  await expect(codes(page)).toHaveCount(0);
  expect((await server.mailbox()).find(({ to }) => to === person.email).subject).toContain('second step was added');

  await visitor.signOut();
  await test.step('sign in with the app', async () => {
    await visitor.open('/sign-in');
    await visitor.sendSignIn(person);
    await expect(page).toHaveURL(/\/sign-in\/factor-two/);
    await expect(visitor.heading).toHaveText('Two-step verification');
    await noFaults(visitor);
    await visitor.reload();
    await visitor.refused(422, 'sign_in/attempt_second_factor', () => visitor.giveCode('000000'));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
    await visitor.giveCode(app.code);
    await visitor.isIn(person);
  });
  await visitor.signOut();
  await test.step('sign in with a backup code', async () => {
    await visitor.open('/sign-in');
    await visitor.sendSignIn(person);
    await expect(page).toHaveURL(/\/sign-in\/factor-two/);
    await page.getByText('Use another method').click();
    await visitor.button('Use a backup code').click();
    await expect(visitor.heading).toHaveText('Enter a backup code');
    await noFaults(visitor);
    await page.getByRole('textbox', { name: 'Backup code' }).fill(kept[4]);
    await visitor.button('Continue').click();
    await visitor.isIn(person);
  });
  await test.step('other codes, and none', async () => {
    await page.getByLabel('Replace: Backup codes').click();
    await visitor.button('Get new codes').click();
    await expect(codes(page)).toHaveCount(10);
    expect(await codes(page).allTextContents()).not.toContain(kept[5]);
    await page.getByLabel('Remove: Authenticator app').click();
    await visitor.button('Remove second step').click();
    await expect(list(page)).toContainText('You have not set up a second step yet.');
  });
});

test('backup codes are copied, downloaded and printed @js', async ({ visitor, page, context, person }) => {
  expect(person.email).toBeTruthy();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const app = await add(visitor, page);
  await visitor.code.fill(app.code);
  await expect(codes(page)).toHaveCount(10);
  const text = `${(await codes(page).allTextContents()).join('\n')}\n`;
  await visitor.button('Copy').click();
  await expect(visitor.button('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  const download = page.waitForEvent('download');
  await visitor.button('Download').click();
  const file = await (await download).createReadStream();
  expect((await file.toArray()).join('')).toBe(text);
  await page.evaluate(() => { window.print = () => { window.printed = document.documentElement.outerHTML; }; });
  await visitor.button('Print').click();
  expect(await page.evaluate(() => window.printed)).toContain('data-vst-printed');
});

test('without JavaScript nothing is shown that needs it @nojs', async ({ visitor, page, person }) => {
  expect(person.email).toBeTruthy();
  const app = await add(visitor, page);
  await visitor.code.fill(app.code);
  await visitor.button('Verify').click();
  await expect(codes(page)).toHaveCount(10);
  await expect(page.getByRole('button', { name: 'Copy' })).toBeHidden();
});

const withPasskeys = testAt(() => {
  const settings = SETTINGS.replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\npasskey = true\n');
  return Server.start(VESTIBULE, { settings });
}).extend(withPerson);

withPasskeys('after a password a passkey takes the place of a code @js', async ({ visitor, page, person }) => {
  const authenticator = await Authenticator.of(page);
  const app = await add(visitor, page);
  await visitor.code.fill(app.code);
  await expect(codes(page)).toHaveCount(10);
  await visitor.button('Add a passkey').click();
  await expect(page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem')).toHaveCount(1);
  await visitor.signOut();
  await authenticator.looksAway(page, () => visitor.open('/sign-in?redirect_url=/dashboard%3Fby%3Dboth'));
  await authenticator.isTouched(false);
  await visitor.sendSignIn(person);
  await expect(page).toHaveURL(/\/sign-in\/factor-two/);
  await expect(visitor.heading).toHaveText('Two-step verification');
  await page.getByText('Use another method').click();
  await noFaults(visitor);
  await test.step('whoever cannot be verified stays where they are', async () => {
    await authenticator.knowsTheFinger(false);
    await authenticator.isTouched(true);
    await visitor.button('Use a passkey').click();
    await expect(visitor.button('Use a passkey')).not.toHaveAttribute('aria-busy', 'true');
    await expect(visitor.heading).toHaveText('Two-step verification');
  });
  await authenticator.knowsTheFinger(true);
  await visitor.button('Use a passkey').click();
  await visitor.isIn(person);
  await expect(page).toHaveURL('/dashboard?by=both');
});

const NUMBERS = `${SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
  .replace('[vestibule.sign_up]\n', '[vestibule.sign_up]\nphone_number = "optional"\n')}
[vestibule.mfa]
phone_code = true

[vestibule.sms]
per_network_per_hour = 1000

[vestibule.session]
reverification = false
`;

const withNumbers = testAt(() => Server.start(VESTIBULE, { settings: NUMBERS })).extend(withPerson);

let numbers = 0;

/** A number that nobody has: numbers like these are for fiction. */
function someNumber() {
  numbers += 1;
  const last = (Number(process.env.TEST_WORKER_INDEX) % 40) * 2 + numbers;
  return `+120255501${String(last).padStart(2, '0')}`;
}

withNumbers('codes go to the number that is made the default', async ({ visitor, page, server, person }) => {
  const phones = page.getByRole('region', { name: 'Phone numbers', exact: true });
  const given = [someNumber(), someNumber()];
  await visitor.open('/user');
  for (const [count, number] of given.entries()) {
    await phones.locator('summary').filter({ hasText: 'Add phone number' }).click();
    await phones.getByLabel('Phone number', { exact: true }).fill(number);
    await phones.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(phones.getByRole('listitem')).toHaveCount(count + 1);
    const item = phones.getByRole('listitem').filter({ hasText: 'Unverified' });
    await item.getByLabel('Verification code').fill(await server.code(number));
    if (!visitor.js) await item.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(item).toHaveCount(0);
  }
  await visitor.open('/user/security');
  const last = (number) => number.slice(-4);
  for (const number of given) {
    const button = list(page).getByRole('button', { name: new RegExp(`^Use text messages to .*${last(number)}$`) });
    await button.click();
    await expect(button).toHaveCount(0);
  }
  const item = (number) => list(page).getByRole('listitem').filter({ hasText: last(number) });
  await expect(item(given[0])).toContainText('Default');
  await expect(item(given[1])).not.toContainText('Default');
  await item(given[1]).getByRole('button', { name: /^Make default: / }).click();
  await expect(item(given[0]).getByRole('button', { name: /^Make default: / })).toBeVisible();
  await expect(item(given[1])).toContainText('Default');
  await expect(item(given[1]).getByRole('button', { name: /^Make default: / })).toHaveCount(0);
  await noFaults(visitor);

  await visitor.signOut();
  await visitor.open('/sign-in');
  await visitor.sendSignIn(person);
  await expect(visitor.heading).toHaveText('Check your phone');
  await visitor.giveCode(await server.code(given[1]));
  await visitor.isIn(person);
});

const strict = testAt(() => Server.start(VESTIBULE, { settings: REQUIRED }));

strict('where it is required nobody is in before it is set up', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Grace', last: 'Hopper' });
  await visitor.open('/sign-up');
  await visitor.beginSignUp(person);
  await visitor.giveCode(await server.code(person.email));
  await expect(page).toHaveURL(/\/sign-in\/setup-mfa/);
  await expect(visitor.heading).toHaveText('Set up a second step');
  await noFaults(visitor);
  await visitor.open('/dashboard');
  await expect(page).toHaveURL(/\/sign-in\?redirect_url=\/dashboard/);
  await expect(visitor.heading).toHaveText('Set up a second step');
  await expect(visitor.userMenu).toHaveCount(0);
  await visitor.open('/sign-in/setup-mfa');
  const app = await add(visitor, page);
  await visitor.code.fill(app.code);
  if (!visitor.js) await visitor.button('Verify').click();
  await expect(visitor.heading).toHaveText('Your second step is set up');
  await expect(codes(page)).toHaveCount(10);
  await noFaults(visitor);
  await page.getByRole('link', { name: 'Continue' }).click();
  await visitor.isIn(person);
});
