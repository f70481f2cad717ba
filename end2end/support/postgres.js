// A database of its own on the PostgreSQL that the environment names.

import { execFileSync } from 'node:child_process';

import { variable } from './server.js';

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
