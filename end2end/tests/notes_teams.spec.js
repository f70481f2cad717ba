// The example app with organizations: notes belong to them, and the role decides who writes.

import { NOTES, Server } from '../support/server.js';
import { expect, test as base } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const SETTINGS = `[vestibule]
app_name = "Notes"
database_url = "sqlite://data/notes.db"

[vestibule.paths]
after_sign_in = "/notes"
after_sign_up = "/notes"
user_profile = "/user"
organization_profile = "/organization"
create_organization = "/create-organization"

[vestibule.organizations]
enabled = true

[vestibule.organizations.roles."org:editor"]
name = "Editor"
permissions = ["org:notes:write", "org:sys_memberships:read"]

[vestibule.organizations.roles."org:owner"]
name = "Owner"
permissions = ["org:notes:write", "org:notes:clear", "org:sys_memberships:read"]

[vestibule.security]
forms_per_minute = 100000
new_device_mail = false
`;

const test = base.extend({
  server: [async ({}, use) => {
    const server = await Server.start(NOTES, { settings: SETTINGS });
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],
});

const trigger = (page) => page.locator('summary.vst-organizationSwitcherTrigger');

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
  await trigger(visitor.page).click();
  await visitor.page.locator('.vst-organizationSwitcherPopoverCard').getByRole('button', { name }).click();
  await expect(visitor.heading).toHaveText(title);
  await visitor.alive();
}

test('notes of an organization, and who may write them', async ({ visitor, page, server, anotherBrowser }) => {
  const [ada, bob] = [somebody(), somebody()];
  await signUp(visitor, ada);
  await write(visitor, 'My own');
  await has(visitor, 'My own');
  await test.step('an organization begins with no notes', async () => {
    await trigger(page).click();
    await page.getByRole('link', { name: 'Create organization' }).click();
    await page.getByLabel('Organization name').fill('Acme');
    await visitor.button('Create organization').click();
    await expect(page).toHaveURL(/\/organization\/invitations$/);
    await visitor.alive();
    await page.getByLabel('Email addresses').fill(bob.email);
    await visitor.button('Send invitations').click();
    await expect(page.getByRole('main').getByText(bob.email)).toBeVisible();
    await visitor.open('/notes');
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
    await expect(other.heading).toHaveText('My notes');
    await has(other);
    await choose(other, 'Acme', 'Notes of Acme');
    await has(other, 'Of all of us');
    await expect(other.page.getByText('In this organization you can read notes')).toBeVisible();
    await expect(other.page.getByLabel('A new note')).toHaveCount(0);
    await expect(other.button('Delete')).toHaveCount(0);
    // Nor by asking for it without a button.
    const asked = await other.page.request.post('/api/notes/add', {
      form: { text: 'Mine' }, headers: { accept: 'application/json', origin: server.url },
    });
    expect(asked.status()).toBe(500);
    expect(await asked.text()).toContain('ReadOnly');
    server.complaints();
  });
  await test.step('an editor does, with the next request', async () => {
    await visitor.open('/organization/members');
    const member = page.getByRole('main').locator('li').filter({ hasText: bob.email });
    await member.getByText('Change role').click();
    await member.getByLabel('Role', { exact: true }).selectOption({ label: 'Editor' });
    await member.getByRole('button', { name: 'Save' }).click();
    await expect(member.locator('.vst-badge')).toHaveText(['Editor']);
    await other.reload();
    await write(other, 'From Bob');
    await has(other, 'From Bob', 'Of all of us');
    await expect(other.button('Delete all notes')).toHaveCount(0);
    await visitor.open('/notes');
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
