// The playground: what is chosen is seen at once, and said in Rust; with and without JavaScript.

import { Access } from '../support/access.js';
import { expect, test } from '../support/test.js';

const style = (locator, property) => locator.evaluate((element, name) => getComputedStyle(element)[name], property);
const preview = (page) => page.frameLocator('#playground-frame');
const code = (page) => page.locator('#playground-code');

/** Without JavaScript nothing is shown before it is asked for. */
async function show(page, js) {
  if (!js) await page.getByRole('button', { name: 'Show' }).first().click();
}

test('a colour is seen, and said in the code', async ({ page, js }) => {
  await page.goto('/playground');
  const button = preview(page).locator('.vst-formButtonPrimary');
  await expect(button).toBeVisible();
  await expect(code(page)).not.toContainText('Appearance');
  await page.getByRole('textbox', { name: 'colorPrimary', exact: true }).fill('rgb(255 99 71)');
  await show(page, js);
  await expect(page).toHaveURL('/playground?component=sign-in&state=start&colorPrimary=rgb%28255+99+71%29');
  await expect.poll(() => style(button, 'backgroundColor')).toBe('rgb(255, 99, 71)');
  await expect(code(page)).toHaveText(`use vestibule::appearance::{Appearance, Variables};
use vestibule::components::{AuthProvider, SignIn};

let appearance = Appearance::new()
    .variables(Variables::new().color_primary("rgb(255 99 71)"));
view! {
    <AuthProvider appearance>
        <SignIn/>
    </AuthProvider>
}
`, { useInnerText: true });
});

test('a language runs its own way, and another one where it is told to', async ({ page, js }) => {
  await page.goto('/playground');
  const card = preview(page).locator('.vst-rootBox');
  await expect(card).toHaveAttribute('dir', 'ltr');
  await page.getByLabel('Language').selectOption('ar');
  await show(page, js);
  await expect(card).toHaveAttribute('dir', 'rtl');
  await expect(card).toHaveAttribute('lang', 'ar');
  await expect(code(page)).toContainText('<AuthProvider locale="ar">');
  await page.getByLabel('Direction').selectOption('ltr');
  await show(page, js);
  await expect(card).toHaveAttribute('dir', 'ltr');
  await expect(card).toHaveAttribute('lang', 'ar');
});

test('themes lie over each other, light or dark', async ({ page, js }) => {
  await page.goto('/playground');
  await page.getByLabel('Theme', { exact: true }).selectOption('juniper');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await show(page, js);
  await expect(code(page)).toContainText('Appearance::new().theme([Theme::Juniper, Theme::Dark])');
  await expect.poll(() => style(preview(page).locator('.vst-cardBox'), 'backgroundColor')).toBe('rgb(23, 33, 29)');
  await page.reload();
  await expect(page.getByLabel('Theme', { exact: true })).toHaveValue('juniper');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
});

test('a state is chosen from the list, and a narrow page is as wide as a phone', async ({ page, js }) => {
  await page.goto('/playground');
  await page.getByLabel('Component and state').selectOption('user-button/several-sessions');
  await page.getByRole('radio', { name: 'Phone (390)' }).check();
  await show(page, js);
  await expect(page.getByRole('heading', { name: 'With several sessions' })).toBeVisible();
  await expect(preview(page).getByText('Grace Hopper')).toBeVisible();
  await expect(page.getByLabel('Component and state')).toHaveValue('user-button/several-sessions');
  const { width } = await page.locator('#playground-frame').boundingBox();
  expect(width).toBeLessThanOrEqual(392);
});

test('what is refused is told beside its field, and has no effect', async ({ page, js }) => {
  await page.goto('/playground?borderRadius=3px');
  const field = page.getByRole('textbox', { name: 'colorPrimary', exact: true });
  await field.fill('red; background: url(//evil.example)');
  await show(page, js);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#colorPrimary-problem')).toContainText('has a character in it that no value needs');
  await expect(code(page)).not.toContainText('evil');
  await expect(code(page)).toContainText('.border_radius("3px")');
  await field.fill('');
  await show(page, js);
  await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#colorPrimary-problem')).toBeEmpty();
});

test('nothing in the preview is sent or followed', async ({ page, server }) => {
  const asked = [];
  await page.goto('/playground');
  await expect(preview(page).getByRole('button', { name: 'Continue' })).toBeVisible();
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await preview(page).locator('input[name=identifier]').fill('ada@example.com');
  await preview(page).locator('input[name=password]').fill('nobody knows');
  await preview(page).getByRole('button', { name: 'Continue' }).click();
  await preview(page).getByRole('link', { name: 'Sign up' }).click();
  await expect(preview(page).getByRole('heading', { name: 'Sign in to Vestibule' })).toBeVisible();
  expect(asked).toEqual([]);
  expect(await server.mailbox()).toEqual(expect.any(Array));
});

test('the keyboard and the pointer change it at once @js', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/playground');
  await expect(page.getByRole('button', { name: 'Show' })).toHaveCount(0);
  await page.getByLabel('Pick colorPrimary', { exact: true }).fill('#0a7d4f');
  await expect(page.getByRole('textbox', { name: 'colorPrimary', exact: true })).toHaveValue('#0a7d4f');
  await expect.poll(() => style(preview(page).locator('.vst-formButtonPrimary'), 'backgroundColor')).toBe('rgb(10, 125, 79)');
  await page.getByLabel('Theme', { exact: true }).focus();
  await page.keyboard.press('j');
  await expect(code(page)).toContainText('.theme(Theme::Juniper)');
  await expect(page.getByLabel('Theme', { exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Copy code' }).click();
  await expect(page.getByRole('status')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('.color_primary("#0a7d4f")');
  const entries = await page.evaluate(() => history.length);
  await page.getByRole('link', { name: 'Start over' }).click();
  await expect(page).toHaveURL(/state=start$/);
  expect(await page.evaluate(() => history.length)).toBe(entries + 1);
});

test('everyone can use it', { tag: ['@js', '@once'] }, async ({ page }) => {
  test.setTimeout(120_000);
  const access = new Access(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const address of ['/playground', '/playground?component=user-button&state=open&colorPrimary=;']) {
    await page.goto(address);
    await expect(preview(page).locator('.vst-rootBox, .vst-userButtonBox').first()).toBeVisible();
    await page.locator('details').last().evaluate((it) => { it.open = true; });
    await access.look(address);
  }
});

test('there is nothing else', { tag: '@once' }, async ({ page, watch }) => {
  watch.expectRefusals('404 /playground', '404 /playground/preview');
  for (const path of ['/playground?component=nothing', '/playground/preview?component=sign-in&state=nothing']) {
    expect((await page.goto(path)).status()).toBe(404);
  }
});
