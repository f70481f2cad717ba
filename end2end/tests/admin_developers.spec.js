// The dashboard's pages for whoever writes the app: roles, JWT templates, webhooks, keys, redirect URLs.

import http from 'node:http';

import { expect, isForEveryone, openPalette, operatorsTest } from '../support/operators.js';
import { SETTINGS } from '../support/server.js';
import { somebody } from '../support/visitor.js';

const MORE = '\n[vestibule.organizations]\nenabled = true\n\n[vestibule.webhooks]\nallow_loopback = true\n';

const test = operatorsTest({ settings: SETTINGS + MORE }).extend({
  /** A service that is told what happens. */
  listener: async ({}, use) => {
    const heard = { status: 200, ids: [] };
    const listener = http.createServer((request, response) => {
      request.resume();
      heard.ids.push(request.headers['svix-id']);
      response.writeHead(heard.status).end(`said ${heard.status}`);
    });
    await new Promise((done) => { listener.listen(0, '127.0.0.1', done); });
    heard.url = `http://127.0.0.1:${listener.address().port}/hook`;
    await use(heard);
    listener.closeAllConnections();
    await new Promise((done) => { listener.close(done); });
  },
});

const PAGES = ['roles', 'jwt-templates', 'jwt-templates/new', 'webhooks', 'keys', 'redirect-urls'];

/** What nothing else is called: tests share a server. */
const word = () => `x${Math.random().toString(36).slice(2, 9)}`;

const region = (page, name) => page.getByRole('region', { name, exact: true });

async function makeRole(page, key, name) {
  await page.goto('/admin/roles');
  const form = region(page, 'A new role');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Key, such as org:editor').fill(key);
  await form.getByRole('button', { name: 'Create the role' }).click();
  await expect(page.getByRole('status').first()).toContainText('The role is there');
}

async function makePermission(page, key) {
  await page.goto('/admin/roles');
  const form = region(page, 'A new permission');
  await form.getByLabel('Key, such as org:invoices:create').fill(key);
  await form.getByRole('button', { name: 'Create the permission' }).click();
  await expect(page.getByRole('status').first()).toContainText('The permission is there');
}

/** What opens a group of boxes. */
const groupOf = (form, title) => form.locator('summary').filter({ hasText: new RegExp(`^${title} `) });

