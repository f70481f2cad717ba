// Machines and the tokens with which they call each other: with Clerk's own client.

import { createClerkClient } from '@clerk/backend';

import { backendTest, expect } from '../support/backend.js';

const test = backendTest().extend({
  /** Clerk's client as a machine uses it, which knows nothing but the machine's own key. */
  as: async ({ server }, use) => {
    await use(({ secretKey: machineSecretKey }) => createClerkClient({ machineSecretKey, apiUrl: server.url }));
  },

  /** Two machines, of which the tokens of the first are for the second. */
  pair: async ({ clerk: { machines } }, use) => {
    const billing = await machines.create({ name: 'Billing' });
    const reports = await machines.create({ name: 'Reports', scopedMachines: [billing.id], defaultTokenTtl: 600 });
    await use({ reports, billing });
  },
});

test('machines are made, listed, changed and deleted @once', async ({ clerk: { machines }, pair: { reports, billing } }) => {
  expect(reports).toMatchObject({ name: 'Reports', defaultTokenTtl: 600 });
  expect(reports.id).toMatch(/^mch_/);
  expect(reports.instanceId).toMatch(/^ins_/);
  expect(reports.secretKey).toMatch(/^msk_test_/);
  expect(reports.scopedMachines).toMatchObject([{ id: billing.id, name: 'Billing', scopedMachines: [] }]);
  const shown = await machines.get(reports.id);
  expect(shown.secretKey).toBeUndefined();
  expect(shown).toMatchObject({ id: reports.id, name: 'Reports' });
  const { data, totalCount } = await machines.list({ query: 'report', orderBy: '-created_at', limit: 1 });
  expect(data[0]).toMatchObject({ id: reports.id });
  expect(totalCount).toBeGreaterThan(0);
  const changed = await machines.update({ machineId: reports.id, name: 'Nightly reports', defaultTokenTtl: 60 });
  expect(changed).toMatchObject({ name: 'Nightly reports', defaultTokenTtl: 60 });
  const removed = await machines.deleteScope(reports.id, billing.id);
  expect(removed.deleted).toBe(true);
  expect((await machines.get(reports.id)).scopedMachines).toEqual([]);
  const scope = await machines.createScope(reports.id, billing.id);
  expect(scope).toMatchObject({ fromMachineId: reports.id, toMachineId: billing.id });
  await expect(machines.createScope(reports.id, billing.id)).rejects
    .toMatchObject({ status: 422, errors: [{ code: 'duplicate_record' }] });
  expect(await machines.delete(reports.id)).toMatchObject({ id: reports.id, deleted: true });
  await expect(machines.get(reports.id)).rejects.toMatchObject({ status: 404 });
});

test('a secret key is replaced, and not shown again @once', async ({ clerk: { machines }, as, pair: { reports } }) => {
  await expect(machines.getSecretKey(reports.id)).rejects.toMatchObject({ status: 404 });
  const { secret } = await machines.rotateSecretKey({ machineId: reports.id, previousTokenTtl: 60 });
  const [before, now] = [as(reports), as({ secretKey: secret })];
  await before.m2m.createToken();
  await now.m2m.createToken();
  const { secret: last } = await machines.rotateSecretKey({ machineId: reports.id, previousTokenTtl: 0 });
  for (const over of [before, now]) {
    await expect(over.m2m.createToken()).rejects.toMatchObject({ status: 401 });
  }
  await as({ secretKey: last }).m2m.createToken();
});

test('a token is made by one machine and verified by another @once', async ({ clerk, as, pair: { reports, billing } }) => {
  const [sender, receiver] = [as(reports).m2m, as(billing).m2m];
  const made = await sender.createToken({ claims: { theirRole: 'cron' }, secondsUntilExpiration: 60 });
  expect(made).toMatchObject({
    subject: reports.id, scopes: [billing.id], claims: { theirRole: 'cron' }, revoked: false, revocationReason: null,
    expired: false,
  });
  expect(made.token).toMatch(/^mt_[\w-]{43}$/);
  expect(made.expiration).toBe(made.createdAt + 60_000);
  const verified = await receiver.verify({ token: made.token });
  expect(verified).toMatchObject({ id: made.id, subject: reports.id, claims: { theirRole: 'cron' } });
  expect(verified.token).toBeUndefined();
  await expect(sender.verify({ token: made.token })).rejects.toMatchObject({ status: 404 });
  // With the secret key of the instance one sees those of every machine.
  expect(await clerk.m2m.verify({ token: made.token })).toMatchObject({ id: made.id });
  expect(await clerk.m2m.list({ subject: reports.id })).toMatchObject({ data: [{ id: made.id }], totalCount: 1 });
  const revoked = await sender.revokeToken({ m2mTokenId: made.id, revocationReason: 'leaked' });
  expect(revoked).toMatchObject({ id: made.id, revoked: true, revocationReason: 'leaked' });
  await expect(receiver.verify({ token: made.token })).rejects.toMatchObject({ status: 404 });
  expect((await sender.list({ subject: reports.id })).data).toEqual([]);
  expect((await sender.list({ subject: reports.id, revoked: true })).data).toMatchObject([{ id: made.id, revoked: true }]);
  await expect(receiver.list({ subject: reports.id })).rejects.toMatchObject({ status: 403 });
});

test('a signed token is verified with the published keys @once', async ({ clerk, as, pair: { reports, billing } }) => {
  const made = await as(reports).m2m.createToken({ tokenFormat: 'jwt', claims: { theirRole: 'cron' } });
  expect(made.token.split('.')).toHaveLength(3);
  const verified = await clerk.m2m.verify({ token: made.token });
  expect(verified).toMatchObject({
    id: made.id, subject: reports.id, scopes: [billing.id], claims: { theirRole: 'cron' }, expired: false,
  });
  const [header, payload] = made.token.split('.');
  const other = payload.slice(0, -2) + (payload.endsWith('AA') ? 'BB' : 'AA');
  await expect(clerk.m2m.verify({ token: `${header}.${other}.${made.token.split('.')[2]}` })).rejects.toThrow();
});

test('a request of a machine is authenticated where tokens of machines are taken @once', async ({ server, as, pair }) => {
  const { reports, billing } = pair;
  // Clerk knows no host without a dot, and reads nothing else of it here.
  const publishableKey = `pk_test_${Buffer.from('vestibule.example$').toString('base64')}`;
  const authenticate = (machine, token) => as(machine).authenticateRequest(
    new Request(`${server.url}/invoices`, { headers: { authorization: `Bearer ${token}` } }),
    { publishableKey, machineSecretKey: machine.secretKey, acceptsToken: 'm2m_token' },
  );
  const made = await as(reports).m2m.createToken();
  const state = await authenticate(billing, made.token);
  expect(state.toAuth()).toMatchObject({ tokenType: 'm2m_token', isAuthenticated: true, machineId: reports.id });
  expect((await authenticate(reports, made.token)).isAuthenticated).toBe(false);
  await as(reports).m2m.revokeToken({ m2mTokenId: made.id });
  expect((await authenticate(billing, made.token)).isAuthenticated).toBe(false);
});
