// A picture, from the disk to the part of it that is wanted, with the keyboard alone.

import { expect, summary } from './keyboard_test.js';
import { file, halves } from './picture.js';
import { test } from './test.js';

/** Opens what `opens` says, gives the field `label` what the form `form` refuses, and then a picture of which it takes the right part. */
export async function cutPicture({ visitor, page, keyboard }, within, { opens, label, form }) {
  const field = within.getByLabel(label);
  const square = within.getByRole('img', { name: /^The part of the picture/ });
  const zoom = within.getByLabel('Zoom');
  const upload = within.getByRole('button', { name: 'Upload', exact: true });
  const part = (name) => within.locator(`input[name=${name}]`);
  /** What follows belongs to the operating system. */
  const choose = async (chosen) => {
    const chooser = page.waitForEvent('filechooser');
    await keyboard.press('Enter');
    await (await chooser).setFiles(chosen);
  };
  await test.step('what is no picture', async () => {
    await keyboard.enter(summary(within, opens));
    await keyboard.press('Tab');
    await keyboard.isAt(field);
    await choose(file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')));
    await visitor.refused(422, form, () => keyboard.enter(upload));
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
  });
  return { upload, part };
}
