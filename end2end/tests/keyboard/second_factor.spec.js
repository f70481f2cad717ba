// The second step with the keyboard alone: where it is required, and the backup codes.

import { AuthenticatorApp } from '../../support/authenticator_app.js';
import { ONCE, expect, identify, on, section, signOut, summary, typeOver } from '../../support/keyboard_test.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(`${SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')}
[vestibule.mfa]
required = true
`);

test('it is set up before anything else, and its codes are kept', ONCE, async ({ visitor, page, context, server, keyboard }) => {
  const person = somebody({ first: 'Grace', last: 'Hopper' });
  await server.account(person);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const codes = page.locator('.vst-backupCode');
  let app;
  await test.step('nobody is in before it is set up', async () => {
    await visitor.open('/sign-in');
    await identify({ visitor, keyboard }, person);
    await keyboard.type(person.password);
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('Set up a second step');
    await keyboard.isAt(visitor.heading);
  });
  await test.step('an app, with a wrong code first', async () => {
    await keyboard.enter(visitor.button('Add an authenticator app'));
    await keyboard.isAt(visitor.code);
    app = new AuthenticatorApp(await page.locator('.vst-totpKey').textContent());
    await visitor.refused(422, 'totp/verify', () => keyboard.type('000000'));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
    await keyboard.type(app.code);
    await expect(visitor.heading).toHaveText('Your second step is set up');
    await keyboard.isAt(visitor.heading);
    await expect(codes).toHaveCount(10);
  });
  const kept = await codes.allTextContents();
  await test.step('the codes are copied, downloaded and printed', async () => {
    const text = `${kept.join('\n')}\n`;
    await keyboard.enter(visitor.button('Copy'));
    await keyboard.isAt(visitor.button('Copied'));
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    const download = page.waitForEvent('download');
    await keyboard.press('Tab');
    await keyboard.isAt(visitor.button('Download'));
    await keyboard.press('Enter');
    expect((await (await (await download).createReadStream()).toArray()).join('')).toBe(text);
    await page.evaluate(() => { window.print = () => { window.printed = document.documentElement.outerHTML; }; });
    await keyboard.press('Tab');
    await keyboard.isAt(visitor.button('Print'));
    await keyboard.press('Enter');
    expect(await page.evaluate(() => window.printed)).toContain('data-vst-printed');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await keyboard.isAt(visitor.button('Print'));
  });
  await test.step('and on', async () => {
    await keyboard.enter(page.getByRole('main').getByRole('link', { name: 'Continue' }));
    await visitor.isIn(person);
    await signOut({ visitor, keyboard, page });
  });
  await test.step('one of them signs in', async () => {
    await keyboard.enter(visitor.signInLink);
    await identify({ visitor, keyboard }, person);
    await keyboard.type(person.password);
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('Two-step verification');
    await keyboard.isAt(visitor.code);
    await keyboard.enter(summary(page.getByRole('main'), 'Use another method'));
    await keyboard.enter(visitor.button('Use a backup code'));
    const field = page.getByRole('textbox', { name: 'Backup code' });
    await keyboard.isAt(field);
    await keyboard.type('nonsense');
    await visitor.refused(422, 'sign_in/attempt_second_factor', () => keyboard.press('Enter'));
    await visitor.isWrong(field, 'Incorrect code.');
    await typeOver(keyboard, kept[4]);
    await keyboard.press('Enter');
    await visitor.isIn(person);
  });
  await test.step('others take their place', async () => {
    await visitor.open('/user/security');
    const steps = section(page, 'Two-step verification');
    await keyboard.enter(steps.getByLabel('Replace: Backup codes'));
    await keyboard.press('Tab');
    await keyboard.isAt(visitor.button('Get new codes'));
    await keyboard.press('Enter');
    await expect(codes).toHaveCount(10);
    expect(await codes.allTextContents()).not.toContain(kept[5]);
    await keyboard.isAt(steps.getByLabel('Replace: Backup codes'));
    await keyboard.backTo(visitor.button('Copy'));
  });
});
