// API keys of the app's own users: made with Clerk's own client, and taken by it where a service takes them.

import { backendTest, expect } from '../support/backend.js';
import { somebody } from '../support/visitor.js';

const test = backendTest().extend({
  /** The id of someone who has just signed up. */
  userId: async ({ server, clerk }, use) => {
    const person = somebody();
    await server.account(person);
    const { data: [user] } = await clerk.users.getUserList({ emailAddress: [person.email] });
    await use(user.id);
  },

  /** What a service behind the app makes of a request with a token. */
  authenticate: async ({ server, clerk }, use) => {
    // Clerk knows no host without a dot, and reads nothing else of it here.
    const publishableKey = `pk_test_${Buffer.from('vestibule.example$').toString('base64')}`;
    await use((token, acceptsToken) => clerk.authenticateRequest(
      new Request(`${server.url}/notes`, { headers: { authorization: `Bearer ${token}` } }),
      { publishableKey, authorizedParties: [server.url], acceptsToken },
    ));
  },
});

test('keys are made, listed, shown, changed, revoked and deleted @once', async ({ clerk: { apiKeys }, userId }) => {
  const made = await apiKeys.create({
    subject: userId, name: 'Backup', description: 'Copies notes', scopes: ['notes:read'], claims: { theirPlan: 'gold' },
    createdBy: userId, secondsUntilExpiration: 3600,
  });
  expect(made).toMatchObject({
    type: 'api_key', subject: userId, name: 'Backup', description: 'Copies notes', scopes: ['notes:read'],
    claims: { theirPlan: 'gold' }, createdBy: userId, revoked: false, revocationReason: null, expired: false,
    lastUsedAt: null,
  });
  expect(made.id).toMatch(/^ak_/);
  expect(made.secret).toMatch(/^ak_[\w-]{43}$/);
  expect(made.expiration).toBe(made.createdAt + 3_600_000);
  const shown = await apiKeys.get(made.id);
  expect(shown.secret).toBeUndefined();
  expect(shown).toMatchObject({ id: made.id, name: 'Backup' });
  await expect(apiKeys.getSecret(made.id)).rejects.toMatchObject({ status: 404 });
  const other = await apiKeys.create({ subject: userId, name: 'Other' });
  const { data, totalCount } = await apiKeys.list({ subject: userId, limit: 1, offset: 0 });
  expect(data).toHaveLength(1);
  expect(totalCount).toBe(2);

  const changed = await apiKeys.update({
    apiKeyId: made.id, subject: userId, description: null, scopes: ['notes:write'], secondsUntilExpiration: null,
  });
  expect(changed).toMatchObject({
    description: null, scopes: ['notes:write'], claims: { theirPlan: 'gold' }, expiration: null,
  });
  expect(await apiKeys.verify(made.secret)).toMatchObject({ id: made.id, subject: userId, scopes: ['notes:write'] });
  expect((await apiKeys.get(made.id)).lastUsedAt).toBeGreaterThan(0);

  const revoked = await apiKeys.revoke({ apiKeyId: made.id, revocationReason: 'leaked' });
  expect(revoked).toMatchObject({ revoked: true, revocationReason: 'leaked' });
  await expect(apiKeys.verify(made.secret)).rejects.toMatchObject({ status: 404 });
  const ids = async (more) => (await apiKeys.list({ subject: userId, ...more })).data.map(({ id }) => id).sort();
  expect(await ids()).toEqual([other.id]);
  expect(await ids({ includeInvalid: true })).toEqual([made.id, other.id].sort());
  expect(await apiKeys.delete(made.id)).toMatchObject({ id: made.id, deleted: true });
  await expect(apiKeys.get(made.id)).rejects.toMatchObject({ status: 404 });
});

test('a request with a key is authenticated where keys are taken @once', async ({ clerk, userId, authenticate }) => {
  const key = await clerk.apiKeys.create({ subject: userId, name: 'Script', scopes: ['notes:read'] });
  for (const accepted of ['api_key', ['session_token', 'api_key']]) {
    const state = await authenticate(key.secret, accepted);
    expect(state.toAuth()).toMatchObject({
      tokenType: 'api_key', isAuthenticated: true, id: key.id, subject: userId, userId, orgId: null, scopes: ['notes:read'],
    });
  }
  expect((await authenticate(key.secret, 'session_token')).isAuthenticated).toBe(false);
  expect((await authenticate(`${key.secret.slice(0, -4)}AAAA`, 'api_key')).isAuthenticated).toBe(false);
  await clerk.apiKeys.revoke({ apiKeyId: key.id });
  expect((await authenticate(key.secret, 'api_key')).isAuthenticated).toBe(false);
});
