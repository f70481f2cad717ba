// The picture of a person with the keyboard alone: chosen, cut, uploaded, removed.

import { ONCE, expect, on, section, signIn, summary } from '../../support/keyboard_test.js';
import { file, halves } from '../../support/picture.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

const test = on(SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n'));

test('a picture is chosen, cut, uploaded and removed', ONCE, async ({ visitor, page, server, keyboard }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(person);
  // A browser that is told to hand them over only when a key is pressed may be told too late.
  page.on('filechooser', () => {});
  await signIn({ visitor, keyboard }, person);
  await visitor.open('/user');
  const picture = section(page, 'Picture');
  const field = picture.getByLabel('Picture file');
  const square = picture.getByRole('img', { name: /^The part of the picture/ });
  const zoom = picture.getByLabel('Zoom');
  const upload = picture.getByRole('button', { name: 'Upload', exact: true });
  const part = (name) => picture.locator(`input[name=${name}]`);
  /** What follows belongs to the operating system. */
  const choose = async (chosen) => {
    const chooser = page.waitForEvent('filechooser');
    await keyboard.press('Enter');
    await (await chooser).setFiles(chosen);
  };
  await test.step('what is no picture', async () => {
    await keyboard.enter(summary(picture, 'Upload picture'));
    await keyboard.press('Tab');
    await keyboard.isAt(field);
    await choose(file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')));
    await visitor.refused(422, 'user/set_profile_image', () => keyboard.enter(upload));
    await visitor.isWrong(field, /Use a picture in JPEG, PNG, WebP or GIF\./);
    await keyboard.here();
  });
  await test.step('the part that is wanted', async () => {
    await choose(file(halves(400, 200)));
    await expect(square).toBeVisible();
    await keyboard.press('Tab');
    await keyboard.isAt(square);
    await expect(part('x')).toHaveValue('100');
    for (let times = 0; times < 4; times += 1) await keyboard.press('Shift+ArrowRight');
    await expect(part('x')).toHaveValue('200');
    await keyboard.press('ArrowLeft');
    await expect(part('x')).toHaveValue('192');
    await keyboard.press('Tab');
    await keyboard.isAt(zoom);
    await keyboard.press('End');
    await expect(part('size')).toHaveValue('64');
    await keyboard.press('Home');
    await keyboard.press('PageUp');
    await expect(part('size')).not.toHaveValue('200');
  });
  await test.step('it is uploaded', async () => {
    await keyboard.press('Tab');
    await keyboard.isAt(upload);
    await keyboard.press('Enter');
    await expect(picture.locator('.vst-avatarImage')).toBeVisible();
    await keyboard.isAt(picture.getByRole('heading'));
  });
  await test.step('it is removed', async () => {
    await keyboard.enter(picture.getByLabel('Remove picture'));
    await keyboard.press('Tab');
    await keyboard.isAt(picture.getByRole('button', { name: 'Remove picture' }));
    await keyboard.press('Enter');
    await expect(picture.locator('.vst-avatarImage')).toHaveCount(0);
    await keyboard.isAt(picture.getByRole('heading'));
  });
});
