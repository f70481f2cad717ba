// Organizations and tickets, called as other backends call them: with Clerk's own client.

import { backendTest, expect } from '../support/backend.js';
import { SETTINGS } from '../support/server.js';
import { somebody } from '../support/visitor.js';

const WAITLIST = SETTINGS.replace('[vestibule.sign_up]', '[vestibule.sign_up]\nmode = "waitlist"');

const test = backendTest(`${WAITLIST}\n[vestibule.organizations]\nenabled = true\n`).extend({
  /** Makes a user by the API. */
  someone: async ({ clerk }, use) => {
    await use(() => {
      const { email, password } = somebody();
      return clerk.users.createUser({ emailAddress: [email], password, externalId: email });
    });
  },
});

test('a user is made with what they bring from elsewhere @once', async ({ clerk, server }) => {
  const { email, password } = somebody();
  const user = await clerk.users.createUser({
    externalId: `crm-${email}`,
    emailAddress: [email],
    password,
    firstName: 'Ada',
    publicMetadata: { planName: 'gold' },
    createdAt: new Date('2020-02-29T12:00:00Z'),
    skipPasswordChecks: true,
  });
  expect(user).toMatchObject({ externalId: `crm-${email}`, firstName: 'Ada', publicMetadata: { planName: 'gold' } });
  expect(user.createdAt).toBe(Date.UTC(2020, 1, 29, 12));
  const { data: [found] } = await clerk.users.getUserList({ externalId: [`crm-${email}`] });
  expect(found).toEqual(user);
  const answer = await fetch(`${server.url}/vestibule/api/sign_in/create`, {
    method: 'POST',
    headers: { origin: server.url, accept: 'application/json' },
    body: new URLSearchParams({ identifier: email, password }),
  });
  expect(answer.status).toBe(200);
  await expect(clerk.users.createUser({ emailAddress: [email], password })).rejects.toMatchObject({
    status: 422, errors: [{ code: 'form_identifier_exists', meta: { paramName: 'email_address' } }],
  });
});

test('organizations are made, found, changed and deleted @once', async ({ clerk, someone }) => {
  const ada = await someone();
  const name = `Acme ${Date.now()}`;
  const acme = await clerk.organizations.createOrganization({
    name, createdBy: ada.id, publicMetadata: { teamSize: 3 }, privateMetadata: { crm: 7 },
  });
  expect(acme).toMatchObject({ name, membersCount: 1, createdBy: ada.id, publicMetadata: { teamSize: 3 }, privateMetadata: { crm: 7 } });
  expect(await clerk.organizations.getOrganization({ slug: acme.slug })).toEqual(acme);
  expect(await clerk.organizations.getOrganization({ organizationId: acme.id, includeMembersCount: true })).toEqual(acme);
  const found = await clerk.organizations.getOrganizationList({ query: name.toUpperCase(), orderBy: '-members_count' });
  expect(found).toEqual({ data: [acme], totalCount: 1 });
  const changed = await clerk.organizations.updateOrganization(acme.id, { name: `${name} Ltd`, maxAllowedMemberships: 9 });
  expect(changed).toMatchObject({ name: `${name} Ltd`, maxAllowedMemberships: 9, slug: acme.slug });
  const merged = await clerk.organizations.updateOrganizationMetadata(acme.id, { publicMetadata: { teamSize: null, vip: true } });
  expect(merged).toMatchObject({ publicMetadata: { vip: true }, privateMetadata: { crm: 7 } });
  expect(await clerk.organizations.deleteOrganization(acme.id)).toMatchObject({ id: acme.id, deleted: true });
  await expect(clerk.organizations.getOrganization({ organizationId: acme.id })).rejects.toMatchObject({ status: 404 });
});

test('members come, change and go @once', async ({ clerk, someone }) => {
  const [ada, bea] = [await someone(), await someone()];
  const { id: organizationId } = await clerk.organizations.createOrganization({ name: 'Bears', createdBy: ada.id });
  const added = await clerk.organizations.createOrganizationMembership({ organizationId, userId: bea.id, role: 'org:member' });
  expect(added).toMatchObject({ role: 'org:member', publicUserData: { userId: bea.id }, organization: { id: organizationId } });
  const promoted = await clerk.organizations.updateOrganizationMembership({ organizationId, userId: bea.id, role: 'org:admin' });
  expect(promoted.permissions).toContain('org:sys_memberships:manage');
  const noted = await clerk.organizations.updateOrganizationMembershipMetadata({
    organizationId, userId: bea.id, publicMetadata: { title: 'CTO' }, privateMetadata: { pay: 1 },
  });
  expect(noted).toMatchObject({ publicMetadata: { title: 'CTO' }, privateMetadata: { pay: 1 } });
  const { data, totalCount } = await clerk.organizations.getOrganizationMembershipList({ organizationId, limit: 1, offset: 1 });
  expect([data.map(({ publicUserData }) => publicUserData.userId), totalCount]).toEqual([[bea.id], 2]);
  const own = await clerk.users.getOrganizationMembershipList({ userId: bea.id });
  expect(own.data.map(({ organization }) => organization.id)).toEqual([organizationId]);
  await clerk.organizations.deleteOrganizationMembership({ organizationId, userId: ada.id });
  // The last one who manages members stays.
  await expect(clerk.organizations.deleteOrganizationMembership({ organizationId, userId: bea.id })).rejects.toMatchObject({
    status: 403, errors: [{ code: 'organization_minimum_permissions_needed' }],
  });
});