/** Makes an endpoint, gives its secret, and leaves the browser at its page. */
async function makeEndpoint(page, url, description) {
  await page.goto('/admin/webhooks');
  const form = region(page, 'A new endpoint');
  await form.getByLabel('Address').fill(url);
  await form.getByLabel('Description').fill(description);
  await groupOf(form, 'Users').click();
  await form.getByLabel('user.created', { exact: true }).check();
  await form.getByRole('button', { name: 'Create the endpoint' }).click();
  const secret = await page.locator('main > .copied code').textContent();
  expect(secret).toMatch(/^whsec_/);
  await page.getByRole('link', { name: 'To the endpoint' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Endpoint');
  return secret;
}

/** Asks for a page again until something is on it. */
async function until(page, locator) {
  await expect(async () => {
    await page.goto(page.url());
    await expect(locator).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
}

test('every page is there, is wide enough, and is for everyone to use', async ({ become, page, listener, js }) => {
  test.slow();
  await become();
  // With nothing on them, and with something.
  for (const path of PAGES) {
    await page.goto(`/admin/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await isForEveryone(page, js, ['light']);
  }
  await makeRole(page, `org:${word()}`, 'Somebody With A Long Name Of A Role');
  await makePermission(page, `org:${word()}:do_something_with_a_long_name`);
  await makeEndpoint(page, listener.url, 'Billing');
  await isForEveryone(page, js);
  await page.goto('/admin/keys');
  await region(page, 'Machines').getByLabel('Name').fill('Nightly reports');
  await region(page, 'Machines').getByRole('button', { name: 'Create a machine' }).click();
  await expect(page.locator('main > .copied code')).toHaveText(/^msk_test_/);
  await isForEveryone(page, js, ['light']);
  for (const path of PAGES) {
    await page.goto(`/admin/${path}`);
    for (const details of await page.locator('main details').all()) await details.evaluate((it) => { it.open = true; });
    await isForEveryone(page, js);
  }
});

test('an ordinary user finds nothing', async ({ visitor, page }) => {
  await visitor.signUp(somebody());
  for (const path of PAGES) {
    const answer = await page.request.get(`/admin/${path}`, { headers: { accept: 'text/html' }, maxRedirects: 0 });
    expect(answer.status(), path).toBe(404);
  }
});

test('whoever only looks sees no secret and no button', async ({ become, page, anotherBrowser, server, listener }) => {
  await become();
  await makeEndpoint(page, listener.url, 'Billing');
  const endpoint = page.url();
  const other = await anotherBrowser();
  await other.signUp(somebody({ first: 'Rea', last: 'Der' }));
  await other.page.goto(server.operate('admin', 'invite', '--role', 'read-only'));
  await other.page.getByRole('button', { name: 'Become an operator' }).click();
  for (const path of ['/admin/roles', '/admin/jwt-templates', '/admin/webhooks', '/admin/keys', '/admin/redirect-urls', endpoint]) {
    await other.page.goto(path);
    await expect(other.page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(other.page.locator('main form[method="post"] button')).toHaveCount(0);
    await expect(other.page.locator('main')).not.toContainText('whsec_');
  }
});

test('a role is given a permission, and goes when nobody has it', async ({ become, page, watch }) => {
  await become('admin');
  const [name, role, permission] = [`Editor ${word()}`, `org:${word()}`, `org:${word()}:write`];
  await makeRole(page, role, name);
  await makePermission(page, permission);
  const box = page.getByLabel(`${name}: ${permission}`, { exact: true });
  await expect(page.getByLabel(`Admin: ${permission}`, { exact: true })).toBeDisabled();
  await box.check();
  await page.getByRole('button', { name: 'Save what roles allow' }).click();
  await expect(page.getByRole('status').first()).toContainText('The roles allow this');
  await expect(box).toBeChecked();
  await expect(region(page, 'The app’s own permissions').getByRole('row').filter({ hasText: permission })).toContainText(name);

  const row = region(page, 'Roles').getByRole('row').filter({ hasText: role });
  await row.getByText('Delete this role').first().click();
  await row.getByLabel('Confirmation').fill(role);
  await row.getByRole('button', { name: 'Delete this role' }).click();
  await expect(page.getByRole('status').first()).toContainText('It is deleted');
  await expect(row).toHaveCount(0);

  watch.expectRefusals('422 /admin/roles/create_role');
  const key = region(page, 'A new role').getByLabel('Key, such as org:editor');
  await key.fill('Editor');
  await region(page, 'A new role').getByRole('button', { name: 'Create the role' }).click();
  await expect(page.getByRole('alert')).toContainText('see below');
  await expect(key).toBeFocused();
  await expect(key).toHaveAccessibleDescription(/such as org:editor/);
});

test('a template says what its tokens will say', async ({ become, page, js }) => {
  const person = await become('admin');
  const name = word();
  await page.goto('/admin/jwt-templates');
  await page.getByRole('link', { name: 'New template' }).click();
  await page.getByLabel('Name, by which it is asked for').fill(name);
  await page.getByLabel('Claims').fill('{"mail": "{{user.primary_email_address}}"}');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(region(page, 'What a token says')).toContainText(`"mail": "${person.email}"`);
  await expect(page.getByLabel('Name, by which it is asked for')).toHaveValue(name);
  await page.getByRole('button', { name: 'Create the template' }).click();
  await expect(page.getByRole('status').first()).toContainText('The template is there');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByLabel('Claims')).toHaveValue('{\n  "mail": "{{user.primary_email_address}}"\n}');
  await isForEveryone(page, js);
  await page.getByLabel('Good for, in seconds').fill('600');
  await page.getByRole('button', { name: 'Save the template' }).click();
  await expect(page.getByLabel('Good for, in seconds')).toHaveValue('600');
  const danger = region(page, 'Danger');
  await danger.locator('summary').click();
  await danger.getByLabel('Confirmation').fill(name);
  await danger.getByRole('button', { name: 'Delete this template' }).click();
  await expect(page.getByRole('status').first()).toContainText('The template is deleted');
});

test('what is ticked is said where it opens', async ({ become, page, listener, js }) => {
  await become('admin');
  await page.goto('/admin/webhooks');
  const form = region(page, 'A new endpoint');
  const [users, box] = [groupOf(form, 'Users'), form.getByLabel('user.deleted', { exact: true })];
  await expect(users).toHaveText(/^Users 0 of \d+ ticked$/);
  await expect(box).toBeHidden();
  await users.click();
  await box.check();
  // Without a script it says so when the page comes again.
  if (js) await expect(users).toHaveText(/^Users 1 of \d+ ticked$/);
  await makeEndpoint(page, listener.url, word());
  const change = region(page, 'Change it');
  await expect(groupOf(change, 'Users')).toHaveText(/^Users 1 of \d+ ticked$/);
  await expect(groupOf(change, 'Sessions')).toHaveText(/^Sessions 0 of \d+ ticked$/);

  await page.goto('/admin/roles');
  const role = region(page, 'A new role');
  await groupOf(role, 'The system’s permissions').click();
  await role.getByLabel('org:sys_memberships:manage', { exact: true }).check();
  if (js) await expect(groupOf(role, 'The system’s permissions')).toHaveText(/ 1 of \d+ ticked$/);
});

test('an endpoint is told an example, and once more what failed', async ({ become, page, listener }) => {
  test.slow();
  await become('admin');
  const secret = await makeEndpoint(page, listener.url, word());
  await expect(page.locator('main')).not.toContainText(secret);
  listener.status = 500;
  const send = region(page, 'Send something');
  await send.getByRole('button', { name: 'Send an example event' }).click();
  await expect(page.getByRole('status').first()).toContainText('An example is on its way');
  const answered = (status) => region(page, 'Tries').getByRole('row').filter({ has: page.getByText(status, { exact: true }) });
  const failed = answered('500');
  await until(page, failed.first());
  await failed.first().getByText('What it answered').click();
  await expect(failed.first()).toContainText('said 500');

  listener.status = 200;
  await failed.first().getByRole('button', { name: 'Send once more' }).click();
  await expect(page.getByRole('status').first()).toContainText('It is being sent once more');
  await until(page, answered('200').first());
  expect(new Set(listener.ids).size, 'under the same id').toBe(1);

  await region(page, 'Its secret').getByRole('button', { name: 'Show the secret' }).click();
  await expect(page.locator('main > .copied code')).toHaveText(secret);
  await page.getByRole('link', { name: 'To the endpoint' }).click();
  const secrets = region(page, 'Its secret');
  await secrets.getByText('Make a new secret').first().click();
  await expect(secrets).toContainText('good for a day beside the new one');
  await secrets.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.locator('main > .copied code')).not.toHaveText(secret);
  await page.getByRole('link', { name: 'To the endpoint' }).click();
  await expect(region(page, 'About it')).toContainText('Its former secret signs too until');
  await region(page, 'About it').getByText('Switch off').first().click();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByRole('status').first()).toContainText('It is off');
});

test('a secret key opens what it says until it is revoked', async ({ become, page, server }) => {
  await become();
  const name = word();
  await page.goto('/admin/keys');
  const part = region(page, 'Secret keys of the REST API');
  await part.getByLabel('What uses it').fill(name);
  await part.getByLabel('*:read', { exact: true }).check();
  await part.getByRole('button', { name: 'Create a secret key' }).click();
  const key = await page.locator('main > .copied code').textContent();
  const ask = (method = 'GET') => fetch(`${server.url}/v1/users`, {
    method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(method === 'POST' && { body: '{}' }),
  }).then(({ status }) => status);
  expect(await ask()).toBe(200);
  expect(await ask('POST')).toBe(403);
  await page.getByRole('link', { name: 'Back to the keys' }).click();
  await expect(page.locator('main')).not.toContainText(key);
  const row = part.getByRole('row').filter({ hasText: name });
  await row.getByText('Revoke this key').first().click();
  await row.getByLabel('Confirmation').fill(name);
  await row.getByRole('button', { name: 'Revoke this key' }).click();
  await expect(page.getByRole('status').first()).toContainText('The key opens nothing any more');
  await expect(row).toContainText('Revoked');
  expect(await ask()).toBe(401);
});

test('the palette leads to these pages as well @js', async ({ become, page }) => {
  await become('read-only');
  const palette = await openPalette(page);
  await palette.getByRole('combobox').fill('webho');
  await expect(page.getByRole('option')).toHaveText(['Webhooks']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Webhooks');
});
