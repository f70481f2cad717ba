// The real binary, as a process of its own, in a folder of its own.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE = 30_000;
const running = new Set();

// A worker that ends takes its servers along, however it ends.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export const VESTIBULE = { bin: 'VESTIBULE_BIN', siteRoot: 'VESTIBULE_SITE_ROOT', outputName: 'vestibule', arguments: ['serve'] };
export const NOTES = { bin: 'NOTES_BIN', siteRoot: 'NOTES_SITE_ROOT', outputName: 'notes', arguments: [] };

export class Server {
  #program;
  #environment;
  #child;
  #readUpTo = 0;

  /** Starts a program on a free port and waits until it is ready. `settings` is what follows in Leptos.toml. */
  static async start(program, { settings, environment = () => ({}) }) {
    for (let attempt = 1; ; attempt += 1) {
      const server = new Server();
      server.#program = program;
      server.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vestibule-e2e-'));
      server.port = await freePort();
      server.url = `http://localhost:${server.port}`;
      server.#environment = environment(server);
      fs.mkdirSync(path.join(server.folder, 'data'));
      fs.writeFileSync(path.join(server.folder, 'Leptos.toml'), leptosToml(program, server.port) + settings);
      try {
        await server.#launch();
        return server;
      } catch (error) {
        await server.stop();
        // Between finding a free port and taking it, somebody else may take it.
        if (attempt === 3 || !/cannot listen|in use/i.test(error.message)) throw error;
      }
    }
  }

  get #logFile() {
    return path.join(this.folder, 'log');
  }

  async #launch() {
    const log = fs.openSync(this.#logFile, 'a');
    const inherited = Object.entries(process.env).filter(([name]) => !/^(VESTIBULE|LEPTOS|NOTES|RUST)_/.test(name));
    const child = spawn(variable(this.#program.bin), this.#program.arguments, {
      cwd: this.folder,
      env: {
        ...Object.fromEntries(inherited),
        LEPTOS_OUTPUT_NAME: this.#program.outputName,
        LEPTOS_SITE_ROOT: path.resolve(variable(this.#program.siteRoot)),
        LEPTOS_SITE_PKG_DIR: 'pkg',
        LEPTOS_SITE_ADDR: `127.0.0.1:${this.port}`,
        VESTIBULE_BASE_URL: this.url,
        NO_COLOR: '1',
        ...this.#environment,
      },
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    this.#child = child;
    running.add(child);
    let failure;
    child.once('error', (error) => { failure = error.message; });
    child.once('exit', (code, signal) => {
      running.delete(child);
      failure ??= `it ended (${code ?? signal})`;
    });
    for (const since = Date.now(); ; await sleep(25)) {
      if (failure) throw new Error(`${this.#program.bin}: ${failure}; it said:\n${this.log()}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      if (Date.now() - since > PATIENCE) throw new Error(`${this.#program.bin}: not ready; it said:\n${this.log()}`);
    }
  }

  /** Ends it without a warning: SIGKILL. */
  async kill() {
    const child = this.#child;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Ends it without a warning and starts it again, on the same port and the same data. */
  async crash() {
    await this.kill();
    await this.#launch();
  }

  async stop() {
    await this.kill();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  log() {
    return fs.existsSync(this.#logFile) ? fs.readFileSync(this.#logFile, 'utf8') : '';
  }

  /** What went wrong inside since this was last asked. */
  complaints() {
    const log = this.log();
    const fresh = log.slice(this.#readUpTo);
    this.#readUpTo = log.length;
    return fresh.split('\n').filter((line) => /\bERROR\b|panicked at/.test(line));
  }

  /** Every message in the development mailbox, newest first. */
  async mailbox() {
    const answer = await fetch(`${this.url}/dev/mailbox.json`);
    if (!answer.ok) throw new Error(`/dev/mailbox.json: ${answer.status}`);
    return answer.json();
  }

  /** The code in the newest mail to an address. */
  async code(address) {
    const mail = (await this.mailbox()).find((message) => message.to === address);
    if (!/^\d{6}$/.test(mail?.code ?? '')) throw new Error(`no code was mailed to ${address}`);
    return mail.code;
  }

  /** Lets another code be sent in so many seconds, and not half a minute after the last one. Pages that are open do not know. */
  sendAgainIn(seconds) {
    const sent = Date.now() - (30 - seconds) * 1_000;
    const database = path.join(this.folder, 'data', `${this.#program.outputName}.db`);
    execFileSync('sqlite3', ['-cmd', '.timeout 5000', database, `UPDATE verifications SET created_at = ${sent} WHERE created_at > ${sent}`]);
  }

  /** The link in the newest mail to an address. */
  async link(address) {
    const mail = (await this.mailbox()).find((message) => message.to === address);
    if (!mail?.link?.startsWith(`${this.url}/vestibule/verify?`)) throw new Error(`no link was mailed to ${address}`);
    return mail.link;
  }

  /** Runs one of the binary's commands beside the server; gives the link that it prints at the end. */
  operate(...words) {
    const said = execFileSync(variable(VESTIBULE.bin), words, {
      cwd: this.folder,
      env: { PATH: process.env.PATH, VESTIBULE_BASE_URL: this.url, LEPTOS_SITE_ADDR: `127.0.0.1:${this.port}` },
      encoding: 'utf8',
    });
    return said.trimEnd().split('\n').at(-1);
  }

  /** Makes an account, by the forms of the sign-up but without a browser. `agrees`: to the terms, where there are any. */
  async account({ email, password, first = '', last = '', agrees = false }) {
    const send = async (endpoint, fields, cookie = '') => {
      const answer = await fetch(`${this.url}/vestibule/api/${endpoint}`, {
        method: 'POST',
        headers: { origin: this.url, cookie },
        body: new URLSearchParams(fields),
      });
      if (!answer.ok) throw new Error(`${endpoint}: ${answer.status} ${await answer.text()}`);
      await answer.body?.cancel();
      return answer.headers.getSetCookie().map((set) => set.split(';')[0]).join('; ');
    };
    const consent = agrees ? { legal_accepted: 'true' } : {};
    const names = { first_name: first, last_name: last };
    const cookie = await send('sign_up/create', { email_address: email, password, ...names, ...consent });
    await send('sign_up/attempt_verification', { code: await this.code(email) }, cookie);
  }
}

function leptosToml(program, port) {
  return `[package.metadata.leptos]
output-name = "${program.outputName}"
site-root = "site"
site-pkg-dir = "pkg"
site-addr = "127.0.0.1:${port}"

`;
}

/** The settings of most tests: they all come from one network address. */
export const SETTINGS = `[vestibule]
app_name = "Vestibule"

[vestibule.paths]
after_sign_in = "/dashboard"
after_sign_up = "/dashboard"

[vestibule.sign_in]
email_link = true

[vestibule.sign_up]
first_name = "optional"
last_name = "optional"

[vestibule.security]
forms_per_minute = 100000
new_device_mail = false
`;

export function variable(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo xtask test --only e2e\``);
  return value;
}

async function freePort() {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}
