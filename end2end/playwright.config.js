import { fileURLToPath } from 'node:url';

import { defineConfig } from '@playwright/test';

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const js = { javaScriptEnabled: true };
// Playwright cannot wait for the end of an animation on a page without scripts.
const nojs = { javaScriptEnabled: false, contextOptions: { reducedMotion: 'reduce' } };

const launch = {
  executablePath: process.env.VESTIBULE_CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};
const fonts = fileURLToPath(new URL('support/fonts.conf', import.meta.url));
// Pictures are drawn with the same letters on every machine.
const drawn = { ...launch, env: { ...process.env, FONTCONFIG_FILE: fonts }, args: [...launch.args, '--force-color-profile=srgb'] };

// With scripts on a desktop and without them on a phone, every flow is seen with and without scripts, and wide and narrow. Those
// that everything begins with, and those that are about room, are seen in the other two ways as well; with
// `cargo xtask test --everywhere` all are.
const crossed = process.env.VESTIBULE_EVERYWHERE
  ? undefined
  : /\/(admin_pages|code|layout|notes|organization_long_names|pages|session|sign_in|sign_up)\.spec\.js$/;

// Tags say where a test makes sense: `@js` needs JavaScript, `@nojs` needs that there is none, `@wide` does not depend on
// how wide the page is, `@once` not on the kind of browser at all.
export default defineConfig({
  testDir: './tests',
  testIgnore: ['looks.spec.js', ...(process.env.NOTES_BIN ? [] : ['custom_pages.spec.js', 'elements.spec.js', 'notes.spec.js', 'notes_organizations.spec.js', 'notes_teams.spec.js', 'notes_without_personal.spec.js', 'organization_modals.spec.js'])],
  snapshotPathTemplate: 'snapshots/{arg}{ext}',
  projects: [
    { name: 'js-desktop', use: { ...desktop, ...js }, grepInvert: /@nojs/ },
    { name: 'js-phone', use: { ...phone, ...js }, testMatch: crossed, grepInvert: /@once|@wide|@nojs/ },
    { name: 'nojs-desktop', use: { ...desktop, ...nojs }, testMatch: crossed, grepInvert: /@once|@wide|@js/ },
    { name: 'nojs-phone', use: { ...phone, ...nojs }, grepInvert: /@once|@js/ },
    { name: 'pictures', use: { ...desktop, ...js, launchOptions: drawn, locale: 'en', timezoneId: 'UTC' }, testMatch: 'looks.spec.js', testIgnore: [], retries: 0, fullyParallel: true },
  ],
  // Each file is for one worker, so that its servers are started once; long ones say of themselves that they are for both.
  workers: 2,
  // A machine that is busy for a moment makes no test wrong: CI tries once more, and tells which were flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    launchOptions: launch,
  },
});
