// What tests of the example app get in place of the standalone server.

import { NOTES, Server } from './server.js';
import { test as base } from './test.js';

const SETTINGS = `[vestibule]
app_name = "Notes"
database_url = "sqlite://data/notes.db"

[vestibule.paths]
after_sign_in = "/notes"
after_sign_up = "/notes"
user_profile = "/user"

[vestibule.security]
forms_per_minute = 100000
`;

export { expect } from './test.js';

export const test = base.extend({
  server: [async ({}, use) => {
    const server = await Server.start(NOTES, { settings: SETTINGS });
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],
});
