// Whether the REST API is what its document says: asked by schemathesis, on both databases, with the same requests each time.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createDatabase } from '../support/postgres.js';
import { Server, SETTINGS, VESTIBULE, variable } from '../support/server.js';

const PROBE = fileURLToPath(new URL('probe/', import.meta.url));
const WITH_ALL = `${SETTINGS}
# What stands here stays, whatever is asked: other requests count on it.
[vestibule.organizations]
enabled = true
slugs = true
max_members = 0
creator_role = "org:admin"

[vestibule.password]
breach_check = false

[vestibule.organizations.domains]
enabled = true
enrollment_modes = ["manual_invitation", "automatic_invitation", "automatic_suggestion"]
default_role = "org:member"

[vestibule.backend_api]
requests_per_ten_seconds = 1000000
`.replace('[vestibule.sign_up]', '[vestibule.sign_up]\nmode = "waitlist"\nusername = "optional"\nphone_number = "optional"');

/** What a browser alone can make, and what is asked here finds nothing to take away of: tests/operation/backend does. */
const OF_BROWSERS = [
  'DELETE /v1/users/{user_id}/external_accounts/{external_account_id}',
  'DELETE /v1/users/{user_id}/passkeys/{passkey_id}',
];

/** Lets schemathesis ask; gives its exit code, what it said, and how often each operation was answered with which status. */
async function probe(server) {
  const report = path.join(server.folder, 'answers.json');
  const key = server.operate('secret-keys', 'create', 'probe');
  const program = path.join(variable('VESTIBULE_VENV'), 'bin', 'schemathesis');
  const config = path.join(PROBE, 'schemathesis.toml');
  const words = ['--config-file', config, 'run', `${server.url}/v1/openapi.json`, '-H', `Authorization: Bearer ${key}`];
  const child = spawn(program, words, {
    // It leaves files where it runs.
    cwd: server.folder,
    env: {
      PATH: process.env.PATH,
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: path.join(PROBE, 'hooks.py'),
      PROBE_URL: server.url,
      PROBE_KEY: key,
      PROBE_REPORT: report,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { said += text; });
  const [code] = await once(child, 'close');
  return { code, said, answers: JSON.parse(fs.readFileSync(report, 'utf8')) };
}

async function holds(settings) {
  const server = await Server.start(VESTIBULE, { settings });
  try {
    const { code, said, answers } = await probe(server);
    assert.equal(code, 0, said);
    assert.deepEqual(server.complaints(), []);
    const document = await (await fetch(`${server.url}/v1/openapi.json`)).json();
    const operations = Object.entries(document.paths)
      .flatMap(([at, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${at}`));
    const answered = (operation, status) => answers.some((it) => it.operation === operation && it.status === status);
    // Only of what has succeeded with the key is it known that nothing succeeds without.
    for (const status of [200, 401]) {
      const never = operations.filter((operation) => !answered(operation, status));
      assert.deepEqual(never, status === 200 ? OF_BROWSERS : [], `never answered ${status}`);
    }
  } finally {
    await server.stop();
  }
}

describe('what the document says holds', { concurrency: true }, () => {
  test('on SQLite', () => holds(WITH_ALL));

  test('on PostgreSQL', async () => {
    const database = createDatabase();
    try {
      // In the settings, where commands find it too.
      await holds(WITH_ALL.replace('[vestibule]\n', `[vestibule]\ndatabase_url = "${database.url}"\n`));
    } finally {
      database.drop();
    }
  });
});
