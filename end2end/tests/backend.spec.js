// The REST API, called as other backends call it: with Clerk's own client.

import { createClerkClient } from '@clerk/backend';

import { backendTest, expect } from '../support/backend.js';
import { somebody } from '../support/visitor.js';

const test = backendTest().extend({
  /** Makes an account, and gives it as the client sees it. */
  someone: async ({ server, clerk }, use) => {
    await use(async (names = {}) => {
      const person = { ...somebody(), ...names };
      await server.account(person);
      const { data: [user] } = await clerk.users.getUserList({ emailAddress: [person.email] });
      return { person, user };
    });
  },
});

test('users are found, counted and shown @once', async ({ clerk, someone }) => {
  const { person, user } = await someone({ first: 'Ada', last: 'Lovelace' });
  expect(user.id).toMatch(/^user_/);
  expect(user.fullName).toBe('Ada Lovelace');
  expect(user.primaryEmailAddress.emailAddress).toBe(person.email);
  expect(user.primaryEmailAddress.verification.status).toBe('verified');
  expect(user).toMatchObject({ passwordEnabled: true, twoFactorEnabled: false, banned: false, locked: false, hasImage: false });
  expect(await clerk.users.getUser(user.id)).toEqual(user);
  const { user: another } = await someone();
  const both = { userId: [user.id, another.id] };
  const newest = await clerk.users.getUserList({ ...both, orderBy: '-created_at' });
  expect(newest.totalCount).toBe(2);
  expect(newest.data.map(({ id }) => id).sort()).toEqual([user.id, another.id].sort());
  const second = await clerk.users.getUserList({ ...both, orderBy: '+email_address', limit: 1, offset: 1 });
  expect(second.data).toHaveLength(1);
  expect(second.totalCount).toBe(2);
  expect(await clerk.users.getCount(both)).toBe(2);
  expect(await clerk.users.getCount({ query: person.email.toUpperCase() })).toBe(1);
});

test('metadata is merged, replaced, and never mixed up @once', async ({ clerk, someone }) => {
  const { user } = await someone();
  const merged = await clerk.users.updateUserMetadata(user.id, {
    publicMetadata: { plan: { name: 'gold', seatsTaken: 3 } },
    privateMetadata: { crmId: 7 },
  });
  expect(merged.publicMetadata).toEqual({ plan: { name: 'gold', seatsTaken: 3 } });
  expect(merged.privateMetadata).toEqual({ crmId: 7 });
  const again = await clerk.users.updateUserMetadata(user.id, { publicMetadata: { plan: { seatsTaken: null } } });
  expect(again.publicMetadata).toEqual({ plan: { name: 'gold' } });
  const replaced = await clerk.users.replaceUserMetadata(user.id, { publicMetadata: { vip: true } });
  expect(replaced).toMatchObject({ publicMetadata: { vip: true }, privateMetadata: { crmId: 7 } });
});

test('bans, locks and deletion are those of the entrance @once', async ({ clerk, someone, server }) => {
  const { person, user } = await someone();
  expect(await clerk.users.lockUser(user.id)).toMatchObject({ locked: true });
  expect(await clerk.users.unlockUser(user.id)).toMatchObject({ locked: false });
  expect(await clerk.users.banUser(user.id)).toMatchObject({ banned: true });
  const signIn = () => fetch(`${server.url}/vestibule/api/sign_in/create`, {
    method: 'POST',
    headers: { origin: server.url, accept: 'application/json' },
    body: new URLSearchParams({ identifier: person.email, password: person.password }),
  });
  expect((await signIn()).status).toBe(403);
  expect(await clerk.users.unbanUser(user.id)).toMatchObject({ banned: false });
  expect((await signIn()).status).toBe(200);
  expect(await clerk.users.disableUserMFA(user.id)).toMatchObject({ user_id: user.id });
  expect(await clerk.users.deleteUser(user.id)).toMatchObject({ id: user.id, deleted: true, object: 'user' });
  await expect(clerk.users.getUser(user.id)).rejects.toMatchObject({ status: 404, errors: [{ code: 'resource_not_found' }] });
});

test('sessions are listed, made, given tokens and revoked @once', async ({ clerk, someone }) => {
  const { user } = await someone();
  const { data: [session], totalCount } = await clerk.sessions.getSessionList({ userId: user.id, status: 'active' });
  expect(totalCount).toBe(1);
  expect(session).toMatchObject({ userId: user.id, status: 'active' });
  expect(session.latestActivity.ipAddress).toBeTruthy();
  expect(await clerk.sessions.getSession(session.id)).toEqual(session);
  const made = await clerk.sessions.createSession({ userId: user.id });
  const { jwt } = await clerk.sessions.getToken(made.id);
  const client = await clerk.clients.verifyClient(jwt);
  expect(client.sessionIds).toEqual([made.id]);
  expect((await clerk.clients.getClient(client.id)).lastActiveSessionId).toBe(made.id);
  expect(await clerk.sessions.revokeSession(made.id)).toMatchObject({ id: made.id, status: 'revoked' });
  await expect(clerk.sessions.getToken(made.id)).rejects.toMatchObject({ status: 404 });
});

test('the keys are those that verify session tokens @once', async ({ clerk, server }) => {
  const published = await (await fetch(`${server.url}/.well-known/jwks.json`)).json();
  expect(await clerk.jwks.getJwks()).toEqual(published);
});

test('a request with a session token in its header is authenticated @once', async ({ clerk, someone, server }) => {
  const { user } = await someone();
  const { id } = await clerk.sessions.createSession({ userId: user.id });
  const { jwt } = await clerk.sessions.getToken(id);
  const publishableKey = server.operate('keys', 'publishable');
  const request = (token) => new Request(`${server.url}/notes`, { headers: { authorization: `Bearer ${token}` } });
  // The keys come by the secret key, as with Clerk itself.
  const options = { publishableKey, authorizedParties: [server.url] };
  const state = await clerk.authenticateRequest(request(jwt), options);
  expect(state.toAuth()).toMatchObject({ userId: user.id, sessionId: id });
  const altered = await clerk.authenticateRequest(request(`${jwt.slice(0, -4)}AAAA`), options);
  expect(altered.isAuthenticated).toBe(false);
});

test('a key of another instance is told that it is none @once', async ({ server }) => {
  const clerk = createClerkClient({ secretKey: `sk_test_${'A'.repeat(43)}`, apiUrl: server.url });
  await expect(clerk.users.getUserList()).rejects.toMatchObject({ status: 401, errors: [{ code: 'secret_key_invalid' }] });
});
