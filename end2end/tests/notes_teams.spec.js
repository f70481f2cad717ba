// The example app with organizations: notes belong to them, and the role decides who writes.

import { Teams, expect, test } from '../support/notes_teams.js';
import { somebody } from '../support/visitor.js';

/** Where the notes of an organization are that is called so. */
const ACME = /\/orgs\/acme[\w-]*$/;

async function signUp(visitor, person) {
  await visitor.open('/sign-up');
  await visitor.beginSignUp(person);
  await visitor.giveCode(await visitor.server.code(person.email));
  await expect(visitor.heading).toHaveText('My notes');
}

async function write(visitor, text) {
  await visitor.page.getByLabel('A new note').fill(text);
  await visitor.button('Keep it').click();
}

async function has(visitor, ...notes) {
  await expect(visitor.page.getByRole('main').getByRole('listitem').getByRole('paragraph')).toHaveText(notes);
}

async function choose(visitor, name, title) {
  const teams = new Teams(visitor);
  await teams.openMenu();
  await teams.entry(name).click();
  await expect(visitor.heading).toHaveText(title);
  await expect(visitor.page).toHaveURL(title === 'My notes' ? '/notes' : ACME);
  await visitor.alive();
}

test('notes of an organization, and who may write them', async ({ visitor, page, server, anotherBrowser }) => {
  const [ada, bob] = [somebody(), somebody()];
  const teams = new Teams(visitor);
  let acme;
  await signUp(visitor, ada);
  await write(visitor, 'My own');
  await has(visitor, 'My own');
  await test.step('an organization begins with no notes', async () => {
    await page.getByRole('link', { name: 'Notes', exact: true }).click();
    await expect(page).toHaveURL('/');
    await teams.create('Acme');
    await expect(page).toHaveURL(ACME);
    await expect(teams.modal).toHaveCount(0);
    await expect(teams.trigger).toContainText('Acme');
    acme = new URL(page.url()).pathname;
    await teams.open('Manage');
    await teams.link('Invitations').click();
    await teams.field('Email addresses').fill(bob.email);
    await teams.button('Send invitations').click();
    await expect(teams.item(bob.email)).toBeVisible();
    await visitor.open(acme);
    await expect(visitor.heading).toHaveText('Notes of Acme');
    await has(visitor);
    await write(visitor, 'Of all of us');
    await has(visitor, 'Of all of us');
  });

  const other = await anotherBrowser();
  await test.step('a member reads them, and writes none', async () => {
    const mail = (await server.mailbox()).find((message) => message.to === bob.email);
    await other.open(mail.link);
    await other.password.fill(bob.password);
    await other.button('Continue').click();
    // Whoever comes in by an invitation acts in what it is to.
    await expect(other.heading).toHaveText('Notes of Acme');
    await has(other, 'Of all of us');
    await expect(other.page.getByText('In this organization you can read notes')).toBeVisible();
    await expect(other.page.getByLabel('A new note')).toHaveCount(0);
    await expect(other.button('Delete')).toHaveCount(0);
    // Nor by asking for it without a button.
    const owner = await page.locator('input[name=owner]').first().inputValue();
    expect(owner).toMatch(/^org_/);
    const headers = { accept: 'application/json', origin: server.url, referer: server.url + acme };
    const asked = await other.page.request.post('/api/notes/add', { form: { owner, text: 'Mine' }, headers });
    expect(asked.status()).toBe(403);
    expect(await asked.text()).toContain('ReadOnly');
    server.complaints();
  });
  await test.step('an editor does, with the next request', async () => {
    await visitor.open(`${acme}/settings/members`);
    const member = page.getByRole('main').locator('li').filter({ hasText: bob.email });
    await member.getByText('Change role').click();
    await member.getByLabel('Role', { exact: true }).selectOption({ label: 'Editor' });
    await member.getByRole('button', { name: 'Save' }).click();
    await expect(member.locator('.vst-badge')).toHaveText(['Editor']);
    await other.reload();
    await write(other, 'From Bob');
    await has(other, 'From Bob', 'Of all of us');
    await expect(other.button('Delete all notes')).toHaveCount(0);
    await visitor.open(acme);
    await has(visitor, 'From Bob', 'Of all of us');
    await expect(visitor.button('Delete all notes')).toBeVisible();
  });
  await test.step('what is one\'s own is in no organization', async () => {
    await choose(visitor, 'Personal account', 'My notes');
    await has(visitor, 'My own');
    await choose(other, 'Personal account', 'My notes');
    await has(other);
  });
});
