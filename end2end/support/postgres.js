// A database of its own on the PostgreSQL that the environment names.

import { execFileSync } from 'node:child_process';

import { Server, VESTIBULE, variable } from './server.js';

const VARIABLE = 'VESTIBULE_TEST_POSTGRES_URL';

export function createDatabase() {
  const admin = variable(VARIABLE);
  const name = `vestibule_e2e_${process.pid}_${Date.now()}`;
  const run = (statement) => execFileSync('psql', [admin, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', statement]);
  run(`CREATE DATABASE ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Starts a server with these settings on a database of its own, which is there as long as the server. */
export async function serveFromPostgres(settings) {
  const database = createDatabase();
  const server = await Server.start(VESTIBULE, { settings, environment: () => ({ VESTIBULE_DATABASE_URL: database.url }) });
  const stop = async () => {
    await Server.prototype.stop.call(server);
    database.drop();
  };
  return Object.assign(server, { database, stop });
}

/** Makes what someone has proven eleven minutes older. */
export function wait(database, { email }) {
  const statement = `UPDATE sessions SET first_factor_at = first_factor_at - 660000, second_factor_at = second_factor_at - 660000
    WHERE user_id = (SELECT user_id FROM identifiers WHERE normalized = '${email}')`;
  execFileSync('psql', [database.url, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', statement]);
}
