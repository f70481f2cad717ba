import AxeBuilder from '@axe-core/playwright';

import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

for (const colorScheme of ['light', 'dark']) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test(`every page is usable by everyone, in ${colorScheme} @js`, async ({ visitor, page, server, watch }) => {
      const check = async (what) => {
        const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
        expect.soft(told, what).toEqual([]);
        expect(passes.map(({ id }) => id), what).toContain('color-contrast');
      };
      await visitor.open('/');
      await check('the start page');
      await visitor.open('/sign-in');
      await check('sign-in');
      await visitor.refused(422, 'sign_in/create', () => visitor.button('Continue').click());
      await visitor.isWrong(visitor.identifier, 'Please fill in this field.');
      await check('sign-in, with an error');
      await visitor.identifier.fill(somebody().email);
      await visitor.button('Continue').click();
      await expect(visitor.heading).toHaveText('Enter your password');
      await check('the password alone');

      const person = somebody({ first: 'Ada', last: 'Lovelace' });
      await visitor.open('/sign-up');
      await visitor.fillSignUp({ ...person, password: 'password1' });
      await expect(visitor.password).toHaveAccessibleDescription(/^This is a commonly used password\./);
      await check('sign-up, with advice');
      await visitor.beginSignUp(person);
      await check('the code');
      await page.goto('/dev/mailbox');
      await check('the mailbox');
      await visitor.open('/sign-up/verify-email-address');
      await visitor.giveCode(await server.code(person.email));
      await visitor.isIn(person);
      await check('the dashboard');
      await visitor.userMenu.click();
      await expect(page.getByRole('navigation').getByRole('button', { name: 'Sign out' })).toBeVisible();
      await check('the menu');
      await visitor.open('/sign-in');
      await check('already signed in');
      watch.expectRefusals('404 /no/such/page');
      await visitor.open('/no/such/page');
      await check('no page');
    });
  });
}
