// Where nobody acts outside of an organization.

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { API, somebody } from '../support/visitor.js';

const test = testAt(() => {
  const settings = `${SETTINGS}\n[vestibule.organizations]\nenabled = true\npersonal_accounts = false\n`;
  return Server.start(VESTIBULE, { settings });
});

/** The organization in which a page's session acts, as its token says. */
async function actsIn(page) {
  const token = (await page.context().cookies()).find((cookie) => cookie.name === '__session').value;
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).o;
}

test('whoever belongs to no organization makes one before they are in', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  const name = page.getByLabel('Organization name');
  await test.step('whoever signs up makes one before they are in', async () => {
    await visitor.open('/sign-up');
    await visitor.beginSignUp(person);
    await visitor.giveCode(await server.code(person.email));
    await expect(visitor.heading).toHaveText('Choose an organization');
    await expect(page).toHaveURL(/\/sign-in\/choose-organization/);
    // Nothing else is open to them, whichever page they ask for.
    await visitor.open('/dashboard');
    await expect(visitor.heading).toHaveText('Choose an organization');
    await expect(visitor.userMenu).toHaveCount(0);
  });
  await test.step('a name that is too long stays in its field', async () => {
    await name.fill('x'.repeat(101));
    await visitor.refused(422, 'organization/create', () => visitor.button('Create organization').click());
    await visitor.isWrong(name, 'Use at most 100 characters.');
    await name.fill('Analytical Engines & Söhne');
    await visitor.button('Create organization').click();
    await visitor.isIn(person);
    expect(await actsIn(page)).toMatchObject({ slg: 'analytical-engines-sohne', rol: 'admin' });
  });
  await test.step('whoever comes back acts where they did', async () => {
    await visitor.signOut();
    await visitor.signIn(person);
    expect(await actsIn(page)).toMatchObject({ slg: 'analytical-engines-sohne' });
  });
  await test.step('nobody sees those of others', async () => {
    const other = somebody({ first: 'Grace', last: 'Hopper' });
    const made = await page.request.post(`${API}/organization/create`, {
      form: { name: 'Jacquard Looms' }, headers: { accept: 'application/json', origin: server.url },
    });
    expect(made.status()).toBe(200);
    await visitor.open('/dashboard');
    await visitor.isIn(person);
    await visitor.signOut();
    await visitor.open('/sign-up');
    await visitor.beginSignUp(other);
    await visitor.giveCode(await server.code(other.email));
    await expect(visitor.heading).toHaveText('Choose an organization');
    await expect(page.getByText('Analytical Engines'), 'nobody sees those of others').toHaveCount(0);
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await visitor.isOut();
  });
});