test('people are invited to an organization, one by one and together @once', async ({ clerk, someone, server }) => {
  const ada = await someone();
  const { id: organizationId } = await clerk.organizations.createOrganization({ name: 'Cranes', createdBy: ada.id });
  const [first, second, third] = [somebody().email, somebody().email, somebody().email];
  const invitation = await clerk.organizations.createOrganizationInvitation({
    organizationId, emailAddress: first, role: 'org:member', inviterUserId: ada.id, redirectUrl: '/dashboard',
  });
  expect(invitation).toMatchObject({ emailAddress: first, role: 'org:member', status: 'pending', organizationId });
  expect(new URL(invitation.url).origin).toBe(server.url);
  expect((await server.mailbox()).some((mail) => mail.to === first)).toBe(true);
  const both = await clerk.organizations.createOrganizationInvitationBulk(organizationId, [
    { emailAddress: second, role: 'org:member' }, { emailAddress: third, role: 'org:admin' },
  ]);
  expect(both.data.map(({ emailAddress }) => emailAddress)).toEqual([second, third]);
  const revoked = await clerk.organizations.revokeOrganizationInvitation({
    organizationId, invitationId: invitation.id, requestingUserId: ada.id,
  });
  expect(revoked.status).toBe('revoked');
  const waiting = await clerk.organizations.getOrganizationInvitationList({ organizationId, status: ['pending'] });
  expect(waiting.totalCount).toBe(2);
});

test('people are invited to sign up, and let in from the waitlist @once', async ({ clerk, server }) => {
  const { email } = somebody();
  const invitation = await clerk.invitations.createInvitation({ emailAddress: email, publicMetadata: { plan: 'gold' } });
  expect(invitation).toMatchObject({ emailAddress: email, status: 'pending', publicMetadata: { plan: 'gold' } });
  const bulk = await clerk.invitations.createInvitationBulk([{ emailAddress: somebody().email, notify: false }]);
  expect(bulk[0].status).toBe('pending');
  expect((await clerk.invitations.revokeInvitation(invitation.id)).status).toBe('revoked');
  const revoked = await clerk.invitations.getInvitationList({ status: 'revoked', limit: 500 });
  expect(revoked.data.map(({ id }) => id)).toContain(invitation.id);
  expect(revoked.totalCount).toBe(revoked.data.length);

  const { email: waiting } = somebody();
  await fetch(`${server.url}/vestibule/api/waitlist/join`, {
    method: 'POST', headers: { origin: server.url, accept: 'application/json' }, body: new URLSearchParams({ email_address: waiting }),
  });
  const { data: entries } = await clerk.waitlistEntries.list({ status: 'pending', limit: 500 });
  const entry = entries.find(({ emailAddress }) => emailAddress === waiting);
  const invited = await clerk.waitlistEntries.invite(entry.id);
  expect(invited).toMatchObject({ status: 'invited', invitation: { emailAddress: waiting } });
  expect((await clerk.waitlistEntries.reject(entry.id)).status).toBe('rejected');
  const added = await clerk.waitlistEntries.create({ emailAddress: somebody().email, notify: false });
  expect(added).toMatchObject({ status: 'pending', invitation: null });
  const [again, other] = await clerk.waitlistEntries.createBulk([
    { emailAddress: added.emailAddress }, { emailAddress: somebody().email, notify: false },
  ]);
  expect(again).toEqual(added);
  const found = await clerk.waitlistEntries.list({ query: other.emailAddress, orderBy: '-created_at' });
  expect(found).toEqual({ data: [other], totalCount: 1 });
  expect(await clerk.waitlistEntries.delete(other.id)).toMatchObject({ id: other.id, deleted: true });
  await expect(clerk.waitlistEntries.delete(entry.id)).rejects
    .toMatchObject({ status: 422, errors: [{ code: 'waitlist_entry_not_pending' }] });
});

