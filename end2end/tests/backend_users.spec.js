// Users and what is theirs, changed as other backends change them: with Clerk's own client.

import { backendTest, expect } from '../support/backend.js';
import { SETTINGS } from '../support/server.js';
import { halves } from '../support/picture.js';
import { somebody } from '../support/visitor.js';

const ORGANIZATIONS = `
[vestibule.organizations]
enabled = true

[vestibule.organizations.domains]
enabled = true
`;

const test = backendTest(SETTINGS + ORGANIZATIONS).extend({
  /** Makes a user by the API, and gives them with what they sign in with. */
  someone: async ({ clerk }, use) => {
    await use(async () => {
      const person = somebody();
      const user = await clerk.users.createUser({ emailAddress: [person.email], password: person.password });
      return { person, user };
    });
  },

  /** Tries to sign in; gives the status of the answer. */
  signIn: async ({ server }, use) => {
    await use(async (identifier, password) => (await fetch(`${server.url}/vestibule/api/sign_in/create`, {
      method: 'POST',
      headers: { origin: server.url, accept: 'application/json' },
      body: new URLSearchParams({ identifier, password }),
    })).status);
  },
});

const refused = (status, code) => expect.objectContaining({ status, errors: [expect.objectContaining({ code })] });

test('a user is changed in what is said and nothing else @once', async ({ clerk, someone, signIn }) => {
  const { person, user } = await someone();
  const changed = await clerk.users.updateUser(user.id, {
    firstName: 'Ada', lastName: 'Lovelace', username: `ada_${Date.now()}`, externalId: `crm-${user.id}`, locale: 'fr-FR',
    createdAt: new Date('2020-02-29T12:00:00Z'), legalAcceptedAt: new Date('2020-03-01T00:00:00Z'),
    deleteSelfEnabled: false, createOrganizationEnabled: false, createOrganizationsLimit: 3,
  });
  expect(changed).toMatchObject({
    firstName: 'Ada', lastName: 'Lovelace', externalId: `crm-${user.id}`, locale: 'fr-FR', createdAt: Date.UTC(2020, 1, 29, 12),
    legalAcceptedAt: Date.UTC(2020, 2, 1), deleteSelfEnabled: false, createOrganizationEnabled: false, createOrganizationsLimit: 3,
  });
  expect(changed.primaryEmailAddress.emailAddress).toBe(person.email);
  const noted = await clerk.users.updateUser(user.id, { lastName: '', privateMetadata: { crmId: 7 } });
  expect(noted).toMatchObject({ firstName: 'Ada', lastName: null, privateMetadata: { crmId: 7 } });
  await clerk.users.updateUser(user.id, { password: 'copper lantern drifts 7', signOutOfOtherSessions: true });
  expect(await signIn(person.email, person.password)).toBe(422);
  expect(await signIn(person.email, 'copper lantern drifts 7')).toBe(200);
  await expect(clerk.users.updateUser(user.id, { password: 'short' })).rejects.toEqual(refused(422, 'form_password_length_too_short'));
});

test('addresses and numbers come, change and go @once', async ({ clerk, someone }) => {
  const { user } = await someone();
  const { email } = somebody();
  const made = await clerk.emailAddresses.createEmailAddress({ userId: user.id, emailAddress: email });
  expect(made.verification.status).toBe('unverified');
  const proven = await clerk.emailAddresses.updateEmailAddress(made.id, { verified: true, primary: true });
  expect(proven.verification.status).toBe('verified');
  expect(await clerk.emailAddresses.getEmailAddress(made.id)).toEqual(proven);
  expect((await clerk.users.getUser(user.id)).primaryEmailAddressId).toBe(made.id);
  const back = await clerk.users.updateUser(user.id, { primaryEmailAddressID: user.primaryEmailAddressId, notifyPrimaryEmailAddressChanged: true });
  expect(back.primaryEmailAddressId).toBe(user.primaryEmailAddressId);
  expect(await clerk.emailAddresses.deleteEmailAddress(made.id)).toMatchObject({ id: made.id, deleted: true });
  await expect(clerk.emailAddresses.deleteEmailAddress(user.primaryEmailAddressId))
    .rejects.toEqual(refused(422, 'identification_deletion_failed'));
  const number = `+4915123${String(Date.now()).slice(-6)}`;
  const phone = await clerk.phoneNumbers.createPhoneNumber({ userId: user.id, phoneNumber: number, verified: true });
  expect(phone).toMatchObject({ phoneNumber: number, reservedForSecondFactor: false });
  expect((await clerk.phoneNumbers.getPhoneNumber(phone.id)).id).toBe(phone.id);
  expect((await clerk.phoneNumbers.updatePhoneNumber(phone.id, { primary: true })).id).toBe(phone.id);
  expect(await clerk.phoneNumbers.deletePhoneNumber(phone.id)).toMatchObject({ id: phone.id, deleted: true });
  const replaced = await clerk.users.replaceUserEmailAddress(user.id, { emailAddress: somebody().email });
  expect((await clerk.users.getUser(user.id)).emailAddresses.map(({ id }) => id)).toEqual([replaced.id]);
  const other = await clerk.users.replaceUserPhoneNumber(user.id, { phoneNumber: number });
  expect((await clerk.users.getUser(user.id)).primaryPhoneNumberId).toBe(other.id);
});

