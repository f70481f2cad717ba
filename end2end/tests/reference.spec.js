// The page on which people read what the REST API is.

import { SEEN, violations } from '../support/access.js';
import { expect, test } from '../support/test.js';

test('every operation of the document is on the page', async ({ page, server }) => {
  const document = await (await fetch(`${server.url}/v1/openapi.json`)).json();
  await page.goto('/v1/docs');
  await expect(page).toHaveTitle('Vestibule: the REST API');
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  await expect(page.getByRole('article')).toHaveCount(operations.length);
  await page.locator('nav').getByRole('link', { name: 'Redirect URLs' }).click();
  await expect(page).toHaveURL(/#redirect-urls$/);
  await expect(page.getByRole('heading', { name: 'Redirect URLs', exact: true })).toBeInViewport();
  const create = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'List a redirect URL' }) });
  await expect(create).toContainText('redirect_urls:write');
  await expect(create.getByText(`curl -X POST '${server.url}/v1/redirect_urls'`)).toBeVisible();
  await create.getByRole('link', { name: 'RedirectUrl', exact: true }).click();
  await expect(page.locator('#schema-redirecturl')).toBeInViewport();
});

test('nothing of it is wider than the page @js', async ({ page }) => {
  await page.goto('/v1/docs');
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(wide).toBe(0);
});

test('leaves nothing that axe complains about, in the light and in the dark @js', async ({ page }) => {
  // Axe looks at some thousands of elements.
  test.slow();
  await page.goto('/v1/docs');
  for (const [colorScheme, rules] of [['light', undefined], ['dark', SEEN]]) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, rules), colorScheme).toEqual([]);
  }
});
