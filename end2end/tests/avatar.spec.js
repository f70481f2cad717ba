// The picture of a person: uploaded, a part of it chosen, taken away, and what is seen where it cannot be loaded.

import fs from 'node:fs';
import path from 'node:path';

import { examine } from '../support/axe.js';
import { BLUE, RED, file, halves } from '../support/picture.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const ENDPOINT = 'user/set_profile_image';

const test = testAt(() => {
  const settings = SETTINGS.replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n');
  return Server.start(VESTIBULE, { settings });
}).extend({
  /** Someone who is signed in, at their profile. */
  person: async ({ server, visitor }, use) => {
    const person = somebody({ first: 'Ada', last: 'Lovelace' });
    await server.account(person);
    await visitor.enter(person);
    await visitor.open('/user');
    await use(person);
  },
});

const section = (page) => page.getByRole('region', { name: 'Picture', exact: true });
const picture = (page) => section(page).locator('.vst-avatarImage');
const square = (page) => section(page).getByRole('img', { name: /^The part of the picture/ });

/** Opens what is behind a word. `<summary>` has no role that every engine agrees on. */
async function unfold(page, name) {
  await section(page).locator('summary').filter({ hasText: name }).click();
}

async function choose(page, chosen) {
  await section(page).getByLabel('Picture file').setInputFiles(chosen);
}

async function upload(page) {
  await section(page).getByRole('button', { name: 'Upload', exact: true }).click();
}

/** The colour of an image or a canvas, at a part of its width and height. */
async function color(locator, x, y) {
  return locator.evaluate(async (element, [x, y]) => {
    if (element.decode) await element.decode();
    const canvas = document.createElement('canvas');
    canvas.width = element.naturalWidth ?? element.width;
    canvas.height = element.naturalHeight ?? element.height;
    const context = canvas.getContext('2d');
    context.drawImage(element, 0, 0);
    return [...context.getImageData(x * (canvas.width - 1), y * (canvas.height - 1), 1, 1).data].slice(0, 3);
  }, [x, y]);
}

function expectColor(found, wanted) {
  const distance = Math.max(...found.map((value, at) => Math.abs(value - wanted[at])));
  expect(distance, `${found} is ${wanted}`).toBeLessThan(24);
}

test('a picture is uploaded, changed and removed', async ({ person, visitor, page, js }) => {
  await expect(section(page)).toContainText('AL');
  await expect(picture(page)).toHaveCount(0);
  await unfold(page, 'Upload picture');
  await choose(page, file(halves(400, 200)));
  await upload(page);
  await expect(picture(page)).toBeVisible();
  await expect(page).toHaveURL(/\/user$/);
  await expect(page.getByRole('banner').locator('.vst-userButtonAvatarBox img')).toHaveCount(1);
  const first = await picture(page).getAttribute('src');
  const answer = await page.request.get(first);
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/jpeg']);
  if (js) {
    expectColor(await color(picture(page), 0.2, 0.5), RED);
    expectColor(await color(picture(page), 0.8, 0.5), BLUE);
  }

  await unfold(page, 'Change picture');
  await choose(page, file(halves(100, 100, BLUE, BLUE)));
  await upload(page);
  await expect(picture(page)).not.toHaveAttribute('src', first);
  expect((await page.request.get(first)).status()).toBe(404);

  await unfold(page, 'Remove');
  await expect(section(page)).toContainText('Your initials will be shown in its place.');
  await section(page).getByRole('button', { name: 'Remove picture' }).click();
  await expect(picture(page)).toHaveCount(0);
  await expect(section(page).locator('summary')).toHaveText('Upload picture');
  await visitor.reload();
  await expect(section(page)).toContainText('AL');
});

