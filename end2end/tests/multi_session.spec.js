import AxeBuilder from '@axe-core/playwright';

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, test as base } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const SEVERAL = `${SETTINGS}
[vestibule.session]
multi_session = true
`;

const test = base.extend({
  server: [async ({}, use) => {
    const server = await Server.start(VESTIBULE, { settings: SEVERAL });
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],
});

/** Two people with accounts, the first of whom is signed in. */
async function two(visitor, server) {
  const people = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  for (const person of people) await server.account(person);
  await visitor.signIn(people[0]);
  return people;
}

async function addAccount(visitor, person) {
  await visitor.userMenu.click();
  await visitor.page.getByRole('link', { name: 'Add account' }).click();
  await expect(visitor.heading).toHaveText('Sign in to Vestibule');
  await visitor.sendSignIn(person);
  await visitor.isIn(person);
}

test('an account is added, switched to and left', async ({ visitor, page, server, js }) => {
  const [ada, grace] = await two(visitor, server);
  // It is a script itself.
  const accessible = async () => expect(js ? (await new AxeBuilder({ page }).analyze()).violations : []).toEqual([]);
  const inMenu = (name) => page.getByRole('navigation').getByRole('button', { name });
  await test.step('the menu adds one', async () => {
    await addAccount(visitor, grace);
  });
  await test.step('the menu switches', async () => {
    await visitor.userMenu.click();
    await accessible();
    await inMenu('Ada Lovelace').click();
    await visitor.isIn(ada);
    await expect(inMenu(/^Sign out$/)).toBeHidden();
    await visitor.reload();
    await visitor.isIn(ada);
  });
  await test.step('the sign-in page asks who goes on, and leads to where one wanted to go', async () => {
    await visitor.open('/sign-in?redirect_url=/dashboard%3Ffrom%3Dchoice');
    await expect(visitor.heading).toHaveText('Choose an account');
    await accessible();
    await page.getByRole('main').getByRole('button', { name: 'Grace Hopper' }).click();
    await visitor.isIn(grace);
    await expect(page).toHaveURL('/dashboard?from=choice');
  });
  await test.step('who adds one may think better of it', async () => {
    await visitor.open('/sign-in');
    await page.getByRole('link', { name: 'Add account' }).click();
    await visitor.identify({ email: 'somebody@example.com' });
    await visitor.changeLink('somebody@example.com').click();
    await expect(visitor.identifier).toHaveValue('somebody@example.com');
    await visitor.open('/dashboard');
    await visitor.isIn(grace);
  });
  await test.step('one leaves, the other stays', async () => {
    await visitor.userMenu.click();
    await inMenu(/^Sign out$/).click();
    await expect(page).toHaveURL('/');
    await visitor.open('/dashboard');
    await visitor.isIn(ada);
  });
  await test.step('all leave', async () => {
    await addAccount(visitor, grace);
    await visitor.userMenu.click();
    await inMenu('Sign out of all accounts').click();
    await visitor.isOut();
    await visitor.open('/sign-in');
    await expect(visitor.heading).toHaveText('Sign in to Vestibule');
  });
});

test('whoever signs up beside someone is in as well', async ({ visitor, page, server }) => {
  const [ada] = await two(visitor, server);
  const alan = somebody({ first: 'Alan', last: 'Turing' });
  await visitor.userMenu.click();
  await page.getByRole('link', { name: 'Add account' }).click();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await visitor.beginSignUp(alan);
  await visitor.giveCode(await server.code(alan.email));
  await visitor.isIn(alan);
  await visitor.userMenu.click();
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Ada Lovelace' })).toBeVisible();
  await expect(page.getByText(ada.email)).toBeVisible();
});

test('two tabs are the same person', async ({ visitor, page, server, anotherTab }) => {
  const [ada, grace] = await two(visitor, server);
  await addAccount(visitor, grace);
  const other = await anotherTab();
  await other.open('/dashboard');
  await other.isIn(grace);
  await visitor.comeToFront();
  await visitor.userMenu.click();
  await page.getByRole('navigation').getByRole('button', { name: 'Ada Lovelace' }).click();
  await visitor.isIn(ada);
  await other.catchUp();
  await other.isIn(ada);
});
