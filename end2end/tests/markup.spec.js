// T30: what people type is text and stays text. A payload that became markup would be an element with the attribute
// `canary`, a dialog, or something that the content security policy keeps out and reports.

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { API, somebody } from '../support/visitor.js';

const PAYLOADS = [
  '<script canary>alert(1)</script>',
  '</script><script canary>alert(1)</script>',
  '"><img src=https://canary.example/x onerror=alert(1) canary>',
  '\'><svg onload=alert(1) canary></svg>',
  '" onfocus=alert(1) autofocus canary="',
  'javascript:alert(1)//',
  '</style><style canary>@import "https://canary.example/"</style>',
  '</title><base href=https://canary.example/ canary>',
  // With fewer digits than a code has, which would send itself.
  '{{913*7}}',
  '${913*7}',
  '&lt;img src=x onerror=alert(1) canary&gt;',
  '<!--<iframe srcdoc="<script>alert(1)</script>" canary>-->',
  // Folded to the signs that they look like, they would be a tag.
  '\uff1cscript canary\uff1ealert(1)\uff1c/script\uff1e',
  // A line separator, a space of no width within a name, and what turns the direction of writing.
  '\u2028<scr\u200bipt canary>\u202e<img src=x canary>',
];
const COMPUTED = String(913 * 7);
const REPORTED = 'the content security policy kept something out';

// With every field that there is.
const test = testAt(() => {
  const settings = SETTINGS.replace('[vestibule.sign_up]', '[vestibule.sign_up]\nusername = "optional"');
  return Server.start(VESTIBULE, { settings });
}).extend({
  /** What browsers have reported to the server in this test. */
  reports: async ({ server }, use) => {
    const from = server.log().length;
    await use(() => server.log().slice(from).split('\n').filter((line) => line.includes(REPORTED)));
  },
});

/** Everything on a page that only a payload can have put there. Runs in the page. */
function strange(computed) {
  const found = [];
  const tell = (why, element) => found.push(`${why}: ${element.outerHTML.slice(0, 200)}`);
  for (const element of document.querySelectorAll('*')) {
    const names = element.getAttributeNames();
    if (names.some((name) => name.startsWith('on') || name.includes('canary'))) tell('attribute', element);
    if (['base', 'canary', 'embed', 'frame', 'iframe', 'math', 'object'].includes(element.localName)) tell('element', element);
    if (['script', 'style'].includes(element.localName) && !element.nonce) tell('no nonce', element);
    for (const name of ['action', 'formaction', 'href', 'src']) {
      const value = element.getAttribute(name);
      const leads = value && URL.canParse(value, location.href) ? new URL(value, location.href) : null;
      if (leads && (leads.protocol !== 'http:' || leads.origin !== location.origin)) tell('leads elsewhere', element);
    }
  }
  if (document.body.innerText.includes(computed)) found.push(`computed: ${document.body.innerText}`);
  return found;
}

/** A name as it is kept: nothing in it turns the direction of writing. */
const shown = (name) => name.replaceAll('\u202e', '');

async function isHarmless(page, what) {
  expect.soft(await page.evaluate(strange, COMPUTED), what).toEqual([]);
}

/** Sends the form, and waits until what the server says to it is here. */
async function send(visitor, endpoint) {
  const said = visitor.js ? visitor.page.waitForResponse(`**${API}/${endpoint}`) : visitor.page.waitForEvent('load');
  await visitor.button('Continue').click();
  await said;
}

test('a payload that becomes markup is noticed', { tag: '@wide' }, async ({ browser, baseURL, javaScriptEnabled, server, reports }) => {
  // Not watched over: here everything goes wrong.
  const context = await browser.newContext({ baseURL, javaScriptEnabled });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.route('/sign-in', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace('</body>', `${PAYLOADS[2]}</body>`) });
  });
  await page.goto('/sign-in');
  const seen = [expect.stringContaining('attribute: <img'), expect.stringContaining('leads elsewhere: <img')];
  expect(await page.evaluate(strange, COMPUTED)).toEqual(seen);
  await expect.poll(() => said.join('\n')).toContain('Content Security Policy');
  await expect.poll(() => reports().join('\n')).toContain('canary.example');
  expect(server.complaints()).toEqual([]);
  await context.close();
});

