// The playground with the keyboard alone: what is chosen is seen, what is seen is gone through, and the code is taken along.

import { ONCE, expect, on, summary, typeOver } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';

const test = on(SETTINGS);

test('a look is made, seen and copied', ONCE, async ({ page, context, keyboard }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const preview = page.frameLocator('#playground-frame');
  const button = preview.locator('.vst-formButtonPrimary');
  await page.goto('/playground');
  await expect(button).toBeVisible();
  await test.step('another state, and another language', async () => {
    const state = page.getByLabel('Component and state');
    await keyboard.to(state);
    await keyboard.press('ArrowDown');
    await expect(state).not.toHaveValue('sign-in/start');
    await expect(page).not.toHaveURL(/state=start/);
    await keyboard.isAt(state);
    const language = page.getByLabel('Language');
    await keyboard.press('Tab');
    await keyboard.isAt(language);
    await keyboard.type('Deu');
    await expect(preview.locator('.vst-rootBox')).toHaveAttribute('lang', 'de');
    await keyboard.isAt(language);
  });
  await test.step('as wide as a phone', async () => {
    const narrow = page.getByRole('radio', { name: 'Phone (390)' });
    await keyboard.to(page.locator('input[name=width]:checked'));
    await keyboard.press('ArrowRight');
    await expect(narrow).toBeChecked();
    await keyboard.isAt(narrow);
  });
  await test.step('through the preview, and all over', async () => {
    await keyboard.to(button);
    await keyboard.enter(page.getByRole('link', { name: 'Start over' }));
    await expect(page).toHaveURL(/state=identifier$/);
    await expect(preview.locator('.vst-rootBox')).toHaveAttribute('lang', 'en');
  });
  const color = page.getByRole('textbox', { name: 'colorPrimary', exact: true });
  await test.step('a colour that is none, and one that is', async () => {
    await keyboard.to(color);
    await keyboard.type('red;');
    await expect(color).toHaveAttribute('aria-invalid', 'true');
    await expect(color).toHaveAccessibleDescription(/has a character in it that no value needs/);
    await keyboard.isAt(color);
    await typeOver(keyboard, 'rgb(10 125 79)');
    await expect(button).toHaveCSS('background-color', 'rgb(10, 125, 79)');
    await expect(color).not.toHaveAttribute('aria-invalid');
    await keyboard.isAt(color);
  });
  await test.step('the code is copied', async () => {
    const colours = summary(page, 'Colours');
    await keyboard.backTo(colours);
    await keyboard.press('Enter');
    await expect(color).toBeHidden();
    const copy = page.getByRole('button', { name: 'Copy Rust' });
    await keyboard.enter(copy);
    await expect(page.getByRole('status').first()).toHaveText('Copied');
    await keyboard.isAt(copy);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('.color_primary("rgb(10 125 79)")');
  });
});
