import { NOTES, Server } from '../support/server.js';
import { expect, test as base } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const SETTINGS = `[vestibule]
app_name = "Notes"
database_url = "sqlite://data/notes.db"

[vestibule.paths]
after_sign_in = "/notes"
after_sign_up = "/notes"

[vestibule.security]
forms_per_minute = 100000
`;

const test = base.extend({
  server: [async ({}, use) => {
    const server = await Server.start(NOTES, { settings: SETTINGS });
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],
});

test('the example app: notes that only their writer sees', async ({ visitor, page, server, anotherBrowser }) => {
  const hasNotes = async (someone, ...notes) => {
    await expect(someone.heading).toHaveText('My notes');
    await expect(someone.page.getByRole('main').getByRole('listitem').getByRole('paragraph')).toHaveText(notes);
  };
  const write = async (someone, text) => {
    await someone.page.getByLabel('A new note').fill(text);
    await someone.button('Keep it').click();
  };
  const person = somebody();
  await test.step('the notes ask for a sign-up', async () => {
    await visitor.open('/');
    await page.getByRole('link', { name: 'Open my notes' }).click();
    await expect(visitor.heading).toHaveText('Sign in to Notes');
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    await visitor.beginSignUp(person);
    await visitor.giveCode(await server.code(person.email));
    await expect(page).toHaveURL('/notes');
    await hasNotes(visitor);
    await expect(page.getByText('Nothing here yet.')).toBeVisible();
    await expect(visitor.userMenu).toBeVisible();
  });
  await test.step('two notes, of which one tries to be a script', async () => {
    await write(visitor, 'Feed the cat');
    await hasNotes(visitor, 'Feed the cat');
    await write(visitor, '<img src=x onerror=alert(1)>');
    await hasNotes(visitor, '<img src=x onerror=alert(1)>', 'Feed the cat');
    await visitor.reload();
    await hasNotes(visitor, '<img src=x onerror=alert(1)>', 'Feed the cat');
    await expect(page.locator('img')).toHaveCount(0);
  });
  await test.step('somebody else does not see them', async () => {
    const stranger = somebody();
    await server.account(stranger);
    const other = await anotherBrowser();
    await other.open('/notes');
    await expect(other.page).toHaveURL('/sign-in?redirect_url=/notes');
    await other.sendSignIn(stranger);
    await hasNotes(other);
    await write(other, 'My own');
    await hasNotes(other, 'My own');
  });
  await test.step('one is thrown away', async () => {
    await visitor.reload();
    await page.getByRole('listitem').filter({ hasText: 'Feed the cat' }).getByRole('button', { name: 'Delete' }).click();
    await hasNotes(visitor, '<img src=x onerror=alert(1)>');
  });
  await test.step('signed out, nothing of it is left', async () => {
    await visitor.signOut();
    await visitor.open('/notes');
    await expect(page).toHaveURL('/sign-in?redirect_url=/notes');
    await expect(page.getByText('onerror')).toHaveCount(0);
  });
});
