// What everything looks like: every state of every component in the playground, beside the pictures in `snapshots/`, and
// what axe says of it. A picture is looked at before it is kept; new ones are made by
// `cargo xtask test --only e2e -- looks --update-snapshots`.

import fs from 'node:fs';

import { SEEN, violations } from '../support/access.js';
import { expect, test } from '../support/test.js';

const WIDTHS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const COMPONENTS = [
  'sign-in', 'sign-up', 'waitlist', 'user-button', 'user-profile', 'second-factors', 'passkeys',
  'organization-switcher', 'organization-profile', 'organization-list', 'create-organization',
  'api-keys', 'sign-in-button', 'sign-up-button', 'sign-out-button',
];
/** The state of each component that every theme is seen by. */
const TELLING = {
  'sign-in': 'wrong-credentials', 'sign-up': 'all-fields', waitlist: 'start', 'user-button': 'several-sessions',
  'user-profile': 'security', 'second-factors': 'backup-codes', passkeys: 'two',
  'organization-switcher': 'personal', 'organization-profile': 'members', 'organization-list': 'several',
  'create-organization': 'wrong', 'api-keys': 'made',
  'sign-in-button': 'button', 'sign-up-button': 'button', 'sign-out-button': 'everywhere',
};
const THEMES = ['dark', ...['neutral', 'juniper', 'harbor', 'ledger', 'dusk'].flatMap((theme) => [`${theme},default`, `${theme},dark`])];
/** Letters have soft edges, which another version of the browser may draw a little differently. */
const LIKE = { fullPage: true, maxDiffPixelRatio: 0.002, threshold: 0.25 };

async function show(page, component, state, more = {}) {
  const answer = await page.goto(`/playground/preview?${new URLSearchParams({ component, state, ...more })}`);
  expect(answer.status()).toBe(200);
  await page.evaluate(() => document.fonts.ready);
}

/** Whether what is drawn is what is kept, to the byte: then nothing is to be gained by comparing every point of it. */
async function isKept(page, picture) {
  const kept = test.info().snapshotPath(...picture, { kind: 'screenshot' });
  if (!fs.existsSync(kept)) return false;
  const drawn = await page.screenshot({ fullPage: LIKE.fullPage, animations: 'disabled', caret: 'hide', scale: 'css' });
  return drawn.equals(fs.readFileSync(kept));
}

async function compare(page, ...name) {
  for (const [width, size] of Object.entries(WIDTHS)) {
    await page.setViewportSize(size);
    const picture = [...name.slice(0, -1), `${name.at(-1)}-${width}.png`];
    if (!await isKept(page, picture)) await expect.soft(page).toHaveScreenshot(picture, LIKE);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(sideways, `${name.join(' ')}: wider than a ${width}`).toBeLessThanOrEqual(0);
  }
}

/** A part alone has no heading of a page: that is the page's. */
const found = async (page, rules) => (await violations(page, rules)).filter((it) => !it.startsWith('page-has-heading-one'));

test.beforeEach(async ({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }));

test('the playground knows what is looked at here', async ({ page }) => {
  const states = await (await page.request.get('/playground/states.json')).json();
  expect(states.length).toBeGreaterThan(110);
  expect([...new Set(states.map(({ component }) => component))].sort()).toEqual([...COMPONENTS].sort());
  for (const [component, state] of Object.entries(TELLING)) {
    expect(states, component).toContainEqual(expect.objectContaining({ component, state }));
  }
});

for (const component of COMPONENTS) {
  test(`every state of ${component}`, async ({ page }) => {
    test.setTimeout(300_000);
    const states = await (await page.request.get('/playground/states.json')).json();
    const mine = states.filter((it) => it.component === component);
    expect(mine).not.toEqual([]);
    for (const { state, title } of mine) {
      const none = async (what, rules) => expect.soft(await found(page, rules), `${title}: ${what}`).toEqual([]);
      await show(page, component, state);
      await compare(page, component, state);
      await page.setViewportSize(WIDTHS.desktop);
      await none('light');
      await show(page, component, state, { theme: 'juniper,dusk,dark', locale: 'ar' });
      await none('from right to left, in themes on top of each other', SEEN);
    }
  });
}

for (const theme of THEMES) {
  test(`every component in ${theme}`, async ({ page }) => {
    test.setTimeout(120_000);
    for (const [component, state] of Object.entries(TELLING)) {
      await show(page, component, state, { theme });
      await compare(page, 'themes', theme.replace(',default', '-light').replace(',', '-'), component);
      const contrast = await found(page, SEEN);
      expect.soft(contrast, `${component}: contrast`).toEqual([]);
    }
  });
}
