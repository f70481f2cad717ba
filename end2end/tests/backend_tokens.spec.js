// Tokens for other services: asked for with Clerk's own client, and verified as those services verify them.

import { generateKeyPairSync } from 'node:crypto';

import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';

import { backendTest, expect } from '../support/backend.js';
import { somebody } from '../support/visitor.js';

const SECRET = 'a secret that two services share: 0123456789';

const test = backendTest().extend({
  /** The session of someone who has just signed up. */
  session: async ({ server, clerk }, use) => {
    const person = somebody();
    await server.account(person);
    const { data: [user] } = await clerk.users.getUserList({ emailAddress: [person.email] });
    const { data: [session] } = await clerk.sessions.getSessionList({ userId: user.id, status: 'active' });
    await use({ id: session.id, userId: user.id, email: person.email });
  },

  /** Makes templates, each with a name that no other test has. */
  template: async ({ clerk }, use, { testId, retry }) => {
    const made = [];
    await use(async (params) => {
      const name = `t-${testId.replace(/[^a-z0-9]/g, '').slice(0, 32)}-${retry}-${made.length}`;
      made.push(await clerk.jwtTemplates.create({ name, claims: {}, ...params }));
      return made.at(-1);
    });
    for (const { id } of made) await clerk.jwtTemplates.delete(id).catch(() => {});
  },
});

test('templates are made, listed, changed and deleted @once', async ({ clerk, template }) => {
  const claims = { aud: 'billing', theirId: '{{user.id}}' };
  const made = await template({ claims, lifetime: 600, allowedClockSkew: 10 });
  expect(made.id).toMatch(/^jtmp_/);
  expect(made).toMatchObject({
    claims, lifetime: 600, allowedClockSkew: 10, customSigningKey: false, signingAlgorithm: 'RS256',
  });
  expect(await clerk.jwtTemplates.get(made.id)).toEqual(made);
  const { data, totalCount } = await clerk.jwtTemplates.list({ limit: 100 });
  expect(data.map(({ id }) => id)).toContain(made.id);
  expect(totalCount).toBe(data.length);
  const changed = await clerk.jwtTemplates.update({ templateId: made.id, name: made.name, claims: { a: 1 }, lifetime: 30 });
  expect(changed).toMatchObject({ claims: { a: 1 }, lifetime: 30, allowedClockSkew: 10 });
  await expect(clerk.jwtTemplates.create({ name: made.name, claims: {} })).rejects
    .toMatchObject({ status: 422, errors: [{ code: 'duplicate_record' }] });
  expect(await clerk.jwtTemplates.delete(made.id)).toMatchObject({ id: made.id, deleted: true });
  await expect(clerk.jwtTemplates.get(made.id)).rejects.toMatchObject({ status: 404 });
});

test('a token verifies with the published keys @once', async ({ clerk, session, server, template }) => {
  const { name } = await template({ claims: { aud: 'billing', email: '{{user.primary_email_address}}' } });
  const { jwt } = await clerk.sessions.getToken(session.id, name);
  const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(jwt, keys, { issuer: server.url, audience: 'billing', subject: session.userId });
  expect(payload.email).toBe(session.email);
  expect(payload.exp - payload.iat).toBe(60);
  await expect(jwtVerify(jwt, keys, { audience: 'another' })).rejects.toThrow();
  const { jwt: shorter } = await clerk.sessions.getToken(session.id, name, 30);
  const { payload: sooner } = await jwtVerify(shorter, keys);
  expect(sooner.exp - sooner.iat).toBe(30);
  expect(sooner.jti).not.toBe(payload.jti);
  await expect(clerk.sessions.getToken(session.id, name, 3600)).rejects
    .toMatchObject({ status: 422, errors: [{ code: 'form_param_format_invalid' }] });
});

test('a token verifies with the key of its template, and with no other @once', async ({ clerk, session, template }) => {
  const pairs = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: generateKeyPairSync('ed25519'),
  };
  const keys = Object.entries(pairs).map(([algorithm, { privateKey, publicKey }]) => (
    [algorithm, privateKey.export({ type: 'pkcs8', format: 'pem' }), publicKey]));
  keys.push(['HS256', SECRET, new TextEncoder().encode(SECRET)]);
  for (const [signingAlgorithm, signingKey, known] of keys) {
    const made = await template({ customSigningKey: true, signingAlgorithm, signingKey });
    expect(made).toMatchObject({ customSigningKey: true, signingAlgorithm });
    expect(JSON.stringify(made)).not.toContain(signingKey.split('\n')[1] ?? signingKey);
    const { jwt } = await clerk.sessions.getToken(session.id, made.name);
    expect(decodeProtectedHeader(jwt)).toMatchObject({ alg: signingAlgorithm, typ: 'JWT' });
    const { payload } = await jwtVerify(jwt, known, { algorithms: [signingAlgorithm] });
    expect(payload.sub).toBe(session.userId);
    await expect(jwtVerify(`${jwt.slice(0, -6)}AAAAAA`, known)).rejects.toThrow();
  }
});

test('a token for another service signs nobody in @once', async ({ clerk, session, server, template }) => {
  const { name } = await template({});
  const { jwt } = await clerk.sessions.getToken(session.id, name);
  const host = Buffer.from('vestibule.example$').toString('base64');
  const request = new Request(`${server.url}/notes`, { headers: { authorization: `Bearer ${jwt}` } });
  const options = { publishableKey: `pk_test_${host}`, authorizedParties: [server.url] };
  expect((await clerk.authenticateRequest(request, options)).isAuthenticated).toBe(false);
  const answer = await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${jwt}` } });
  expect(answer.status).toBe(401);
});

test('a session that is over, and a template that there is not, give none @once', async ({ clerk, session, template }) => {
  const { name } = await template({});
  const notThere = { status: 404, errors: [{ code: 'resource_not_found' }] };
  await expect(clerk.sessions.getToken(session.id, 'nothing')).rejects.toMatchObject(notThere);
  await clerk.sessions.revokeSession(session.id);
  await expect(clerk.sessions.getToken(session.id, name)).rejects.toMatchObject(notThere);
});
