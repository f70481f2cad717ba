import { faults } from '../support/axe.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

// The tables of `SETTINGS` that are said anew here.
const ONE_PAGE = SETTINGS.replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\nwith_sign_up = true\npreferred = "email_code"\n')
  .replace('last_name = "optional"', 'last_name = "required"');

const test = testAt(() => Server.start(VESTIBULE, {
  settings: `${ONE_PAGE}
[vestibule.oauth.google]
[vestibule.oauth.github]
[vestibule.legal]
terms_url = "/terms"
privacy_url = "https://app.example/privacy"
consent = true
`,
}));

async function proveAddress(visitor, server, { email }) {
  await visitor.open('/sign-in?redirect_url=/dashboard%3Ffrom%3Done');
  await expect(visitor.heading).toHaveText('Continue to Vestibule');
  await visitor.identifier.fill(email);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Check your email');
  await visitor.giveCode(await server.code(email));
}

test('whom nobody knows signs up on the sign-in page, and agrees to the terms', async ({ visitor, page, server, js }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  const tick = page.getByRole('checkbox', { name: 'I agree to the Terms of Service and the Privacy Policy' });
  await test.step('the code proves the address', async () => {
    await proveAddress(visitor, server, person);
    await expect(visitor.heading).toHaveText('Create your account');
    await expect(visitor.changeLink(person.email)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Terms of Service' })).toHaveAttribute('href', '/terms');
    if (js) expect(await faults(page)).toEqual([]);
  });
  await test.step('what is missing is said beside its field', async () => {
    await page.getByLabel('First name').fill(person.first);
    await page.getByLabel('Last name').fill(person.last);
    await visitor.password.fill(person.password);
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await expect(tick).toHaveAttribute('aria-invalid', 'true');
    await expect(tick).toHaveAccessibleDescription('Tick the box to go on.');
  });
  await test.step('with the tick there is an account, and no second code', async () => {
    if (!js) await visitor.password.fill(person.password);
    await tick.check();
    await visitor.button('Continue').click();
    await visitor.isIn(person);
    await expect(page).toHaveURL('/dashboard?from=one');
    expect((await server.mailbox()).filter(({ to }) => to === person.email)).toHaveLength(1);
  });
  await test.step('the next time the same page signs in, and marks the way', async () => {
    await visitor.signOut();
    await visitor.open('/sign-in');
    await expect(page.getByText('Last used')).toHaveCount(1);
    await proveAddress(visitor, server, person);
    await visitor.isIn(person);
  });
});

test('the way in that was used last is marked', async ({ visitor, page, js }) => {
  const person = somebody({ first: 'Grace', last: 'Hopper' });
  await visitor.open('/sign-in');
  await expect(page.getByText('Last used')).toHaveCount(0);
  await visitor.button('Continue with GitHub').click();
  await page.getByLabel('Email address', { exact: true }).fill(person.email);
  await page.getByLabel('has verified this address').check();
  await page.getByLabel('First name').fill(person.first);
  await page.getByLabel('Last name').fill(person.last);
  await page.getByRole('button', { name: 'Continue as this GitHub user' }).click();
  await visitor.alive();
  await expect(visitor.heading).toHaveText('Fill in missing details');
  await page.getByRole('checkbox').check();
  await visitor.button('Continue').click();
  await visitor.isIn(person);
  await visitor.signOut();
  await visitor.open('/sign-in');
  await expect(page.getByRole('button', { name: 'Continue with GitHub Last used' })).toBeVisible();
  if (js) expect(await faults(page)).toEqual([]);
});
