// The words of the browser's language: in the first HTML, after the page has come alive, in errors, and from right to left.

import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const LANGUAGES = [
  { locale: 'de-AT', tag: 'de', title: 'Bei Vestibule anmelden', dir: 'ltr' },
  { locale: 'ja', tag: 'ja', dir: 'ltr' },
  { locale: 'ar', tag: 'ar', dir: 'rtl' },
];

for (const { locale, tag, title, dir } of LANGUAGES) {
  test.describe(tag, () => {
    test.use({ locale });

    test('the sign-in speaks it', async ({ page, visitor, js }) => {
      const scripts = [];
      page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
      await page.goto('/sign-in');
      const card = page.locator('.vst-rootBox').first();
      await expect(card).toHaveAttribute('lang', tag);
      await expect(card).toHaveAttribute('dir', dir);
      const first = await visitor.heading.textContent();
      if (title) expect(first).toBe(title);
      expect(first).not.toContain('Sign in');
      const words = scripts.filter((path) => path.includes('/words-'));
      expect(words).toEqual(js ? [`/vestibule/assets/words-${tag}.js`] : []);

      await page.locator('input[name=identifier]').fill('nobody@example.com');
      await page.locator('.vst-formButtonPrimary').click();
      await expect(page).toHaveURL(/factor-one/);
      await expect(visitor.heading).not.toContainText(/Check|Enter/);
    });
  });
}

test.describe('of whoever is signed in', () => {
  test.use({ locale: 'de' });

  test('goes with them', async ({ page, visitor, server }) => {
    const person = somebody({ first: 'Ada', last: 'Lovelace' });
    await server.account(person);
    await page.goto('/sign-in');
    await expect(visitor.heading).toHaveText('Bei Vestibule anmelden');
  });
});
