// What tests that call the REST API get: a server with these settings, and Clerk's own client with a key that opens everything.

import { createClerkClient } from '@clerk/backend';

import { SETTINGS, Server, VESTIBULE } from './server.js';
import { testAt } from './test.js';

/** A test at a server with such settings. */
export function backendTest(settings = SETTINGS) {
  return testAt(() => Server.start(VESTIBULE, { settings })).extend({
    clerk: async ({ server }, use) => {
      // One is enough for all tests of a server.
      server.secretKey ??= server.operate('secret-keys', 'create', 'tests');
      await use(createClerkClient({ secretKey: server.secretKey, apiUrl: server.url }));
    },
  });
}

export { expect } from './test.js';
