// The playground: what is chosen is seen at once, and said in Rust; with and without JavaScript.

import { Access } from '../support/access.js';
import { expect, test } from '../support/test.js';

const preview = (page) => page.frameLocator('#playground-frame');
const code = (page) => page.locator('#playground-rust');

const configuration = (page) => page.locator('#playground-leptos-toml');
const field = (page, name) => page.locator(`[id="${name}"]`);
const elements = (page) => page.locator('#playground-elements');

/** Opens the part of the editor that is for single elements, unless it is. */
async function openElements(page) {
  if (await elements(page).getAttribute('open') === null) await elements(page).locator('> summary').click();
}

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
  await expect(button).toHaveCSS('background-color', 'rgb(255, 99, 71)');
  await expect(code(page)).toHaveText(`use vestibule::appearance::{Appearance, Variables};
use vestibule::components::{AuthProvider, SignIn};

let appearance = Appearance::new().variables(Variables::new().color_primary("rgb(255 99 71)"));
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
  await expect(preview(page).locator('.vst-cardBox')).toHaveCSS('background-color', 'rgb(23, 33, 29)');
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

test('a variable becomes a scale, and one value again', async ({ page, js }) => {
  await page.goto('/playground');
  const button = preview(page).locator('.vst-formButtonPrimary');
  await page.getByRole('button', { name: 'Scale of colorPrimary', exact: true }).click();
  await field(page, 'colorPrimary.600').fill('rgb(10 125 79)');
  await show(page, js);
  await expect(field(page, 'colorPrimary-problem')).toHaveText('lacks 500, which stands for all of it');
  await field(page, 'colorPrimary').fill('rgb(1 2 3)');
  await field(page, 'colorPrimary.700').fill('red;');
  await show(page, js);
  await expect(field(page, 'colorPrimary-problem')).toBeEmpty();
  await expect(field(page, 'colorPrimary.700-problem')).toContainText('has a character in it that no value needs');
  await expect(field(page, 'colorPrimary.700')).toHaveAttribute('aria-invalid', 'true');
  await expect(button).toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await button.hover();
  await expect(button).toHaveCSS('background-color', 'rgb(10, 125, 79)');
  await expect(code(page)).toContainText('.color_primary([("500", "rgb(1 2 3)"), ("600", "rgb(10 125 79)")])');
  await page.getByRole('button', { name: 'One value for colorPrimary', exact: true }).click();
  await expect(field(page, 'colorPrimary.600')).toHaveCount(0);
  await expect(page).toHaveURL(/state=start&colorPrimary=rgb%281\+2\+3%29(#.*)?$/);
  await expect(code(page)).toContainText('.color_primary("rgb(1 2 3)")');
  if (js) await expect(page.getByRole('button', { name: 'Scale of colorPrimary', exact: true })).toBeFocused();
});

test('an element gets classes and properties', async ({ page, js }) => {
  await page.goto('/playground');
  const button = preview(page).locator('.vst-formButtonPrimary');
  await openElements(page);
  await elements(page).getByRole('button', { name: 'formButtonPrimary', exact: true }).click();
  await field(page, 'css.formButtonPrimary').fill('text-transform: uppercase;\n&:hover { opacity: 0.5 }\ncolour?: red');
  await field(page, 'classes.formButtonPrimary').fill('btn btn-wide');
  await show(page, js);
  await expect(field(page, 'css.formButtonPrimary-problem')).toHaveText('`colour?` is no CSS property');
  await expect(button).toHaveCSS('text-transform', 'uppercase');
  await expect(button).toHaveClass(/\bbtn-wide\b/);
  await button.hover();
  await expect(button).toHaveCSS('opacity', '0.5');
  await expect(code(page)).toContainText(`let appearance = Appearance::new()
    .element(Element::FormButtonPrimary, "btn btn-wide")
    .element(
        Element::FormButtonPrimary,
        ElementStyle::from([("text-transform", "uppercase")]).when("&:hover", [("opacity", "0.5")]),
    );`, { useInnerText: true });
  await expect(configuration(page)).toHaveText(`[vestibule.appearance.elements.formButtonPrimary]
class = "btn btn-wide"
text-transform = "uppercase"

[vestibule.appearance.elements.formButtonPrimary."&:hover"]
opacity = "0.5"
`, { useInnerText: true });
  await elements(page).getByRole('button', { name: 'loading: formButtonPrimary' }).click();
  await field(page, 'css.formButtonPrimary__loading').fill('opacity: 0.2');
  await show(page, js);
  await expect(code(page)).toContainText('(Element::FormButtonPrimary, ElementState::Loading)');
  await elements(page).getByRole('button', { name: 'Remove formButtonPrimary', exact: true }).click();
  await expect(field(page, 'css.formButtonPrimary')).toHaveCount(0);
  await expect(code(page)).not.toContainText('uppercase');
  await expect(code(page)).toContainText('ElementState::Loading');
});

test('an element is found by its key, and a key that there is not is told', async ({ page, js }) => {
  await page.goto('/playground');
  await openElements(page);
  const key = page.getByLabel('Find an element');
  await key.fill('headrTitle');
  await elements(page).getByRole('button', { name: 'Edit' }).click();
  await expect(field(page, 'key-problem')).toContainText('did you mean `headerTitle`?');
  await expect(key).toHaveAttribute('aria-invalid', 'true');
  await expect(key).toHaveValue('headrTitle');
  await key.fill('userButtonTrigger');
  await elements(page).getByRole('button', { name: 'Edit' }).click();
  await expect(field(page, 'css.userButtonTrigger')).toBeVisible();
  await expect(key).toHaveValue('');
  await expect(field(page, 'key-problem')).toBeEmpty();
  if (js) await expect(field(page, 'css.userButtonTrigger')).toBeFocused();
});

test('the appearance is for every component, or for this one alone', async ({ page, js }) => {
  await page.goto('/playground?colorPrimary=rgb(1 2 3)');
  await page.getByRole('radio', { name: '<SignIn/> alone' }).check();
  await show(page, js);
  await expect(code(page)).toContainText('let appearance = Appearance::new().sign_in(');
  await expect(configuration(page)).toHaveText('[vestibule.appearance.signIn.variables]\ncolorPrimary = "rgb(1 2 3)"\n', { useInnerText: true });
  await expect(page).toHaveURL(/&on=component(#.*)?$/);
  const button = preview(page).locator('.vst-formButtonPrimary');
  await expect(button).toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await page.getByLabel('Component and state').selectOption('user-button/open');
  await show(page, js);
  await expect(code(page)).toContainText('.user_button(');
  await expect(page.getByRole('radio', { name: '<UserButton/> alone' })).toBeChecked();
  await page.getByLabel('Component and state').selectOption('passkeys/two');
  await show(page, js);
  await expect(page.getByRole('radio', { name: /alone/ })).toHaveCount(0);
  await expect(code(page)).toContainText('.variables(');
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
  await expect(preview(page).locator('.vst-formButtonPrimary')).toHaveCSS('background-color', 'rgb(10, 125, 79)');
  await page.getByLabel('Theme', { exact: true }).focus();
  await page.keyboard.press('j');
  await expect(code(page)).toContainText('.theme(Theme::Juniper)');
  await expect(page.getByLabel('Theme', { exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Copy Rust' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('.color_primary("#0a7d4f")');
  const entries = await page.evaluate(() => history.length);
  await page.getByRole('link', { name: 'Start over' }).click();
  await expect(page).toHaveURL(/state=start$/);
  expect(await page.evaluate(() => history.length)).toBe(entries + 1);
});

test('what is pointed at in the preview says its key, and is picked @js', async ({ page, isMobile }) => {
  await page.goto('/playground');
  const title = preview(page).locator('.vst-headerTitle');
  const path = page.locator('#playground-path');
  if (!isMobile) {
    await title.hover();
    await expect(path).toHaveText(/^rootBox › cardBox › card › .*header › headerTitle$/);
    await page.getByRole('heading', { name: 'Playground' }).hover();
    await expect(path).toBeEmpty();
  }
  const pick = page.getByRole('button', { name: 'Pick an element' });
  await pick.click();
  await expect(pick).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(pick).toHaveAttribute('aria-pressed', 'false');
  await pick.click();
  await title.hover();
  await expect(page.locator('.playground-mark')).toHaveAttribute('data-name', 'headerTitle');
  await title.click();
  await expect(pick).toHaveAttribute('aria-pressed', 'false');
  await expect(field(page, 'css.headerTitle')).toBeFocused();
  await page.keyboard.type('color: rgb(4 5 6)');
  await expect(title).toHaveCSS('color', 'rgb(4, 5, 6)');
  await expect(field(page, 'css.headerTitle')).toBeFocused();
});

test('the keyboard alone is enough @js', async ({ page }) => {
  await page.goto('/playground');
  await page.locator('#playground-elements > summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Find an element')).toBeFocused();
  await page.keyboard.type('headertit');
  await expect(elements(page).getByRole('button', { name: 'formButtonPrimary', exact: true })).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(field(page, 'css.headerTitle')).toBeFocused();
  await page.keyboard.type('color: rgb(4 5 6)');
  await expect(preview(page).locator('.vst-headerTitle')).toHaveCSS('color', 'rgb(4, 5, 6)');
  await page.keyboard.press('Shift+Tab');
  await expect(field(page, 'classes.headerTitle')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(field(page, 'css.headerTitle')).toHaveCount(0);
  const chip = elements(page).getByRole('button', { name: 'headerTitle', exact: true });
  await expect(chip).toBeFocused();
  await expect(page.locator('.playground-mark')).toHaveCount(1);
});

const WALKED = [
  '/playground',
  '/playground?component=user-button&state=open&colorPrimary=;',
  '/playground?colorPrimary=red&colorPrimary.600=;&scale=fontSize&classes.card=a&css.card=colour&element=card__error&key=headr&on=component',
];

test('everyone can use it', { tag: ['@js', '@once'] }, async ({ page }) => {
  test.setTimeout(240_000);
  const access = new Access(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const address of WALKED) {
    await page.goto(address);
    await expect(preview(page).locator('.vst-rootBox, .vst-userButtonBox').first()).toBeVisible();
    for (const part of await page.locator('details').all()) await part.evaluate((it) => { it.open = true; });
    await access.look(address);
  }
});

test('there is nothing else', { tag: '@once' }, async ({ page, watch }) => {
  watch.expectRefusals('404 /playground', '404 /playground/preview');
  for (const path of ['/playground?component=nothing', '/playground/preview?component=sign-in&state=nothing']) {
    expect((await page.goto(path)).status()).toBe(404);
  }
});