test('what lets someone in is tried, marked and taken away @once', async ({ clerk, someone, signIn }) => {
  const { person, user } = await someone();
  const { id: userId } = user;
  expect(await clerk.users.verifyPassword({ userId, password: person.password })).toEqual({ verified: true });
  await expect(clerk.users.verifyPassword({ userId, password: 'wrong' })).rejects.toEqual(refused(422, 'form_password_incorrect'));
  await clerk.users.setPasswordCompromised(userId, { revokeAllSessions: true });
  expect(await signIn(person.email, person.password)).toBe(422);
  await clerk.users.unsetPasswordCompromised(userId);
  expect(await signIn(person.email, person.password)).toBe(200);
  const withApp = await clerk.users.updateUser(userId, { totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', backupCodes: ['abcd-efgh-23'] });
  expect(withApp).toMatchObject({ totpEnabled: true, backupCodeEnabled: true, twoFactorEnabled: true });
  expect(await clerk.users.verifyTOTP({ userId, code: 'abcd-efgh-23' })).toEqual({ verified: true, code_type: 'backup_code' });
  await expect(clerk.users.verifyTOTP({ userId, code: 'abcd-efgh-23' })).rejects.toEqual(refused(422, 'form_code_incorrect'));
  await clerk.users.updateUser(userId, { backupCodes: ['ijkl-mnop-45'] });
  expect(await clerk.users.deleteUserBackupCodes(userId)).toEqual({ user_id: userId });
  expect(await clerk.users.deleteUserTOTP(userId)).toEqual({ user_id: userId });
  for (const gone of [
    () => clerk.users.deleteUserPasskey({ userId, passkeyIdentificationId: 'passkey_0' }),
    () => clerk.users.deleteUserExternalAccount({ userId, externalAccountId: 'eac_0' }),
    () => clerk.users.deleteUserWeb3Wallet({ userId, web3WalletIdentificationId: 'idn_0' }),
  ]) {
    await expect(gone()).rejects.toMatchObject({ status: 404 });
  }
  expect(await clerk.users.getUserOauthAccessToken(userId, 'github')).toEqual({ data: [], totalCount: 0 });
  expect(await clerk.users.removePassword(userId, { signOutOfOtherSessions: true })).toMatchObject({ passwordEnabled: false });
  expect(await signIn(person.email, person.password)).toBe(422);
});

test('pictures are set and taken @once', async ({ clerk, someone }) => {
  const { user } = await someone();
  const file = new File([halves(64, 64)], 'me.png', { type: 'image/png' });
  const shown = await clerk.users.updateUserProfileImage(user.id, { file });
  expect(shown.hasImage).toBe(true);
  const response = await fetch(shown.imageUrl);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(await clerk.users.deleteUserProfileImage(user.id)).toMatchObject({ hasImage: false });
  const { id } = await clerk.organizations.createOrganization({ name: 'Acme', createdBy: user.id });
  expect(await clerk.organizations.updateOrganizationLogo(id, { file, uploaderUserId: user.id })).toMatchObject({ hasImage: true });
  expect(await clerk.organizations.deleteOrganizationLogo(id)).toMatchObject({ hasImage: false });
});

test('an organization has domains, metadata, roles and members to be found @once', async ({ clerk, someone }) => {
  const { user: ada, person } = await someone();
  const { user: bea } = await someone();
  const made = await clerk.organizations.createOrganization({ name: `Acme ${Date.now()}`, createdBy: ada.id });
  const { id: organizationId } = made;
  const replaced = await clerk.organizations.replaceOrganizationMetadata(organizationId, { publicMetadata: { vip: true } });
  expect(replaced.publicMetadata).toEqual({ vip: true });
  const renamed = await clerk.organizations.updateOrganization(organizationId, { name: 'Acme & Sons', privateMetadata: { crmId: 7 } });
  expect(renamed).toMatchObject({ name: 'Acme & Sons', publicMetadata: { vip: true }, privateMetadata: { crmId: 7 } });
  const domain = await clerk.organizations.createOrganizationDomain({
    organizationId, name: `acme-${Date.now()}.example`, enrollmentMode: 'automatic_suggestion',
  });
  expect(domain).toMatchObject({ enrollment_mode: 'automatic_suggestion', verification: { status: 'verified' } });
  const closed = await clerk.organizations.updateOrganizationDomain({ organizationId, domainId: domain.id, enrollmentMode: 'manual_invitation' });
  expect(closed.enrollment_mode).toBe('manual_invitation');
  expect((await clerk.organizations.getOrganizationDomainList({ organizationId, limit: 5 })).totalCount).toBe(1);
  await clerk.organizations.deleteOrganizationDomain({ organizationId, domainId: domain.id });
  await clerk.organizations.createOrganizationMembership({ organizationId, userId: bea.id, role: 'org:member' });
  const found = async (asked) => {
    const { data, totalCount } = await clerk.organizations.getOrganizationMembershipList({ organizationId, ...asked });
    expect(totalCount).toBe(data.length);
    return data.map(({ publicUserData }) => publicUserData.userId);
  };
  expect(await found({ orderBy: '-created_at' })).toEqual([bea.id, ada.id]);
  expect(await found({ role: ['org:admin', 'org:guest'] })).toEqual([ada.id]);
  expect(await found({ userId: [bea.id] })).toEqual([bea.id]);
  expect(await found({ emailAddressQuery: person.email.toUpperCase() })).toEqual([ada.id]);
  const all = await clerk.organizations.getInstanceOrganizationMembershipList({ orderBy: '-created_at', limit: 1 });
  expect(all.data[0].publicUserData.userId).toBe(bea.id);
  const { email } = somebody();
  const invitation = await clerk.organizations.createOrganizationInvitation({ organizationId, emailAddress: email, role: 'org:member' });
  expect((await clerk.organizations.getOrganizationInvitation({ organizationId, invitationId: invitation.id })).status).toBe('pending');
  const both = await clerk.organizations.getOrganizationInvitationList({ organizationId, status: ['pending', 'revoked'] });
  expect(both.totalCount).toBe(1);
  const { id: invitedId } = await clerk.users.createUser({ emailAddress: [email], skipPasswordRequirement: true });
  const theirs = await clerk.users.getOrganizationInvitationList({ userId: invitedId, status: 'pending' });
  expect(theirs.data[0]).toMatchObject({ id: invitation.id, publicOrganizationData: { name: 'Acme & Sons' } });
  const roles = await clerk.organizationRoles.getOrganizationRoleList({ query: 'admin' });
  expect(roles.data[0]).toMatchObject({ key: 'org:admin', name: 'Admin' });
  expect(await clerk.organizationRoles.getOrganizationRole(roles.data[0].id)).toEqual(roles.data[0]);
  const permissions = await clerk.organizationPermissions.getOrganizationPermissionList({ limit: 500 });
  expect(permissions.data.map(({ key }) => key)).toContain('org:sys_memberships:manage');
  expect((await clerk.organizationPermissions.getOrganizationPermission('org:sys_profile:manage')).key).toBe('org:sys_profile:manage');
});

test('sessions are verified, and invitations found and ordered @once', async ({ clerk, someone }) => {
  const { user } = await someone();
  const session = await clerk.sessions.createSession({ userId: user.id });
  const { jwt } = await clerk.sessions.getToken(session.id);
  expect((await clerk.sessions.verifySession(session.id, jwt)).id).toBe(session.id);
  await expect(clerk.sessions.verifySession(session.id, 'x')).rejects.toMatchObject({ status: 422 });
  const [{ email: first }, { email: second }] = [somebody(), somebody()];
  await clerk.invitations.createInvitationBulk([first, second].map((emailAddress) => ({ emailAddress, notify: false })));
  const one = await clerk.invitations.getInvitationList({ query: first.toUpperCase() });
  expect([one.totalCount, one.data[0].emailAddress]).toEqual([1, first]);
  const { data } = await clerk.invitations.getInvitationList({ orderBy: '+email_address', limit: 500 });
  const addresses = data.map(({ emailAddress }) => emailAddress);
  expect(addresses).toEqual([...addresses].sort());
});

test('what is nothing is told in JSON @once', async ({ server, clerk }) => {
  const response = await fetch(`${server.url}/v1/planets`);
  expect([response.status, (await response.json()).errors[0].code]).toEqual([404, 'resource_not_found']);
  await expect(clerk.users.getUser('user_0')).rejects.toEqual(refused(404, 'resource_not_found'));
});
