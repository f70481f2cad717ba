// How the components look: what Leptos.toml says, in the first HTML, with and without JavaScript.

import { faults } from '../support/axe.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';

const APPEARANCE = `
[vestibule.oauth.google]
enabled = true

[vestibule.appearance]
theme = ["juniper", "dark"]
[vestibule.appearance.variables]
colorPrimary = "#6c47ff"
borderRadius = "3px"
[vestibule.appearance.options]
logoImageUrl = "/favicon.svg"
socialButtonsPlacement = "bottom"
helpPageUrl = "/help"
[vestibule.appearance.elements]
card = "from-the-host"
headerTitle = { textTransform = "uppercase" }
[vestibule.appearance.signUp.variables]
colorPrimary = "rgb(255 99 71)"
`;

const test = testAt(() => Server.start(VESTIBULE, { settings: SETTINGS + APPEARANCE }));

const style = (locator, property) => locator.evaluate((element, name) => getComputedStyle(element)[name], property);

async function looksAsSaid(visitor, page, { primary }) {
  const card = page.locator('.vst-card');
  await expect(card).toHaveClass('vst-card from-the-host');
  await expect(page.locator('.vst-logoImage')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Help' })).toHaveAttribute('href', '/help');
  const button = page.locator('.vst-formButtonPrimary');
  expect(await style(button, 'backgroundColor')).toBe(primary);
  expect(await style(button, 'borderTopLeftRadius')).toBe('3px');
  expect(await style(page.locator('.vst-cardBox'), 'backgroundColor')).toBe('rgb(23, 33, 29)');
  expect(await style(visitor.heading, 'textTransform')).toBe('uppercase');
}

test('is that of Leptos.toml, and stays so when the browser goes to another page', async ({ visitor, page }) => {
  await visitor.open('/sign-in');
  await looksAsSaid(visitor, page, { primary: 'rgb(108, 71, 255)' });
  const order = await page.evaluate(() => {
    const [buttons, field] = ['.vst-socialButtonsRoot', '.vst-formField'].map((name) => document.querySelector(name));
    return Boolean(field.compareDocumentPosition(buttons) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  expect(order, 'the providers stand below the form').toBe(true);
  await page.getByRole('link', { name: 'Sign up' }).click();
  await expect(page).toHaveURL(/sign-up/);
  await looksAsSaid(visitor, page, { primary: 'rgb(255, 99, 71)' });
});

test('is that of the pages without an app, too', async ({ page, visitor }) => {
  await visitor.open('/sign-in');
  const answer = await page.request.get('/vestibule/appearance.css');
  expect(await answer.text()).toContain('--vst-color-primary:#6c47ff;');
});

test("gives way to the host's own CSS", { tag: '@once' }, async ({ page, visitor }) => {
  await visitor.open('/sign-in');
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.vst-headerTitle { text-transform: lowercase } .vst-rootBox { --vst-color-primary: rgb(1, 2, 3) }');
    document.adoptedStyleSheets = [sheet];
  });
  expect(await style(visitor.heading, 'textTransform')).toBe('lowercase');
  await expect.poll(() => style(page.locator('.vst-formButtonPrimary'), 'backgroundColor')).toBe('rgb(1, 2, 3)');
});

test('can be read on any primary colour', { tag: '@once' }, async ({ page, visitor }) => {
  await visitor.open('/sign-in');
  const colours = ['#000', '#fff', '#222329', '#6366f1', '#6c47ff', '#22c55e', '#ef4444', '#f59e0b', '#0ea5e9', '#777', '#767676',
    'hsl(280 80% 60%)', 'oklch(70% 0.2 150)', 'oklch(55% 0.2 30)', 'lab(50% 40 -60)', 'rebeccapurple', 'light-dark(gold, navy)',
    'color-mix(in oklab, teal, hotpink)', 'color(display-p3 0.2 0.6 0.9)'];
  for (const colour of colours) {
    const contrast = await page.evaluate((colour) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`.vst-rootBox { --vst-color-primary: ${colour}; --vst-color-primary-foreground: initial }
        .vst-formButtonPrimary { transition: none !important }`);
      document.adoptedStyleSheets = [sheet];
      const style = getComputedStyle(document.querySelector('.vst-formButtonPrimary'));
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const luminance = (value) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = value;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data]
          .map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const [light, dark] = [luminance(style.color), luminance(style.backgroundColor)].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    }, colour);
    expect(contrast, colour).toBeGreaterThanOrEqual(4.5);
  }
});

test('leaves nothing that axe complains about', { tag: '@js' }, async ({ page, visitor }) => {
  await visitor.open('/sign-in');
  expect(await faults(page, '.vst-rootBox')).toEqual([]);
});
