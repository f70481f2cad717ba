// What every test gets: a server that its worker keeps, a visitor at a browser, and a watch over everything that goes wrong.

import { test as base } from '@playwright/test';

import { SETTINGS, Server, VESTIBULE } from './server.js';
import { Servers } from './servers.js';
import { Visitor } from './visitor.js';
import { Watch } from './watch.js';

export { expect } from '@playwright/test';

const withServers = base.extend({
  servers: [async ({}, use) => {
    const servers = new Servers();
    await use(servers);
    await servers.stop();
  }, { scope: 'worker' }],
});

const rest = {
  baseURL: async ({ server }, use) => use(server.url),

  js: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),

  watch: [async ({ js, server }, use, testInfo) => {
    const watch = new Watch(js);
    server.complaints();
    await use(watch);
    watch.check();
    base.expect.soft(server.complaints(), 'the server has nothing to complain about').toEqual([]);
    if (testInfo.errors.length > 0) await testInfo.attach('server log', { body: server.log().slice(-20_000) });
  }, { auto: true }],

  context: async ({ context, watch }, use) => {
    await watch.over(context);
    await use(context);
  },

  visitor: async ({ page, js, server, watch }, use) => use(new Visitor(page, { js, server, watch })),

  /** Another tab of the same browser. */
  anotherTab: async ({ context, js, server, watch }, use) => {
    await use(async () => new Visitor(await context.newPage(), { js, server, watch }));
  },

  /** Another browser, which shares nothing with the first. */
  anotherBrowser: async ({ browser, contextOptions, javaScriptEnabled, viewport, hasTouch, isMobile, baseURL, js, server, watch }, use) => {
    const opened = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions, javaScriptEnabled, viewport, hasTouch, isMobile, baseURL, ...options,
      });
      opened.push(context);
      await watch.over(context);
      return new Visitor(await context.newPage(), { js, server, watch });
    });
    for (const context of opened) await context.close();
  },
};

/**
 * A test on a server that `start` starts: one for all tests that are made by the same call. To Playwright it is of
 * the test and not of the worker, because where fixtures of workers differ it ends the worker, and its browser with it.
 */
export function testAt(start) {
  return withServers.extend({
    server: async ({ servers }, use) => use(await servers.of(start)),
    ...rest,
  });
}

/** A test on the server of most tests. */
export const test = testAt(() => Server.start(VESTIBULE, { settings: SETTINGS }));
