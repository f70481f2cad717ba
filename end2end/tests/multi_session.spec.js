import { faults } from '../support/axe.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { nameOf, somebody } from '../support/visitor.js';

const SEVERAL = `${SETTINGS}
[vestibule.session]
multi_session = true
`;

const test = testAt(() => Server.start(VESTIBULE, { settings: SEVERAL }));

/** Two people with accounts, the first of whom is signed in. */
async function two(visitor, server) {
  const people = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  for (const person of people) await server.account(person);
  await visitor.enter(people[0]);
  await visitor.open('/dashboard');
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
  const accessible = async () => expect(js ? await faults(page) : []).toEqual([]);
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
  await expect(page).toHaveURL(/\/sign-up\/add-account/);
  await visitor.beginSignUp(alan);
  await visitor.changeLink(alan.email).click();
  await expect(page).toHaveURL(/\/sign-up\/add-account/);
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

/** What whoever is signed in finds in the place of a form. */
async function choosesAmong(visitor, person) {
  await expect(visitor.heading).toHaveText('Choose an account');
  await expect(visitor.page.getByRole('main').getByRole('button', { name: nameOf(person) })).toBeVisible();
  await expect(visitor.page.getByRole('main').getByRole('textbox')).toHaveCount(0);
}

test('who is signed in needs no form', async ({ visitor, page, server }) => {
  const [ada] = await two(visitor, server);
  for (const path of ['/sign-in', '/sign-up', '/sign-in/factor-one', '/sign-up/verify-email-address']) {
    await visitor.open(path);
    await choosesAmong(visitor, ada);
  }
  await page.getByRole('main').getByRole('link', { name: 'Add account' }).click();
  await expect(visitor.heading).toHaveText('Create your account');
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await expect(visitor.heading).toHaveText('Sign in to Vestibule');
});

test('after a sign-up the way back, and another tab, say that one is in', async ({ visitor, page, server, js, anotherTab }) => {
  const ada = somebody({ first: 'Ada', last: 'Lovelace' });
  await visitor.open('/');
  await visitor.open('/sign-up');
  await visitor.beginSignUp(ada);
  const other = await anotherTab();
  await other.open('/sign-up/verify-email-address');
  await expect(other.heading).toHaveText('Verify your email');
  await visitor.comeToFront();
  await visitor.giveCode(await server.code(ada.email));
  await visitor.isIn(ada);
  await test.step('the other tab', async () => {
    await other.comeToFront();
    if (js) {
      await choosesAmong(other, ada);
    } else {
      await other.giveCode('123456');
      await other.isIn(ada);
    }
  });
  await test.step('the way back', async () => {
    await visitor.comeToFront();
    await page.goBack();
    await expect(page).toHaveURL(/\/sign-up/);
    // Without JavaScript a browser may show again what it has; whatever it asks for says it.
    if (!js) await page.reload();
    await choosesAmong(visitor, ada);
    await page.getByRole('main').getByRole('button', { name: nameOf(ada) }).click();
    await visitor.isIn(ada);
  });
});
