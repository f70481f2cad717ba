// Someone without a mouse.

import { expect } from '@playwright/test';

/** More stops than any page has. */
const MOST = 60;

/** Runs in the page. Where the focus is, and whether one sees that. */
function focus() {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
  const { top, bottom, left, right } = it.getBoundingClientRect();
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
    await expect(target).toBeVisible();
    const isThere = () => target.evaluate((it) => it === document.activeElement);
    let before = await this.page.evaluate(focus);
    for (let stops = 0; !await isThere(); stops += 1) {
      if (stops === MOST) throw new Error(`Tab does not lead to ${target}`);
      await this.press('Tab');
      const at = await this.here();
      if (before && at && before.isInDialog === at.isInDialog && before.scrolled === at.scrolled) {
        const goesOn = at.box.bottom > before.box.top || at.box.left >= before.box.right;
        expect.soft(goesOn, `from ${before.name} on to ${at.name}, and not back up`).toBe(true);
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
