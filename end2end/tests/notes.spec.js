import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { expect, test } from '../support/notes.js';
import { somebody } from '../support/visitor.js';

/** Makes what someone has proven eleven minutes older. */
async function wait({ page, server }, { email }) {
  const statement = `UPDATE sessions SET first_factor_at = first_factor_at - 660000
    WHERE user_id = (SELECT user_id FROM identifiers WHERE normalized = '${email}')`;
  execFileSync('sqlite3', ['-cmd', '.timeout 5000', path.join(server.folder, 'data', 'notes.db'), statement]);
  // The token of before says what was so when it was made.
  await page.context().clearCookies({ name: '__session' });
}

/** Where one is asked: a dialog over the page, or without JavaScript a page of its own. */
function proof({ js, page }) {
  const title = 'Confirm that it is you';
  return js ? page.getByRole('dialog', { name: title }) : page.getByRole('main').filter({ hasText: title });
}

test('the example app: notes that only their writer sees', async ({ visitor, page, server, watch, anotherBrowser }) => {
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
  await test.step('all are thrown away by whoever proves once more who they are', async () => {
    await write(visitor, 'Water the plants');
    await hasNotes(visitor, 'Water the plants', '<img src=x onerror=alert(1)>');
    await wait(visitor, person);
    const deleteAll = async () => {
      if (visitor.js) watch.expectRefusals('403 /api/notes/delete_all');
      await visitor.button('Delete all notes').click();
      await expect(proof(visitor)).toBeVisible();
    };
    await deleteAll();
    await proof(visitor).getByRole('link', { name: 'Cancel' }).click();
    await expect(page).toHaveURL('/notes');
    if (visitor.js) await expect(page.getByText('Nothing was deleted: that takes another proof')).toBeVisible();
    await hasNotes(visitor, 'Water the plants', '<img src=x onerror=alert(1)>');
    await deleteAll();
    await proof(visitor).getByLabel('Password', { exact: true }).fill(person.password);
    await proof(visitor).getByRole('button', { name: 'Continue' }).click();
    if (!visitor.js) {
      await expect(page).toHaveURL('/notes');
      await visitor.button('Delete all notes').click();
    }
    await expect(page.getByText('Nothing here yet.')).toBeVisible();
    await expect(proof(visitor)).toHaveCount(0);
    // Without JavaScript Leptos leaves an empty query behind every form.
    await expect(page).toHaveURL(visitor.js ? '/notes' : /\/notes\??$/);
  });
  await test.step('signed out, nothing of it is left', async () => {
    await visitor.signOut();
    await visitor.open('/notes');
    await expect(page).toHaveURL('/sign-in?redirect_url=/notes');
    await expect(page.getByText('onerror')).toHaveCount(0);
  });
});
