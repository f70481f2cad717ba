// What tests of the example app get in place of the standalone server.

import { NOTES, Server } from './server.js';
import { testAt } from './test.js';

/** Its settings. `paths` and `more` are lines: of the table of paths, and what follows it. */
export function notesSettings({ paths = '', more = '' } = {}) {
  return `[vestibule]
app_name = "Notes"
database_url = "sqlite://data/notes.db"

[vestibule.paths]
after_sign_in = "/notes"
after_sign_up = "/notes"
${paths}
[vestibule.security]
forms_per_minute = 100000
new_device_mail = false
${more}`;
}

/** A test at the example app with such settings. */
export function notesTest(settings) {
  return testAt(() => Server.start(NOTES, { settings: notesSettings(settings) }));
}

export { expect } from './test.js';

export const test = notesTest({ paths: 'user_profile = "/user"\n' });
