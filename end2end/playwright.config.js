import { defineConfig } from '@playwright/test';

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const js = { javaScriptEnabled: true };
// Playwright cannot wait for the end of an animation on a page without scripts.
const nojs = { javaScriptEnabled: false, contextOptions: { reducedMotion: 'reduce' } };

// Tags say where a test makes sense: `@js` needs JavaScript, `@nojs` needs that there is none, `@once` does not depend on
// the kind of browser. All others run everywhere.
export default defineConfig({
  testDir: './tests',
  testIgnore: process.env.NOTES_BIN ? [] : ['custom_pages.spec.js', 'elements.spec.js', 'notes.spec.js'],
  projects: [
    { name: 'js-desktop', use: { ...desktop, ...js }, grepInvert: /@nojs/ },
    { name: 'js-phone', use: { ...phone, ...js }, grepInvert: /@once|@nojs/ },
    { name: 'nojs-desktop', use: { ...desktop, ...nojs }, grepInvert: /@once|@js/ },
    { name: 'nojs-phone', use: { ...phone, ...nojs }, grepInvert: /@once|@js/ },
  ],
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    launchOptions: {
      executablePath: process.env.VESTIBULE_CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
