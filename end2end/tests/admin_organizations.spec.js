// What operators do with organizations, and with lists that are long: with and without JavaScript.

import { file, halves } from '../support/picture.js';
import { expect, isForEveryone, operatorsTest } from '../support/operators.js';
import { SETTINGS } from '../support/server.js';
import { somebody } from '../support/visitor.js';

const ORGANIZATIONS = '\n[vestibule.organizations]\nenabled = true\n\n[vestibule.organizations.domains]\nenabled = true\n';

const test = operatorsTest({ settings: SETTINGS + ORGANIZATIONS });

/** What nothing else is called: tests share a server. */
const word = () => `x${Math.random().toString(36).slice(2, 9)}`;

const heading = (page) => page.getByRole('heading', { level: 1 });
const region = (page, name) => page.getByRole('region', { name, exact: true });
const said = (page) => page.getByRole('main').locator('.alert').first();

/** Makes an organization whose first admin is known by an address, and leaves the browser at its page. */
async function make(page, name, first) {
  await page.goto('/admin/organizations');
  const form = region(page, 'New organization');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Its first admin').fill(first);
  await form.getByRole('button', { name: 'Create the organization' }).click();
  await expect(heading(page)).toHaveText(name);
}

test('members are added by their address, found, and taken out', async ({ become, page, server, watch, js }) => {
  test.slow();
  await become('admin');
  const [ada, bob] = [somebody({ first: 'Ada' }), somebody({ first: 'Bob' })];
  await server.account(ada);
  await server.account(bob);
  const name = word();
  await make(page, name, ada.email);
  const members = region(page, 'Members');
  await members.getByLabel('Add a user').fill('nobody@example.com');
  watch.expectRefusals(`422 ${new URL(page.url()).pathname}/add_member`);
  await members.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(said(page)).toContainText('Nobody is known by that');
  await expect(members.getByLabel('Add a user')).toHaveValue('nobody@example.com');
  await expect(members.getByLabel('Add a user')).toBeInViewport();
  await isForEveryone(page, js);
  await members.getByLabel('Add a user').fill(bob.email);
  await members.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(said(page)).toContainText('They belong to it now');
  await expect(members.getByRole('link', { name: bob.email })).toBeVisible();

  // No field is wrong: one goes on where it is said.
  await members.getByLabel('Add a user').fill(bob.email);
  watch.expectRefusals(`422 ${new URL(page.url()).pathname}/add_member`);
  await members.getByRole('button', { name: 'Add', exact: true }).click();
  const twice = members.getByRole('alert');
  await expect(twice).toBeFocused();
  await expect(twice).toBeInViewport({ ratio: 1 });
  await isForEveryone(page, js);
  await page.goto(new URL(page.url()).pathname.replace(/\/add_member$/, ''));

  await members.getByRole('searchbox').fill(bob.email);
  // Without a script the form has to be sent.
  if (!js) await members.getByRole('button', { name: 'Show' }).click();
  await expect(members.getByRole('link', { name: ada.email })).toHaveCount(0);
  await members.getByRole('link', { name: bob.email }).click();
  await expect(heading(page)).toHaveText('Bob');
  await region(page, 'Organizations').getByRole('link', { name: 'To the membership' }).click();
  await expect(heading(page)).toHaveText(name);
  await expect(members.getByRole('link', { name: ada.email })).toHaveCount(0);
  await members.locator('summary').filter({ hasText: /^Remove$/ }).click();
  await expect(members.getByText('Their account stays.')).toBeVisible();
  await members.getByRole('button', { name: 'Remove' }).click();
  await expect(said(page)).toContainText('do not belong to it any more');
  await expect(members.getByRole('link', { name: bob.email })).toHaveCount(0);
  await isForEveryone(page, js);
});

