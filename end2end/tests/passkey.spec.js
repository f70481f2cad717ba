// Passkeys, with the virtual authenticator of the browser.

import { Authenticator } from '../support/authenticator.js';
import { examine } from '../support/axe.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const PASSKEYS = SETTINGS.replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\npasskey = true\n');

const test = testAt(() => Server.start(VESTIBULE, { settings: PASSKEYS })).extend({
  /** Someone who is signed in. */
  person: async ({ server, visitor }, use) => {
    const person = somebody({ first: 'Ada', last: 'Lovelace' });
    await server.account(person);
    await visitor.enter(person);
    await visitor.open('/dashboard');
    await use(person);
  },
});

const list = (page) => page.getByRole('region', { name: 'Passkeys' });
const items = (page) => list(page).getByRole('listitem');

async function add(visitor, page, count = 1) {
  await visitor.button('Add a passkey').click();
  await expect(items(page)).toHaveCount(count);
}

test('a passkey is made, named, signed in with by its button, and removed @js', async ({ visitor, page, server, person }) => {
  const authenticator = await Authenticator.of(page);
  await expect(list(page)).toContainText('You have no passkeys yet.');
  await add(visitor, page);
  await expect(items(page)).toContainText(/Chrome on (Linux|Android)/);
  const [credential] = await authenticator.credentials();
  expect(credential).toMatchObject({ isResidentCredential: true, rpId: 'localhost' });
  expect((await server.mailbox()).find(({ to }) => to === person.email).subject)
    .toBe('A passkey was added to your Vestibule account');

  await test.step('it gets another name', async () => {
    await page.getByLabel('Rename Chrome on').click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('');
    await visitor.refused(422, 'passkey/rename', () => visitor.button('Save').click());
    await visitor.isWrong(name, 'Enter a name.');
    await name.fill('My laptop');
    await visitor.button('Save').click();
    await expect(items(page)).toContainText('My laptop');
    await visitor.reload();
    await expect(items(page)).toContainText('My laptop');
  });

  await visitor.signOut();
  await test.step('the button waits for whoever touches it', async () => {
    await authenticator.isTouched(false);
    await visitor.open('/sign-in');
    await visitor.button('Use a passkey').click();
    await expect(visitor.button('Use a passkey')).toHaveAttribute('aria-busy', 'true');
    await authenticator.looksAway(page, () => visitor.open('/sign-in?redirect_url=/dashboard%3Fby%3Dpasskey'));
    await visitor.button('Use a passkey').click();
    await visitor.isIn(person);
    await expect(page).toHaveURL('/dashboard?by=passkey');
    await expect(items(page)).toContainText('Last used');
  });

  await test.step('it is removed', async () => {
    await page.getByLabel('Remove My laptop').click();
    await expect(list(page)).toContainText('It will not sign you in any more.');
    await visitor.button('Remove passkey').click();
    await expect(list(page)).toContainText('You have no passkeys yet.');
    await visitor.signOut();
    await authenticator.looksAway(page, () => visitor.open('/sign-in'));
    await visitor.refused(422, 'sign_in/passkey', async () => {
      await visitor.button('Use a passkey').click();
      await expect(visitor.alert).toHaveText('You could not be signed in with this passkey. Please try again, or use another way.');
    });
    await authenticator.isTouched(false);
    await visitor.signIn(person);
  });
});

test('passkeys are offered where the address is typed @js', async ({ visitor, page, person }) => {
  const authenticator = await Authenticator.of(page);
  await add(visitor, page);
  await visitor.signOut();
  await authenticator.isTouched(false);
  await visitor.open('/sign-in');
  await expect(visitor.identifier).toHaveAttribute('autocomplete', 'username webauthn');
  // What is offered before somebody is there stays an offer. The browser of a test picks the first passkey of a new one.
  await authenticator.isTouched(true);
  await page.goto('/sign-in?redirect_url=/dashboard%3Fby%3Dautofill');
  await visitor.isIn(person);
  await expect(page).toHaveURL('/dashboard?by=autofill');
});

test('an offer that nobody takes is in nobody\'s way @js', async ({ visitor, page, person }) => {
  const authenticator = await Authenticator.of(page);
  await add(visitor, page);
  await visitor.signOut();
  await authenticator.isTouched(false);
  await visitor.signIn(person);
  await visitor.signOut();
  // From page to page without loading one, and back.
  await page.getByRole('navigation').getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await expect(visitor.heading).toHaveText('Create your account');
  await authenticator.isTouched(true);
  await page.goBack();
  await visitor.isIn(person);
});