test('what was revoked is told again, and an invitation is forgotten @once', async ({ clerk, someone }) => {
  const [ada, { email }] = [await someone(), somebody()];
  const invitation = await clerk.invitations.createInvitation({ emailAddress: email, notify: false, templateSlug: 'waitlist_invitation' });
  const signIn = await clerk.signInTokens.createSignInToken({ userId: ada.id, expiresInSeconds: 600 });
  const actor = await clerk.actorTokens.create({ userId: ada.id, actor: { sub: 'user_support' } });
  const key = await clerk.apiKeys.create({ subject: ada.id, name: 'Backup' });
  const { id: organizationId } = await clerk.organizations.createOrganization({ name: `Dunes ${Date.now()}`, createdBy: ada.id });
  const { id: invitationId } = await clerk.organizations.createOrganizationInvitation({
    organizationId, emailAddress: somebody().email, role: 'org:member',
  });
  for (const revoke of [
    () => clerk.organizations.revokeOrganizationInvitation({ organizationId, invitationId, requestingUserId: ada.id }),
    () => clerk.invitations.revokeInvitation(invitation.id),
    () => clerk.signInTokens.revokeSignInToken(signIn.id),
    () => clerk.actorTokens.revoke(actor.id),
    () => clerk.apiKeys.revoke({ apiKeyId: key.id }),
  ]) {
    expect(await revoke()).toEqual(await revoke());
  }
  expect(await clerk.invitations.deleteInvitation(invitation.id)).toMatchObject({ id: invitation.id, deleted: true });
  await expect(clerk.invitations.deleteInvitation(invitation.id)).rejects.toMatchObject({ status: 404 });
  await expect(clerk.invitations.revokeInvitation(invitation.id)).rejects.toMatchObject({ status: 404 });
});

test('what Clerk’s client may say is done, or refused by its name @once', async ({ clerk, someone }) => {
  const { email, password } = somebody();
  const locked = await clerk.users.createUser({ emailAddress: [email], password, locked: true });
  expect(locked.locked).toBe(true);
  expect(locked.raw.password_last_updated_at).toBe(locked.updatedAt);
  await expect(clerk.users.updateUser(locked.id, { timezone: 'Europe/Berlin' })).rejects
    .toMatchObject({ status: 422, errors: [{ code: 'form_param_unknown', meta: { paramName: 'timezone' } }] });
  await clerk.instance.update({
    hibp: null, testMode: false, allowedOrigins: [], enhancedEmailDeliverability: false, urlBasedSessionSyncing: false,
    preferredSignInStrategyWhenPasswordRequired: '',
  });
  await expect(clerk.instance.update({ testMode: true })).rejects
    .toMatchObject({ status: 422, errors: [{ code: 'form_param_format_invalid', meta: { paramName: 'test_mode' } }] });

  const acme = await clerk.organizations.createOrganization({ name: `Acme ${Date.now()}`, createdBy: (await someone()).id });
  const invitation = await clerk.organizations.createOrganizationInvitation({
    organizationId: acme.id, emailAddress: somebody().email, role: 'org:member', privateMetadata: { crm: 7 },
  });
  expect(invitation.privateMetadata).toEqual({ crm: 7 });
  const which = { organizationId: acme.id, invitationId: invitation.id };
  expect((await clerk.organizations.getOrganizationInvitation(which)).privateMetadata).toEqual({ crm: 7 });
});

test('a sign-in token signs its user in @once', async ({ clerk, someone, visitor, page }) => {
  const ada = await someone();
  const token = await clerk.signInTokens.createSignInToken({ userId: ada.id, expiresInSeconds: 600 });
  expect(token).toMatchObject({ userId: ada.id, status: 'pending' });
  await page.goto(token.url);
  await page.getByRole('button', { name: 'Continue', exact: false }).first().click();
  await expect(page).toHaveURL(/\/dashboard/);
  const other = await clerk.signInTokens.createSignInToken({ userId: ada.id, expiresInSeconds: 600 });
  expect((await clerk.signInTokens.revokeSignInToken(other.id)).status).toBe('revoked');
});

test('an actor token lets somebody act in a user’s place, and a bar says so @once', async ({ clerk, someone, page }) => {
  const ada = await someone();
  const actor = { sub: 'user_support' };
  const token = await clerk.actorTokens.create({ userId: ada.id, actor, sessionMaxDurationInSeconds: 600 });
  expect(token).toMatchObject({ userId: ada.id, status: 'pending', actor });
  await page.goto(token.url);
  await page.getByRole('button', { name: 'Continue', exact: false }).first().click();
  await expect(page).toHaveURL(/\/dashboard/);
  const bar = page.locator('.vst-impersonationFab');
  await expect(bar).toContainText('Signed in as');
  const { data: sessions } = await clerk.sessions.getSessionList({ userId: ada.id, status: 'active' });
  expect(sessions.map((session) => session.actor)).toContainEqual(actor);
  // On a phone it stands in front of the page, and over nothing of it.
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await bar.evaluate((element) => getComputedStyle(element).position)).toBe('static');
  await bar.getByRole('button', { name: 'Sign out' }).click();
  await expect(bar).toHaveCount(0);
  const other = await clerk.actorTokens.create({ userId: ada.id, actor });
  expect((await clerk.actorTokens.revoke(other.id)).status).toBe('revoked');
});