test('an organization has invitations, domains and a logo', async ({ become, page, server, js }) => {
  test.slow();
  await become('admin');
  const ada = somebody({ first: 'Ada' });
  await server.account(ada);
  const name = word();
  await make(page, name, ada.email);
  const invitations = region(page, 'Invitations');
  const guest = `${word()}@example.com`;
  await invitations.getByLabel('Invite by mail').fill(guest);
  await invitations.getByRole('button', { name: 'Invite' }).click();
  await expect(said(page)).toContainText('on its way');
  await expect(invitations.getByText(guest)).toBeVisible();

  const domains = region(page, 'Domains');
  await domains.getByLabel('Another domain').fill(`${name}.example`);
  await domains.getByLabel('It is known to be theirs').check();
  await domains.getByLabel('Way in').selectOption('They may ask');
  await domains.getByRole('button', { name: 'Add the domain' }).click();
  await expect(said(page)).toContainText('The domain was added');
  await expect(domains.getByRole('row').filter({ hasText: `${name}.example` })).toContainText('Proven');

  const logo = region(page, 'Logo');
  await logo.getByLabel('A picture').setInputFiles(file(halves(40, 40)));
  await logo.getByRole('button', { name: 'Set the logo' }).click();
  await expect(said(page)).toContainText('The logo was changed');
  await expect(page.getByRole('main').locator('.head img.avatar')).toBeVisible();
  await isForEveryone(page, js);

  await logo.locator('summary').filter({ hasText: /^Remove the logo$/ }).click();
  await logo.getByLabel('Confirmation').fill(name);
  await logo.getByRole('button', { name: 'Remove the logo' }).click();
  await expect(said(page)).toContainText('The logo is gone');
  await invitations.locator('summary').filter({ hasText: /^Take back$/ }).click();
  await invitations.getByRole('button', { name: 'Take back' }).click();
  await expect(said(page)).toContainText('was taken back');
  await expect(invitations).toContainText('No invitation waits');
  await region(page, 'Events').getByRole('link', { name: 'All in the audit log' }).click();
  await expect(heading(page)).toHaveText('Audit log');
  await expect(page.getByLabel('In organization (id)')).toHaveValue(/^org_/);
  await expect(page.getByRole('main')).toContainText('organizationDomain.');
});

test('organizations to which nobody belongs are found, by day as well', async ({ become, page, server, js }) => {
  await become('admin');
  const ada = somebody({ first: 'Ada' });
  await server.account(ada);
  const [full, none] = [word(), word()];
  await make(page, full, ada.email);
  await make(page, none, '');
  await page.goto('/admin/organizations');
  const found = (name) => page.locator('#results').getByRole('link', { name });
  const show = async () => {
    if (!js) await page.getByRole('main').getByRole('button', { name: 'Show' }).click();
  };
  await expect(found(full)).toBeVisible();
  await page.getByLabel('Show', { exact: true }).selectOption('To which nobody belongs');
  await show();
  await expect(found(full)).toHaveCount(0);
  await expect(found(none)).toBeVisible();
  await page.locator('summary').filter({ hasText: 'More filters' }).click();
  await page.getByLabel('Until and with (UTC)').fill('2001-01-01');
  await show();
  await expect(page.locator('#results')).toContainText('No organization is like that.');
  await isForEveryone(page, js);
});

test('who is on a list is found by how they begin', async ({ become, page, js }) => {
  await become('admin');
  const [one, other] = [`${word()}.example`, `${word()}.example`];
  for (const domain of [one, other]) {
    await page.goto('/admin/lists');
    await page.getByLabel('May not sign up').fill(`*@${domain}`);
    await region(page, 'Put on a list').getByRole('button', { name: 'Add' }).last().click();
    await expect(said(page)).toContainText('It is on the list');
  }
  const blocked = region(page, 'Block-list');
  await expect(blocked).toContainText(one);
  const main = page.getByRole('main');
  await main.getByRole('searchbox').fill(other);
  if (!js) await main.getByRole('button', { name: 'Show' }).click();
  await expect(blocked).not.toContainText(one);
  await expect(blocked).toContainText(other);
  await isForEveryone(page, js);
  await blocked.locator('summary').filter({ hasText: /^Remove$/ }).click();
  await expect(blocked.getByText('may sign up again')).toBeVisible();
  await blocked.getByRole('button', { name: 'Remove' }).click();
  await expect(said(page)).toContainText('not on the list any more');
  await expect(blocked).not.toContainText(other);
});
