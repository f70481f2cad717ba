import { examine } from '../support/axe.js';
import { OpenId } from '../support/openid.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { be } from '../support/simulated_provider.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const SIMULATED = `${SETTINGS}
[vestibule.oauth.google]
[vestibule.oauth.github]
`;

const simulated = testAt(() => Server.start(VESTIBULE, { settings: SIMULATED }));

simulated('one button signs up, and the same button signs in', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  for (const start of ['/sign-up', '/sign-in']) {
    await simulated.step(start, async () => {
      await visitor.open(start);
      await visitor.button('Continue with Google').click();
      await be(page, 'Google', person);
      await visitor.alive();
      await visitor.isIn(person);
      await visitor.signOut();
    });
  }
  expect((await server.mailbox()).filter(({ to }) => to === person.email)).toEqual([]);
});

simulated('who says no is told so, and where they wanted to go is kept', async ({ visitor, page }) => {
  await visitor.open('/sign-in?redirect_url=/dashboard%3Ffrom%3Dgoogle');
  await visitor.button('Continue with GitHub').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await visitor.alive();
  await expect(page).toHaveURL(/\/sign-in\?redirect_url=/);
  await expect(page.getByRole('alert')).toHaveText('You did not allow it there, so nothing has happened here.');
  const person = somebody({ first: 'Grace' });
  await visitor.button('Continue with GitHub').click();
  await be(page, 'GitHub', person);
  await visitor.alive();
  await visitor.isIn(person);
  await expect(page).toHaveURL('/dashboard?from=google');
});

simulated('what the provider does not know is asked for', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Ada' });
  await visitor.open('/sign-up');
  await visitor.button('Continue with Google').click();
  await be(page, 'Google', { first: 'Ada' });
  await visitor.alive();
  await expect(visitor.heading).toHaveText('Fill in missing details');
  await visitor.refused(422, 'sign_up/update', () => visitor.button('Continue').click());
  await visitor.isWrong(visitor.identifier, 'Enter your email address.');
  await visitor.identifier.fill(person.email);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Verify your email');
  await visitor.giveCode(await server.code(person.email));
  await visitor.isIn(person);
});

for (const colorScheme of ['light', 'dark']) {
  simulated.describe(`in ${colorScheme}`, () => {
    simulated.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    simulated(`the buttons and the simulated provider are usable by everyone, in ${colorScheme} @js`, async ({ visitor, page }) => {
      const check = async (what) => {
        const { violations, passes } = await examine(page);
        expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`), what).toEqual([]);
        expect(passes, what).toContain('color-contrast');
      };
      await visitor.open('/sign-up');
      await check('the card');
      await visitor.button('Continue with GitHub').click();
      await expect(visitor.heading).toHaveText('Sign in with GitHub');
      await check('the simulated provider');
      await be(page, 'GitHub', {});
      await visitor.alive();
      await expect(visitor.heading).toHaveText('Fill in missing details');
      await check('the missing details');
    });
  });
}

const openid = testAt(async () => {
  const one = await OpenId.listen('one', '127.0.0.1', { claimsInIdToken: true });
  const two = await OpenId.listen('two', '127.0.0.2', { claimsInIdToken: false });
  const server = await Server.start(VESTIBULE, { settings: SETTINGS + one.settings + two.settings });
  one.know(server);
  two.know(server);
  const stop = async () => {
    await Server.prototype.stop.call(server);
    await Promise.all([one.stop(), two.stop()]);
  };
  return Object.assign(server, { providers: { one, two }, stop });
}).extend({
  providers: async ({ server }, use) => use(server.providers),
});

openid('two OpenID providers lead to one account with the address that both have proven', async ({ visitor, page, providers }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  for (const provider of [providers.one, providers.two, providers.one]) {
    await openid.step(provider.name, async () => {
      await page.context().clearCookies();
      await visitor.open('/sign-in');
      await visitor.button(`Continue with ${provider.name}`).click();
      await provider.agree(page, person.email);
      await visitor.alive();
      await visitor.isIn(person);
    });
  }
  const { external_accounts: accounts } = await page.request.get('/api/me').then((answer) => answer.json());
  expect(accounts.map(({ provider, email_address: email }) => `${provider} ${email}`))
    .toEqual([`one ${person.email}`, `two ${person.email}`]);
});

openid('an answer of one provider is none of the other', async ({ visitor, page, providers: { one } }) => {
  const person = somebody();
  await visitor.open('/sign-in');
  await visitor.button('Continue with One').click();
  one.leadsTo = (url) => url.replace('/oauth_callback/one?', '/oauth_callback/two?');
  await one.agree(page, person.email);
  one.leadsTo = (url) => url;
  await visitor.alive();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByRole('alert')).toHaveText('This sign-in is over or was begun elsewhere. Please try again.');
  await visitor.open('/');
  await visitor.isOut();
});
