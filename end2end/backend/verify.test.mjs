// The programs of docs/verifying-tokens.md, as other services run them: with real tokens, and with those of somebody else.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { createClerkClient } from '@clerk/backend';
import { exportJWK, importJWK, SignJWT } from 'jose';

import { Server, SETTINGS, variable, VESTIBULE } from '../support/server.js';

const PATIENCE = 90_000;
const HERE = path.dirname(fileURLToPath(import.meta.url));
const DOCS = path.join(HERE, '../../docs/verifying-tokens.md');

// Each line is the headers of a request; each answer the claims, or what is wrong.
const LINES = {
  node: [process.execPath, '--input-type=module', '-e', `
    import { createInterface } from 'node:readline';
    import { signedIn } from ${JSON.stringify(path.join(HERE, 'verify.mjs'))};
    for await (const line of createInterface({ input: process.stdin })) {
      const answer = await signedIn(JSON.parse(line)).then((claims) => ({ claims }), (error) => ({ error: String(error) }));
      console.log(JSON.stringify(answer));
    }`],
  python: [path.join(process.env.VESTIBULE_VENV ?? '', 'bin/python'), '-c', `
import json, sys
sys.path.insert(0, ${JSON.stringify(HERE)})
from verify import signed_in
for line in sys.stdin:
    try:
        answer = {"claims": signed_in(json.loads(line))}
    except Exception as error:
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)`],
};

class Verifier {
  #child;
  #answers;

