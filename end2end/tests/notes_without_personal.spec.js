// The example app where nobody acts outside of an organization.

import { expect, teamsTest } from '../support/notes_teams.js';
import { API, somebody } from '../support/visitor.js';

const test = teamsTest('personal_accounts = false');

test('where nobody acts for themselves nobody has notes of their own', async ({ visitor, page, server }) => {
  const person = somebody();
  await visitor.open('/sign-up');
  await visitor.beginSignUp(person);
  await visitor.giveCode(await server.code(person.email));
  await expect(visitor.heading).toHaveText('Choose an organization');
  await page.getByLabel('Organization name').fill('Acme');
  await visitor.button('Create organization').click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  await visitor.open('/notes');
  await expect(visitor.heading).toHaveText('Notes of Acme');
  const acme = new URL(page.url()).pathname;
  expect(acme).toMatch(/^\/orgs\//);
  await visitor.open('/orgs');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveText([/Acme/]);
  await test.step('not from a page either on which one acts in none', async () => {
    const from = (path) => ({ accept: 'application/json', origin: server.url, referer: server.url + path });
    const told = await page.request.post(`${API}/client/get`, { form: {}, headers: from(acme) });
    const { user, organization } = (await told.json()).sessions[0];
    const keep = async (owner, path) => {
      const form = { owner, text: 'Mine' };
      return (await page.request.post('/api/notes/add', { form, headers: from(path) })).status();
    };
    expect(await keep(user.id, '/orgs/nowhere')).toBe(404);
    expect(await keep(user.id, acme)).toBe(404);
    expect(await keep(organization.id, acme)).toBe(200);
    server.complaints();
  });
});