test('who cancels is told nothing, and can go on @js', async ({ visitor, page, person }) => {
  const authenticator = await Authenticator.of(page);
  await authenticator.knowsTheFinger(false);
  await visitor.button('Add a passkey').click();
  await expect(visitor.button('Add a passkey')).not.toHaveAttribute('aria-busy');
  await expect(list(page)).toContainText('You have no passkeys yet.');
  await expect(visitor.alert).toHaveCount(0);
  await authenticator.knowsTheFinger(true);
  await add(visitor, page);

  await visitor.signOut();
  await authenticator.looksAway(page, () => visitor.open('/sign-in'));
  await authenticator.knowsTheFinger(false);
  await visitor.button('Use a passkey').click();
  await expect(visitor.button('Use a passkey')).not.toHaveAttribute('aria-busy');
  await expect(visitor.alert).toHaveCount(0);
  await expect(page).toHaveURL('/sign-in');
  await authenticator.knowsTheFinger(true);
  await visitor.button('Use a passkey').click();
  await visitor.isIn(person);
});

test('a device with a passkey makes no second one @js', async ({ visitor, page, person }) => {
  expect(person.email).toBeTruthy();
  await Authenticator.of(page);
  await add(visitor, page);
  await visitor.refused(422, 'passkey/create', () => visitor.button('Add a passkey').click());
  await expect(list(page).getByRole('alert')).toHaveText('There is a passkey for your account on this device already.');
  await expect(items(page)).toHaveCount(1);
});

test('a passkey can be chosen among other ways @js', async ({ visitor, page, person }) => {
  const authenticator = await Authenticator.of(page);
  await add(visitor, page);
  await visitor.signOut();
  await authenticator.isTouched(false);
  await visitor.open('/sign-in');
  await visitor.identify(person);
  await authenticator.isTouched(true);
  await visitor.chooseMethod('Use a passkey');
  await visitor.isIn(person);
});

test('without WebAssembly a passkey works all the same @js', async ({ browser, baseURL, server }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  const context = await browser.newContext({ baseURL });
  await context.route('**/*.wasm', (route) => route.abort());
  const page = await context.newPage();
  const authenticator = await Authenticator.of(page);
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: 'Email address' }).fill(person.email);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(items(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(list(page).getByRole('alert')).toHaveText('There is a passkey for your account on this device already.');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await authenticator.looksAway(page, () => page.goto('/sign-in'));
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome, Ada Lovelace');
  await context.close();
});

test('who is quicker than the scripts is asked all the same @js', async ({ visitor, page, context, person }) => {
  expect(person.email).toBeTruthy();
  await Authenticator.of(page);
  await context.route('**/passkeys*.js', async (route) => {
    await new Promise((then) => { setTimeout(then, 1500); });
    await route.continue();
  });
  await page.goto('/dashboard', { waitUntil: 'commit' });
  await add(visitor, page);
});

test('a passkey says what it needs', async ({ visitor, page, js }) => {
  await visitor.open('/sign-in');
  // Playwright finds no texts where there are no scripts.
  const hint = page.locator('.vst-passkeyForm .vst-formFieldHintText');
  if (js) {
    await expect(visitor.button('Use a passkey')).toBeVisible();
    await expect(hint).toHaveCount(0);
  } else {
    await expect(hint).toBeVisible();
    await expect(hint).toHaveText('To use a passkey, switch on JavaScript. All other ways to sign in work without it.');
    await expect(visitor.button('Use a passkey')).toBeHidden();
  }
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test(`the button and the list are usable by everyone, in ${colorScheme} @js`, async ({ visitor, page, person }, testInfo) => {
      const check = async (what) => {
        const { violations, passes } = await examine(page);
        expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`), what).toEqual([]);
        expect(passes, what).toContain('color-contrast');
        if (process.env.SCREENSHOTS) {
          const name = `${testInfo.project.name}-${colorScheme}-${what.replaceAll(' ', '-')}.png`;
          await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}`, fullPage: true });
        }
      };
      expect(person.email).toBeTruthy();
      const authenticator = await Authenticator.of(page);
      await check('an empty list');
      await add(visitor, page);
      await page.getByLabel('Rename Chrome on').click();
      await check('a name');
      await page.getByLabel('Rename Chrome on').click();
      await page.getByLabel('Remove Chrome on').click();
      await check('a removal');
      await visitor.signOut();
      await authenticator.isTouched(false);
      await visitor.open('/sign-in');
      await check('the card');
    });
  });
}
