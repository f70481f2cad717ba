// What tests that call the REST API get: a server with these settings, and Clerk's own client with a key that opens everything.

import { createClerkClient } from '@clerk/backend';

import { SETTINGS, Server, VESTIBULE } from './server.js';
import { test as base } from './test.js';

/** A test at a server with such settings. */
export function backendTest(settings = SETTINGS) {
  return base.extend({
    server: [async ({}, use) => {
      const server = await Server.start(VESTIBULE, { settings });
      await use(server);
      await server.stop();
    }, { scope: 'worker' }],

    clerk: async ({ server }, use) => {
      const secretKey = server.operate('secret-keys', 'create', 'tests');
      await use(createClerkClient({ secretKey, apiUrl: server.url }));
    },
  });
}

export { expect } from './test.js';
