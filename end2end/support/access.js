// What everyone needs of a page: axe's rules, targets that can be hit, text that can be enlarged, edges without colours.

import { expect } from '@playwright/test';

import { examine } from './axe.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What depends on colours and sizes: all else is the same in the light and in the dark, wide and narrow. */
export const SEEN = ['color-contrast', 'link-in-text-block', 'target-size'];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
/** What is left of 1280 pixels when everything is twice as large, and four times. */
const ENLARGED = [{ width: 640, height: 400 }, { width: 320, height: 256 }];

/** What axe finds; all of its rules, or some. */
export async function violations(page, rules) {
  const { violations: found } = await examine(page, { runOnly: rules ?? TAGS });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
}

/** Runs in the page. What can be used, and is seen. */
function measure() {
  const all = [...document.querySelectorAll('a[href], button, summary, input, select, textarea, [tabindex="0"]')];
  // Below a dialog that is open nothing can be reached.
  const [dialog] = [...document.querySelectorAll('dialog:modal')].slice(-1);
  const seen = all.filter((it) => it.checkVisibility({ visibilityProperty: true }) && (!dialog || dialog.contains(it)));
  const name = (it) => `${it.tagName.toLowerCase()}.${it.className} “${it.getAttribute('aria-label') ?? it.textContent.trim()}”`;
  // A link within a line of text is as high as the line.
  const isInline = (it) => it.tagName === 'A' && getComputedStyle(it).display === 'inline'
    && it.parentElement.textContent.trim() !== it.textContent.trim();
  /** What a click on it may miss: a box that belongs to a label is as large as both. */
  const box = (it) => {
    const label = it.matches('[type=checkbox]') && it.closest('label');
    return (label || it).getBoundingClientRect();
  };
  const isSmall = (it) => {
    const { width, height } = box(it);
    return !isInline(it) && (width < 24 || height < 24);
  };
  // What only passes over something is no text.
  const isCrossed = (it) => getComputedStyle(it, '::after').translate !== 'none';
  const isCut = (it) => {
    const style = getComputedStyle(it);
    const hides = ['hidden', 'clip'].includes(style.overflowX) && style.textOverflow !== 'ellipsis';
    return hides && it.clientWidth > 1 && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1);
  };
  const texts = [...document.querySelectorAll('main *, header *, dialog *')].filter((it) => it.checkVisibility());
  return {
    small: seen.filter(isSmall).map((it) => `${name(it)} ${Math.round(box(it).width)}×${Math.round(box(it).height)}`),
    cut: texts.filter((it) => !it.closest('svg') && !it.matches('input') && !isCrossed(it) && isCut(it)).map(name),
    sideways: Math.max(0, document.documentElement.scrollWidth - innerWidth),
  };
}

/** Runs in the page. Everything that moves for longer than an instant. */
function moving() {
  const longest = (times) => Math.max(...times.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1e-3 : 1)));
  const found = new Set();
  for (const it of document.querySelectorAll('body, body *')) {
    for (const part of [undefined, '::before', '::after']) {
      const style = getComputedStyle(it, part);
      if (style.content === 'none' && part) continue;
      const { animationName, animationDuration, transitionDuration } = style;
      if ((animationName !== 'none' && longest(animationDuration) > 0.01) || longest(transitionDuration) > 0.01) {
        found.add(`${it.className}${part ?? ''}`);
      }
    }
  }
  return [...found];
}

/** Runs in the page, without colours. What can be used and shows no edge; links show by their line or the colour of links. */
function edgeless() {
  const all = [...document.querySelectorAll('button:not([aria-disabled="true"]), summary, input, select, textarea')].filter((it) => it.checkVisibility());
  const isNative = (it) => it.matches('[type=checkbox], [type=radio], [type=file], [type=range]');
  const hasEdge = (it) => {
    const { borderTopWidth, borderTopStyle, textDecorationLine } = getComputedStyle(it);
    return (parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none') || textDecorationLine !== 'none';
  };
  const isPicture = (it) => it.querySelector('.vst-avatarBox') && hasEdge(it.querySelector('.vst-avatarBox'));
  return all.filter((it) => !isNative(it) && !hasEdge(it) && !isPicture(it)).map((it) => it.className);
}

/** Runs in the page. Text as whoever reads with difficulty sets it (WCAG 1.4.12); a sheet that no policy keeps out. */
function spread(on) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = on ? [sheet] : [];
}

/** Runs in the page. What password managers see: every field that is filled in, of every form. */
function fields() {
  const all = [...document.querySelectorAll('form[action] :is(input, select, textarea)')];
  const typed = all.filter((it) => !['hidden', 'checkbox', 'radio', 'file', 'range', 'submit'].includes(it.type));
  return typed.map((it) => {
    const form = it.form.getAttribute('action').replace('/vestibule/api/', '');
    return `${form} ${it.name || '(whose)'}: ${it.type} ${it.autocomplete}`;
  });
}

/** Looks at the states of pages, one after the other, and remembers which fields there were. */
export class Access {
  /** Every field that was seen. */
  fields = new Set();

  constructor(page) {
    this.page = page;
  }

  /**
   * Looks at what is shown as most see it: in the light and in the dark, wide, narrow and enlarged; and leaves it as it was.
   * `rules`: those that tell anything new of it, where the same has been looked at in other colours.
   */
  async glance(state, rules = undefined) {
    const { page } = this;
    const none = (found, what) => expect.soft(found, `${state}: ${what}`).toEqual([]);
    for (const field of await page.evaluate(fields)) this.fields.add(field);
    none(await violations(page, rules), 'axe, light and wide');
    const measured = await page.evaluate(measure);
    none(measured.small, 'targets');

    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(NARROW);
    none(await violations(page, SEEN), 'axe, dark and narrow');
    none((await page.evaluate(measure)).small, 'targets on a small screen');
    await page.emulateMedia({ colorScheme: 'light' });

    for (const size of ENLARGED) {
      await page.setViewportSize(size);
      const { small, sideways, cut } = await page.evaluate(measure);
      none(small, `targets at ${size.width}`);
      expect.soft(sideways, `${state}: nothing is wider than ${size.width}`).toBe(0);
      none(cut, `cut at ${size.width}`);
    }
    await page.setViewportSize(WIDE);
  }

  /** Looks at what is shown in every way that it may be shown, and leaves it as it was. */
  async look(state) {
    const { page } = this;
    const none = (found, what) => expect.soft(found, `${state}: ${what}`).toEqual([]);
    await this.glance(state);
    await page.setViewportSize(ENLARGED.at(-1));
    await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
    const mirrored = await page.evaluate(measure);
    await page.evaluate(() => document.documentElement.removeAttribute('dir'));
    expect.soft(mirrored.sideways, `${state}: nothing is wider from right to left`).toBe(0);
    none(mirrored.cut, 'cut from right to left');
    await page.setViewportSize(WIDE);
    await page.evaluate(spread, true);
    const { sideways, cut } = await page.evaluate(measure);
    await page.evaluate(spread, false);
    expect.soft(sideways, `${state}: nothing is wider with more space`).toBe(0);
    none(cut, 'cut with more space');

    none(await page.evaluate(moving), 'moves though nothing is to move');
    await page.emulateMedia({ forcedColors: 'active' });
    none(await page.evaluate(edgeless), 'no edge without colours');
    await page.emulateMedia({ forcedColors: 'none' });
  }
}