  constructor([program, ...words], environment) {
    this.#child = spawn(program, words, {
      env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async ask(headers) {
    this.#child.stdin.write(`${JSON.stringify(headers)}\n`);
    const { value, done } = await this.#answers.next();
    assert.ok(!done, 'the program has ended');
    return JSON.parse(value);
  }

  async stop() {
    const gone = once(this.#child, 'exit');
    this.#child.stdin.end();
    await gone;
  }
}

let server, clerk, user, session, jwk;
const verifiers = [];

before(async () => {
  variable('VESTIBULE_VENV');
  server = await Server.start(VESTIBULE, { settings: `${SETTINGS}\n[vestibule.organizations]\nenabled = true\n` });
  clerk = createClerkClient({ secretKey: server.operate('secret-keys', 'create', 'tests'), apiUrl: server.url });
  user = await clerk.users.createUser({ emailAddress: ['ada@example.com'], skipPasswordRequirement: true });
  session = await clerk.sessions.createSession({ userId: user.id });
  ({ keys: [jwk] } = await (await fetch(`${server.url}/.well-known/jwks.json`)).json());
  const [, script] = /^node -e "(.+)" https:/m.exec(fs.readFileSync(DOCS, 'utf8'));
  const said = execFileSync(process.execPath, ['-e', script, server.url], { encoding: 'utf8' });
  assert.ok(said.startsWith(`${jwk.kid}\n`), said);
  const pem = said.slice(said.indexOf('\n') + 1);
  for (const [language, words] of Object.entries(LINES)) {
    const environment = { VESTIBULE_URL: server.url };
    verifiers.push({ name: `${language} with the JWKS`, program: new Verifier(words, environment) });
    verifiers.push({ name: `${language} with a PEM`, program: new Verifier(words, { ...environment, VESTIBULE_JWT_KEY: pem }) });
  }
});

after(async () => {
  for (const { program } of verifiers) await program.stop();
  await server?.stop();
});

async function freshToken() {
  return (await clerk.sessions.getToken(session.id)).jwt;
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });
const part = (what) => Buffer.from(JSON.stringify(what)).toString('base64url');
const read = (token, at) => JSON.parse(Buffer.from(token.split('.')[at], 'base64url').toString());

test('a token is good in the header and in the cookie', async () => {
  const token = await freshToken();
  for (const { name, program } of verifiers) {
    const requests = [
      bearer(token),
      { authorization: `bearer ${token}` },
      { cookie: `__session=${token}` },
      { cookie: `theme=dark; __session=${token}; x__session=y` },
    ];
    for (const headers of requests) {
      const { claims, error } = await program.ask(headers);
      assert.deepEqual([claims?.sub, claims?.sid, claims?.v], [user.id, session.id, 2], `${name}: ${error}`);
    }
  }
});

test('what is no token of a session is refused', async () => {
  const token = await freshToken();
  const [head, body, signature] = token.split('.');
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claims = read(token, 1);
  const signed = (more, header = { alg: 'RS256', kid: jwk.kid, typ: 'JWT' }, key = other.privateKey) =>
    new SignJWT({ ...claims, ...more }).setProtectedHeader(header).sign(key);
  const secret = new TextEncoder().encode(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
  const refused = {
    'no token': {},
    'an empty one': { cookie: '__session=' },
    'of another scheme': { authorization: `Basic ${token}` },
    'no JWT': bearer('nonsense'),
    'other claims': bearer(`${head}.${part({ ...claims, sub: 'user_other' })}.${signature}`),
    'another signature': bearer(`${head}.${body}.${signature.slice(0, -8)}AAAAAAAA`),
    'no signature': bearer(`${head}.${body}.`),
    'alg none': bearer(`${part({ alg: 'none', kid: jwk.kid, typ: 'JWT' })}.${body}.`),
    'the public key as a shared secret': bearer(await signed({}, { alg: 'HS256', kid: jwk.kid, typ: 'JWT' }, secret)),
    'another key under the name of ours': bearer(await signed({})),
    'another key under its own name': bearer(await signed({}, { alg: 'RS256', kid: 'ins_other', typ: 'JWT' })),
    'a key in its header': bearer(await signed({}, { alg: 'RS256', jwk: await exportJWK(other.publicKey), typ: 'JWT' })),
  };
  for (const { name, program } of verifiers) {
    for (const [what, headers] of Object.entries(refused)) {
      const answer = await program.ask(headers);
      assert.ok(answer.error && !answer.claims, `${name}, ${what}: ${JSON.stringify(answer)}`);
    }
    const { claims: still } = await program.ask(bearer(token));
    assert.equal(still?.sub, user.id, `${name} goes on`);
  }
});

// What a Vestibule would sign only for others, or at other times, is signed here with a key of which the programs know.
test('a good signature alone is not enough', async () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  const key = await importJWK(pair.privateKey.export({ format: 'jwk' }), 'RS256');
  const now = Math.floor(Date.now() / 1000);
  const good = { ...read(await freshToken(), 1), iat: now, nbf: now - 10, exp: now + 60 };
  const sign = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'ins_x', typ: 'JWT' }).sign(key);
  const without = (name) => Object.fromEntries(Object.entries(good).filter(([other]) => other !== name));
  const wrong = {
    expired: { ...good, exp: now - 10 },
    'not good yet': { ...good, nbf: now + 30 },
    'of another issuer': { ...good, iss: 'https://other.example' },
    'for other pages': { ...good, azp: 'https://other.example' },
    'for no pages': without('azp'),
    'for ever': without('exp'),
    'of a session that waits': { ...good, sts: 'pending' },
    'of no session': without('sid'),
    'of nobody': without('sub'),
  };
  for (const [language, words] of Object.entries(LINES)) {
    const program = new Verifier(words, { VESTIBULE_URL: server.url, VESTIBULE_JWT_KEY: pem });
    try {
      const within = { ...good, exp: now - 2 };
      for (const [what, claims] of Object.entries({ good, 'a clock that is two seconds off': within })) {
        const { claims: read, error } = await program.ask(bearer(await sign(claims)));
        assert.equal(read?.sub, user.id, `${language}, ${what}: ${error}`);
      }
      for (const [what, claims] of Object.entries(wrong)) {
        const { error } = await program.ask(bearer(await sign(claims)));
        assert.ok(error, `${language}, ${what}`);
      }
    } finally {
      await program.stop();
    }
  }
});

test('a new key is asked for', async () => {
  const former = read(await freshToken(), 0).kid;
  server.operate('keys', 'create', '--now');
  const signedAnew = async () => read(await freshToken(), 0).kid !== former;
  await until('the server signs with its new key', signedAnew);
  for (const { name, program } of verifiers) {
    if (name.endsWith('PEM')) {
      assert.ok((await program.ask(bearer(await freshToken()))).error, `${name} knows one key`);
    } else {
      await until(`${name} knows the new key`, async () => (await program.ask(bearer(await freshToken()))).claims);
    }
  }
});

async function until(what, holds) {
  for (const since = Date.now(); !await holds(); await sleep(250)) {
    assert.ok(Date.now() - since < PATIENCE, what);
  }
}

test('the document shows these programs', () => {
  const text = fs.readFileSync(DOCS, 'utf8');
  for (const [language, file] of [['js', 'verify.mjs'], ['python', 'verify.py']]) {
    const program = fs.readFileSync(path.join(HERE, file), 'utf8');
    assert.ok(text.includes(`\`\`\`${language}\n${program}\`\`\`\n`), `${file} is not in the document`);
  }
});
