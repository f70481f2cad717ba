// What Vestibule sends is what the published clients for receivers expect, unchanged.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

import { Server, SETTINGS, VESTIBULE } from '../support/server.js';

const PATIENCE = 20_000;
const received = [];
let server, listener, endpoint, secret;

before(async () => {
  server = await Server.start(VESTIBULE, { settings: `${SETTINGS}\n[vestibule.webhooks]\nallow_loopback = true\n` });
  listener = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(204).end();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = `http://127.0.0.1:${listener.address().port}/hook`;
  secret = await operate('webhooks', 'create', url, '--description', 'a test');
  [endpoint] = (await operate('webhooks', 'list')).split(' ');
});

after(async () => {
  listener?.close();
  await server?.stop();
});

/** Runs one of the binary's commands while the listener goes on answering; gives the last line that it prints. */
async function operate(...words) {
  const { stdout } = await promisify(execFile)(path.resolve(process.env[VESTIBULE.bin]), words, {
    cwd: server.folder,
    env: { PATH: process.env.PATH, VESTIBULE_BASE_URL: server.url, LEPTOS_SITE_ADDR: `127.0.0.1:${server.port}` },
  });
  return stdout.trimEnd().split('\n').at(-1);
}

/** What was told of a type, once there is enough of it. */
async function told(type, least = 1) {
  for (const since = Date.now(); ; await sleep(25)) {
    const found = received.filter(({ body }) => JSON.parse(body).type === type);
    if (found.length >= least) return found;
    if (Date.now() - since > PATIENCE) throw new Error(`${type}: told ${found.length} times; the log:\n${server.log()}`);
  }
}

const clients = { svix: () => new SvixWebhook(secret), standardwebhooks: () => new StandardWebhook(secret) };
/** The headers that each of them looks at. */
const family = { svix: 'svix', standardwebhooks: 'webhook' };

function only(headers, prefix) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(`${prefix}-`)));
}

for (const [name, client] of Object.entries(clients)) {
  test(`${name} verifies what a sign-up sends`, async () => {
    const email = `${name}@example.com`;
    await server.account({ email, password: 'moth ledger willow 41' });
    const all = await told('user.created', Object.keys(clients).indexOf(name) + 1);
    const { headers, body } = all.find(({ body: text }) => text.includes(email));
    const event = client().verify(body, only(headers, family[name]));
    assert.equal(event.object, 'event');
    assert.equal(event.type, 'user.created');
    assert.match(event.data.id, /^user_/);
    assert.equal(event.data.object, 'user');
    assert.ok('external_id' in event.data && 'private_metadata' in event.data, 'what the server alone knows is there');
    assert.match(event.instance_id, /^ins_/);
    assert.ok(Math.abs(Date.now() - event.timestamp) < 60_000);
    assert.match(event.event_attributes.http_request.client_ip, /^(127\.0\.0\.1|::1)$/);
  });

  test(`${name} refuses what was altered, is old, or is signed with something else`, async () => {
    const { headers, body } = (await told('user.created'))[0];
    const good = only(headers, family[name]);
    client().verify(body, good);
    assert.throws(() => client().verify(body.replace('user.created', 'user.deleted'), good));
    assert.throws(() => client().verify(body, { ...good, [`${family[name]}-id`]: 'evt_x' }));
    const old = String(Math.floor(Date.now() / 1000) - 301);
    assert.throws(() => client().verify(body, { ...good, [`${family[name]}-timestamp`]: old }));
    const Client = client().constructor;
    const other = new Client(`whsec_${Buffer.alloc(32, 7).toString('base64')}`);
    assert.throws(() => other.verify(body, good));
  });
}

test('while a secret is replaced both verify', async () => {
  const former = secret;
  secret = await operate('webhooks', 'rotate', endpoint);
  assert.notEqual(secret, former);
  await operate('webhooks', 'example', endpoint, '--event', 'user.deleted');
  const { headers, body } = (await told('user.deleted'))[0];
  assert.equal(headers['svix-signature'].split(' ').length, 2);
  for (const one of [former, secret]) {
    assert.equal(new SvixWebhook(one).verify(body, only(headers, 'svix')).type, 'user.deleted');
    assert.equal(new StandardWebhook(one).verify(body, only(headers, 'webhook')).type, 'user.deleted');
  }
});

test('what is sent again has the same id', async () => {
  const [first] = await told('session.created');
  const id = first.headers['svix-id'];
  await operate('webhooks', 'replay', endpoint, id);
  const times = () => received.filter(({ headers }) => headers['svix-id'] === id);
  for (const since = Date.now(); times().length < 2; await sleep(25)) {
    assert.ok(Date.now() - since < PATIENCE, `${id} came once`);
  }
  assert.equal(new Set(times().map(({ body }) => body)).size, 1);
});
