// The picture of a person with the keyboard alone: chosen, cut, uploaded, removed.

import { cutPicture } from '../../support/keyboard_picture.js';
import { ONCE, expect, on, section, signIn } from '../../support/keyboard_test.js';
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
  const asked = { opens: 'Upload picture', label: 'Picture file', form: 'user/set_profile_image' };
  const { upload, part } = await cutPicture({ visitor, page, keyboard }, picture, asked);
  await test.step('more of it', async () => {
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
