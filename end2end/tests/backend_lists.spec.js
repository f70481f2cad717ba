// Who may sign up and where one may be led, as other backends list it: with Clerk's own client.

import { backendTest, expect } from '../support/backend.js';
import { somebody } from '../support/visitor.js';

/** A server of its own: as long as somebody is on an allow-list, nobody else signs up. */
const test = backendTest().extend({
  /** Sends a form as our script does. */
  post: async ({ server }, use) => {
    await use((form, fields) => fetch(`${server.url}/vestibule/api/${form}`, {
      method: 'POST',
      headers: { origin: server.url, accept: 'application/json' },
      body: new URLSearchParams(fields),
    }));
  },
});

test('identifiers are blocked, listed and let in again @once', async ({ clerk, post }) => {
  const { email, password } = somebody();
  const made = await clerk.blocklistIdentifiers.createBlocklistIdentifier({ identifier: email });
  expect(made).toMatchObject({ identifier: email.toLowerCase(), identifierType: 'email_address' });
  expect(made.id).toMatch(/^blid_/);
  const { data, totalCount } = await clerk.blocklistIdentifiers.getBlocklistIdentifierList({ limit: 500 });
  expect(data).toContainEqual(made);
  expect(totalCount).toBeGreaterThan(0);
  const signUp = () => post('sign_up/create', { email_address: email, password, first_name: 'Ada', last_name: 'L' });
  const refused = await signUp();
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('not_allowed_access');
  expect(await clerk.blocklistIdentifiers.deleteBlocklistIdentifier(made.id)).toMatchObject({ id: made.id, deleted: true });
  expect((await signUp()).status).toBe(200);
  await expect(clerk.blocklistIdentifiers.deleteBlocklistIdentifier(made.id)).rejects.toMatchObject({ status: 404 });
});

test('identifiers are allowed, told and taken off @once', async ({ clerk: { allowlistIdentifiers } }) => {
  const { email } = somebody();
  const made = await allowlistIdentifiers.createAllowlistIdentifier({ identifier: email, notify: true });
  expect(made).toMatchObject({ identifier: email.toLowerCase(), identifierType: 'email_address' });
  expect(made.invitationId).toMatch(/^inv_/);
  const domain = await allowlistIdentifiers.createAllowlistIdentifier({ identifier: '*@acme.example', notify: false });
  const phone = await allowlistIdentifiers.createAllowlistIdentifier({ identifier: '+14155552671', notify: false });
  expect(phone.identifierType).toBe('phone_number');
  const { data, totalCount } = await allowlistIdentifiers.getAllowlistIdentifierList();
  expect(data.map(({ id }) => id).sort()).toEqual([made.id, domain.id, phone.id].sort());
  expect(totalCount).toBe(3);
  await expect(allowlistIdentifiers.createAllowlistIdentifier({ identifier: '*@Acme.example', notify: false })).rejects
    .toMatchObject({ status: 422, errors: [{ code: 'duplicate_record' }] });
  for (const { id } of data) {
    expect(await allowlistIdentifiers.deleteAllowlistIdentifier(id)).toMatchObject({ id, deleted: true });
  }
  expect((await allowlistIdentifiers.getAllowlistIdentifierList()).totalCount).toBe(0);
});

test('redirect URLs are listed, followed and deleted @once', async ({ clerk, post }) => {
  const url = `https://docs-${Date.now()}.example/done?a=b`;
  const led = async () => (await (await post('session/sign_out', { redirect_url: url })).json()).redirect_to;
  expect(await led()).toBe('/');
  const made = await clerk.redirectUrls.createRedirectUrl({ url });
  expect(made).toMatchObject({ url });
  expect(made.id).toMatch(/^ru_/);
  expect(await clerk.redirectUrls.getRedirectUrl(made.id)).toEqual(made);
  const { data, totalCount } = await clerk.redirectUrls.getRedirectUrlList();
  expect(data).toContainEqual(made);
  expect(totalCount).toBe(data.length);
  expect(await led()).toBe(url);
  expect(await clerk.redirectUrls.deleteRedirectUrl(made.id)).toMatchObject({ id: made.id, deleted: true });
  expect(await led()).toBe('/');
});

test('a testing token is made in development @once', async ({ clerk }) => {
  const before = Date.now();
  const made = await clerk.testingTokens.createTestingToken();
  expect(made.token).toMatch(/^testing_/);
  expect(made.expires_at).toBeGreaterThan(before);
});

test('a sign-up is shown, and called as the app calls its person @once', async ({ clerk, post }) => {
  const { email, password } = somebody();
  const { client } = await (await post('sign_up/create', { email_address: email, password })).json();
  const attempt = await clerk.signUps.get(client.sign_up.id);
  expect(attempt).toMatchObject({
    status: 'missing_requirements', emailAddress: email, passwordEnabled: true, unverifiedFields: ['email_address'],
    externalId: null, createdUserId: null,
  });
  expect(attempt.verifications.emailAddress.nextAction).toBe('needs_attempt');
  const changed = await clerk.signUps.update({ signUpAttemptId: attempt.id, externalId: `crm-${email}` });
  expect(changed.externalId).toBe(`crm-${email}`);
});

test('what the instance is and keeps out is told @once', async ({ clerk, server }) => {
  const instance = await clerk.instance.get();
  expect(instance).toMatchObject({ environmentType: 'development', allowedOrigins: null });
  expect(instance.id).toMatch(/^ins_/);
  // The client changes these and has no question for them.
  const { email } = somebody();
  const made = await clerk.blocklistIdentifiers.createBlocklistIdentifier({ identifier: email });
  const key = server.operate('secret-keys', 'create', 'reader', '--scope', 'instance:read');
  const answer = await fetch(`${server.url}/v1/instance/restrictions`, { headers: { authorization: `Bearer ${key}` } });
  expect(await answer.json()).toMatchObject({ object: 'instance_restrictions', blocklist: true });
  await clerk.blocklistIdentifiers.deleteBlocklistIdentifier(made.id);
  const changed = await clerk.instance.updateRestrictions({ blockEmailSubaddresses: true });
  expect(changed).toMatchObject({ blockEmailSubaddresses: true, allowlist: false });
  expect(await clerk.instance.updateRestrictions({ blockEmailSubaddresses: false })).toMatchObject({ blockEmailSubaddresses: false });
  // Whether there is an allow-list follows from who stands on it.
  await expect(clerk.instance.updateRestrictions({ allowlist: true })).rejects.toMatchObject({ status: 422 });
});