test('in the fields and the steps of the sign-in', { tag: '@wide' }, async ({ visitor, page, reports }) => {
  const nobody = 'The password is incorrect, or there is no such account.';
  await visitor.open('/sign-in');
  for (const payload of PAYLOADS) {
    await visitor.identifier.fill(payload);
    await visitor.button('Continue').click();
    await expect(visitor.heading).toHaveText('Enter your password');
    await expect(page.getByRole('main').getByText(payload, { exact: true })).toBeVisible();
    await isHarmless(page, `the password alone: ${payload}`);
    await visitor.password.fill(payload);
    await visitor.refused(422, 'sign_in/attempt_first_factor', () => send(visitor, 'sign_in/attempt_first_factor'));
    await visitor.isWrong(visitor.password, nobody);
    await isHarmless(page, `a wrong password: ${payload}`);
    // Now as the server says it, to a browser that has it from before.
    await visitor.reload();
    await expect(page.getByRole('main').getByText(payload, { exact: true })).toBeVisible();
    await isHarmless(page, `the password alone, loaded: ${payload}`);
    await visitor.changeLink(payload).click();
    await expect(visitor.identifier).toHaveValue(payload.trim());
    await isHarmless(page, `sign-in: ${payload}`);
  }
  expect(reports()).toEqual([]);
});

test('in the fields of the sign-up', { tag: '@wide' }, async ({ visitor, page, reports }) => {
  const username = page.getByLabel('Username');
  await visitor.open('/sign-up');
  for (const payload of PAYLOADS) {
    const address = `${payload}@nowhere`;
    await visitor.fillSignUp({ first: payload, last: payload, email: address, password: payload });
    await username.fill(payload);
    await visitor.refused(422, 'sign_up/create', () => send(visitor, 'sign_up/create'));
    // The topmost of the two has the focus.
    await visitor.isWrong(username, /^Use only the letters a to z/);
    await expect(visitor.identifier).toHaveAccessibleDescription('Enter a valid email address.');
    await expect(page.getByLabel('First name')).toHaveValue(payload);
    await expect(page.getByLabel('Last name')).toHaveValue(payload);
    await expect(username).toHaveValue(payload);
    await isHarmless(page, `sign-up: ${payload}`);
  }
  expect(reports()).toEqual([]);
});

test('in the names of someone, and in place of their code', { tag: '@wide' }, async ({ visitor, page, server, context, reports }) => {
  for (let number = 0; number < PAYLOADS.length; number += 2) {
    const [first, last] = [PAYLOADS[number], PAYLOADS[number + 1]];
    const person = somebody({ first, last });
    await context.clearCookies();
    await visitor.open('/sign-up');
    await visitor.beginSignUp(person);
    await isHarmless(page, `the code, after ${first} ${last}`);
    for (const payload of [first, last]) {
      await visitor.code.fill(payload);
      await visitor.refused(422, 'sign_up/attempt_verification', () => send(visitor, 'sign_up/attempt_verification'));
      await visitor.isWrong(visitor.code, /code\.$/);
      await isHarmless(page, `the code: ${payload}`);
    }
    await visitor.giveCode(await server.code(person.email));
    await visitor.isIn({ ...person, first: shown(first), last: shown(last) });
    await visitor.userMenu.click();
    await isHarmless(page, `the dashboard and the menu of ${first} ${last}`);
    await visitor.open('/sign-in');
    await expect(page.getByRole('main')).toContainText(`You are signed in as ${shown(first)} ${shown(last)}.`);
    await isHarmless(page, `signed in as ${first} ${last}`);
  }
  await page.goto('/dev/mailbox');
  await expect(visitor.heading).toHaveText('Development mailbox');
  expect(reports()).toEqual([]);
});

test('in where one wanted to go', { tag: '@wide' }, async ({ visitor, page, reports }) => {
  for (const payload of PAYLOADS.flatMap((payload) => [payload, `/${payload}`])) {
    const query = `?redirect_url=${encodeURIComponent(payload)}`;
    await visitor.open(`/sign-in${query}`);
    await isHarmless(page, `sign-in: ${payload}`);
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    await expect(visitor.heading).toHaveText('Create your account');
    await expect(page.locator('form input[name=redirect_url]').first()).toHaveValue(payload);
    await isHarmless(page, `sign-up: ${payload}`);
  }
  expect(reports()).toEqual([]);
});

test('in where one wanted to go, for who is in already', { tag: '@wide' }, async ({ visitor, page, server, reports }) => {
  const person = somebody();
  await server.account(person);
  await visitor.open('/sign-in?redirect_url=javascript:alert(1)//');
  await visitor.sendSignIn(person);
  await visitor.isIn(person);
  for (const payload of PAYLOADS.flatMap((payload) => [payload, `/${payload}`])) {
    await visitor.open(`/sign-in?redirect_url=${encodeURIComponent(payload)}`);
    await expect(visitor.heading).toHaveText('You are already signed in');
    await isHarmless(page, `signed in: ${payload}`);
    const onward = page.getByRole('main').getByRole('link', { name: 'Continue' });
    await expect(onward).toHaveAttribute('href', payload.startsWith('/') ? payload : '/dashboard');
  }
  expect(reports()).toEqual([]);
});
