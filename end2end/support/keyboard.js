// Someone without a mouse.

import { expect } from '@playwright/test';

/** More stops than any page has. */
const MOST = 60;

/** Runs in the page. Where the focus is, in a frame or not, and whether one sees that. */
function focus() {
  let it = document.activeElement;
  if (!it || it === document.body) return null;
  let [x, y] = [0, 0];
  while (it.contentDocument?.activeElement) {
    const frame = it.getBoundingClientRect();
    [x, y, it] = [x + frame.left, y + frame.top, it.contentDocument.activeElement];
  }
  const { outlineStyle, outlineWidth, boxShadow } = it.ownerDocument.defaultView.getComputedStyle(it);
  const around = it.getBoundingClientRect();
  const [top, bottom, left, right] = [around.top + y, around.bottom + y, around.left + x, around.right + x];
  return {
    name: `${it.tagName.toLowerCase()}.${it.className}`,
    // A heading takes the focus for whoever hears the page, and shows nothing.
    isMarked: it.matches('h1, h2') || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none',
    isInSight: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
    box: { top, bottom, left, right },
    scrolled: scrollY,
    isInDialog: Boolean(it.closest('dialog')),
  };
}

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /** One key, and what it must do for whoever looks at where the focus is. */
  async press(key) {
    await this.page.keyboard.press(key);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  /** What has the focus, which has to be seen. */
  async here() {
    let at = await this.page.evaluate(focus);
    if (at && !at.isInSight) {
      // What has just made room for something else is brought back with the next frame.
      await this.page.evaluate(() => new Promise((then) => { requestAnimationFrame(() => requestAnimationFrame(then)); }));
      at = await this.page.evaluate(focus);
    }
    if (at) {
      expect.soft(at.isMarked, `the focus is seen on ${at.name}`).toBe(true);
      expect.soft(at.isInSight, `${at.name} is in sight`).toBe(true);
    }
    return at;
  }

  /** On with Tab to something, past whatever is in between. */
  async to(target) {
    await this.#walk(target, 'Tab', ({ box: from }, { box: to }) => to.bottom > from.top || to.left >= from.right);
  }

  /** Back to something with Shift and Tab. */
  async backTo(target) {
    await this.#walk(target, 'Shift+Tab', ({ box: from }, { box: to }) => to.top < from.bottom || to.right <= from.left);
  }

  async #walk(target, key, isInOrder) {
    await expect(target).toBeVisible();
    const isThere = () => target.evaluate((it) => it === document.activeElement && document.hasFocus());
    let before = await this.page.evaluate(focus);
    for (let stops = 0; !await isThere(); stops += 1) {
      if (stops === MOST) throw new Error(`${key} does not lead to ${target}`);
      await this.press(key);
      const at = await this.here();
      if (before && at && before.isInDialog === at.isInDialog && before.scrolled === at.scrolled) {
        expect.soft(isInOrder(before, at), `${key}: from ${before.name} to ${at.name}, and not the other way`).toBe(true);
      }
      before = at;
    }
    await this.here();
  }

  /** To something, and into it. */
  async enter(target) {
    await this.to(target);
    await this.press('Enter');
  }

  /** Where the focus has come by itself. */
  async isAt(target) {
    await expect(target).toBeFocused();
    await this.here();
  }

  /** On a page that has taken the place of another: it is gone through from its beginning. */
  async startsAgain(first) {
    await expect(first).toBeVisible();
    await expect.poll(() => this.page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await this.press('Tab');
    await this.isAt(first);
  }

  /** Round and round with Tab: never out of a dialog into what lies behind it. */
  async staysIn(dialog) {
    const stops = await dialog.locator('a, button, input:not([type=hidden]), summary').count();
    for (let stop = 0; stop < stops + 2; stop += 1) {
      await this.press('Tab');
      const isOutside = await dialog.evaluate((it) => {
        const { activeElement } = document;
        return activeElement !== document.body && !it.contains(activeElement);
      });
      expect(isOutside, 'the focus is behind the dialog').toBe(false);
    }
  }
}