test('the part that is seen is the part that is used', { tag: '@js' }, async ({ person, page }) => {
  await unfold(page, 'Upload picture');
  await expect(square(page)).toBeHidden();
  await choose(page, file(halves(400, 200)));
  await expect(square(page)).toBeVisible();
  expectColor(await color(square(page), 0.2, 0.5), RED);
  expectColor(await color(square(page), 0.8, 0.5), BLUE);

  await test.step('by keys, up to the edge', async () => {
    await square(page).focus();
    for (let times = 0; times < 20; times += 1) await page.keyboard.press('ArrowRight');
    expectColor(await color(square(page), 0.02, 0.5), BLUE);
    await page.keyboard.press('Shift+ArrowLeft');
    expectColor(await color(square(page), 0.02, 0.5), RED);
  });

  await test.step('by dragging', async () => {
    await square(page).scrollIntoViewIfNeeded();
    const box = await square(page).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 2, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    expectColor(await color(square(page), 0.95, 0.5), RED);
  });

  await test.step('larger', async () => {
    await section(page).getByLabel('Zoom').fill('100');
    await expect(section(page).locator('input[name=size]')).toHaveValue('64');
  });
  const [x, y, size] = await Promise.all(['x', 'y', 'size'].map((name) => section(page).locator(`input[name=${name}]`).inputValue()));
  expect([Number(x) + Number(size) <= 400, Number(y) + Number(size) <= 200]).toEqual([true, true]);
  await upload(page);
  await expect(picture(page)).toBeVisible();
  for (const at of [0.05, 0.5, 0.95]) expectColor(await color(picture(page), at, 0.5), RED);
});

test('what is no picture is refused beside the field', async ({ person, visitor, page, js }) => {
  await unfold(page, 'Upload picture');
  await choose(page, file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')));
  await visitor.refused(422, ENDPOINT, () => upload(page));
  await expect(section(page)).toContainText('Use a picture in JPEG, PNG, WebP or GIF.');
  await expect(section(page).getByLabel('Picture file')).toBeVisible();
  if (js) await expect(square(page)).toBeHidden();
  await choose(page, file(halves(50, 50)));
  await upload(page);
  await expect(picture(page)).toBeVisible();
  await expect(section(page)).not.toContainText('Use a picture in');
});

test('what is too large says so', async ({ person, page }) => {
  await unfold(page, 'Upload picture');
  // With JavaScript it is not even sent; without it the page that follows says it.
  await choose(page, file(Buffer.concat([halves(50, 50), Buffer.alloc(11 * 1024 * 1024)])));
  await upload(page);
  await expect(section(page)).toContainText('Use a picture of at most 10 MB.');
  await expect(picture(page)).toHaveCount(0);
});

test('initials stand where a picture cannot be loaded', async ({ person, server, visitor, watch, page, js }) => {
  await unfold(page, 'Upload picture');
  await choose(page, file(halves(50, 50)));
  await upload(page);
  await expect(picture(page)).toBeVisible();
  const src = await picture(page).getAttribute('src');
  const stored = path.join(server.folder, 'data', 'avatars', path.basename(src));
  fs.renameSync(stored, `${stored}.away`);
  watch.expectRefusalsOnceOrMore(`404 ${src}`);
  const fresh = await page.context().newPage();
  await fresh.route(`**${src}`, (route) => route.continue({ headers: { ...route.request().headers(), 'cache-control': 'no-cache' } }));
  await fresh.goto('/user');
  const box = section(fresh).locator('.vst-profileImage');
  await expect(box).toContainText('AL');
  if (js) expect(await box.locator('img').evaluate((image) => [image.complete, image.naturalWidth])).toEqual([true, 0]);
  fs.renameSync(`${stored}.away`, stored);
});

test('it can be used by everyone', { tag: '@js' }, async ({ person, page }) => {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    if (scheme === 'light') {
      await unfold(page, 'Upload picture');
      await choose(page, file(halves(400, 200)));
      await expect(square(page)).toBeVisible();
    }
    const { violations } = await examine(page);
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect.soft(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`), scheme).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(wide, 'no wider than the window').toBeLessThanOrEqual(0);
  }
});
