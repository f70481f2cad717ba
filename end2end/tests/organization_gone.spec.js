// Something that somebody else has taken away meanwhile: whoever still sees it, and does something with it, is told.

import { OrganizationPages, OrganizationsApi, withOrganizations } from '../support/organizations.js';
import { Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const test = testAt(() => Server.start(VESTIBULE, { settings: withOrganizations() }));

const OVER = 'This invitation is no longer valid.';
const GONE = 'That is not there any more. Nothing was changed.';

/** Somebody with an organization, and somebody else at another browser. */
async function two({ visitor, server, anotherBrowser }) {
  const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  await visitor.signUp(ada);
  await server.account(grace);
  const [other, api] = [await anotherBrowser(), new OrganizationsApi(visitor)];
  await other.signIn(grace);
  const acme = await api.create('Acme');
  return { api, acme, grace, other, pages: new OrganizationPages(visitor.page), theirs: new OrganizationsApi(other) };
}

test('an invitation that was taken back meanwhile is taken back', async ({ visitor, server, anotherBrowser }) => {
  const { api, acme, pages } = await two({ visitor, server, anotherBrowser });
  await api.invite(acme, 'guest@example.com');
  await visitor.open('/organization/invitations');
  await expect(pages.items).toHaveCount(1);
  await api.revokeAll(acme);
  await pages.items.getByRole('button', { name: 'Revoke' }).click();
  await expect(pages.items).toHaveCount(0);
  await expect(pages.main.getByRole('alert')).toHaveCount(0);
});

test('an invitation that was accepted meanwhile is not taken back', async ({ visitor, server, anotherBrowser }) => {
  const { api, acme, grace, pages, theirs } = await two({ visitor, server, anotherBrowser });
  await api.invite(acme, grace.email);
  await visitor.open('/organization/invitations');
  await expect(pages.items).toHaveCount(1);
  await theirs.acceptAll();
  const revoke = pages.items.getByRole('button', { name: 'Revoke' });
  await visitor.refused(403, 'organization_invitation/revoke', () => revoke.click());
  await expect(pages.main.getByRole('alert')).toHaveText(OVER);
  await expect(pages.items).toHaveCount(0);
});

test('a member who is gone is not removed again', async ({ visitor, server, anotherBrowser }) => {
  const { api, acme, grace, pages, theirs } = await two({ visitor, server, anotherBrowser });
  await api.invite(acme, grace.email);
  await theirs.acceptAll();
  await visitor.open('/organization/members');
  const member = pages.item('Grace Hopper');
  await member.locator('summary', { hasText: 'Remove' }).click();
  await api.removeOthers(acme);
  await visitor.refused(404, 'organization_membership/remove', () => member.getByRole('button', { name: 'Remove' }).click());
  await expect(pages.main.getByRole('alert')).toHaveText(GONE);
  await expect(pages.items).toHaveCount(1);
});

test('an invitation that is over is told of in the menu where it stood', async ({ visitor, server, anotherBrowser }) => {
  const { api, acme, grace, other } = await two({ visitor, server, anotherBrowser });
  await api.invite(acme, grace.email);
  await other.open('/dashboard');
  const { trigger, menu } = new OrganizationPages(other.page);
  await trigger.click();
  await api.revokeAll(acme);
  const join = menu.getByRole('button', { name: 'Join Acme' });
  await other.refused(403, 'organization_invitation/accept', () => join.click());
  const alert = menu.getByRole('alert');
  await expect(alert).toHaveText(OVER);
  await expect(join).toHaveCount(0);
  // In the header there would be no room for it.
  const [{ width: told }, { width: all }] = [await alert.boundingBox(), await menu.boundingBox()];
  expect(told).toBeGreaterThan(all * 0.75);
});
