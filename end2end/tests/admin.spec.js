// The operator's dashboard, with and without JavaScript, on wide and narrow pages.

import { violations } from '../support/access.js';
import { expect, isForEveryone, openPalette, operatorsTest } from '../support/operators.js';
import { SETTINGS } from '../support/server.js';
import { somebody } from '../support/visitor.js';

const ORGANIZATIONS = '\n[vestibule.organizations]\nenabled = true\n';

const test = operatorsTest({ settings: SETTINGS + ORGANIZATIONS });

const PAGES = ['', '/users', '/users/new', '/organizations', '/invitations', '/waitlist', '/lists', '/sessions', '/audit-log',
  '/deliveries', '/jobs', '/health', '/operators'];

/** Where one may go from the menu, which a narrow page has to open. */
async function choose(page, name) {
  const menu = page.locator('.menu > summary');
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).filter({ visible: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

test('every page is there, is wide enough, and is for everyone to use', async ({ become, page, server, js }) => {
  test.slow();
  const person = await become();
  server.operate('dev', 'seed', '--users', '60');
  for (const path of PAGES) {
    await page.goto(`/admin${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await isForEveryone(page, js);
  }
  await choose(page, 'Users');
  await page.locator('#results').getByText(person.email).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Olive Operator');
  await isForEveryone(page, js);
});

test('what leads in, and what keeps out, is for everyone to use', async ({ visitor, page, server, watch, js }) => {
  const link = server.operate('admin', 'invite', '--role', 'read-only');
  await page.goto(link);
  // Until there is an operator on the server, making an account comes first.
  await expect(page.getByRole('link', { name: /^Sign in( first)?$/ })).toBeVisible();
  await isForEveryone(page, js);
  await visitor.signUp(somebody({ first: 'Rea', last: 'Der' }));
  await page.goto(link);
  await expect(page.getByRole('button', { name: 'Become an operator' })).toBeVisible();
  await isForEveryone(page, js);
  await page.getByRole('button', { name: 'Become an operator' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  watch.expectRefusals('403 /admin/users/new');
  await page.goto('/admin/users/new');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not with your role');
  await isForEveryone(page, js);
});

test('whoever comes in on the way here arrives', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Rea', last: 'Der' });
  await page.goto(server.operate('admin', 'invite', '--role', 'read-only'));
  await page.getByRole('link', { name: /^Create (an account first|your account)$/ }).click();
  await visitor.alive();
  await visitor.beginSignUp(person);
  await visitor.giveCode(await server.code(person.email));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Run this instance');
  await page.getByRole('button', { name: 'Become an operator' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await page.context().clearCookies();
  await page.goto('/admin/users');
  await visitor.alive();
  await visitor.sendSignIn(person);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users');
});

test('the overview looks further back, and what runs beside it is told', async ({ become, page }) => {
  await become('read-only');
  await page.getByRole('link', { name: '90 days' }).click();
  await expect(page.getByRole('link', { name: '90 days' })).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('#users .numbers tbody tr')).toHaveCount(90);
  await choose(page, 'Jobs');
  await expect(page.getByRole('table', { name: 'What runs beside the requests' })).toContainText('Send webhooks');
});

test('an ordinary user finds nothing', async ({ visitor, page }) => {
  await visitor.signUp(somebody());
  for (const path of [...PAGES, '/nothing']) {
    const answer = await page.request.get(`/admin${path}`, { headers: { accept: 'text/html' }, maxRedirects: 0 });
    expect(answer.status(), path).toBe(404);
  }
});

test('someone is found, banned and let in again', async ({ become, page, server, js }) => {
  await become('support');
  const ada = somebody({ first: 'Ada', last: 'Lovelace' });
  await server.account(ada);
  await choose(page, 'Users');
  const search = page.getByLabel('Name, email address, phone number, username, id or external id begins with');
  await search.fill(ada.email.slice(0, -6));
  // Without a script the form has to be sent.
  if (!js) await page.getByRole('main').getByRole('button', { name: 'Show' }).click();
  const found = page.locator('#results').getByRole('link');
  await expect(found).toHaveCount(1);
  await found.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace');
  // What it does is said first.
  const ban = page.getByRole('button', { name: 'Ban', exact: true });
  await expect(ban).toBeHidden();
  await page.locator('summary').filter({ hasText: /^Ban$/ }).click();
  await expect(page.getByText('their sessions stay over')).toBeVisible();
  await ban.click();
  await expect(page.getByRole('status')).toContainText('Banned');
  await expect(page.getByRole('button', { name: 'Delete this user' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Unban' }).click();
  await expect(page.getByRole('status')).toContainText('may come in again');
});

test('what was typed stays where it was wrong', async ({ become, page, watch, js }) => {
  await become('admin');
  await page.goto('/admin/users/new');
  await page.getByLabel('Email address', { exact: true }).fill('ada@nowhere');
  await page.getByLabel('First name').fill('Another Ada');
  await page.getByLabel('The address is known to be theirs').uncheck();
  watch.expectRefusals('422 /admin/users');
  await page.getByRole('button', { name: 'Create the user' }).click();
  await expect(page.getByRole('alert')).toContainText('email_address');
  await expect(page.getByLabel('First name')).toHaveValue('Another Ada');
  await expect(page.getByLabel('The address is known to be theirs')).not.toBeChecked();
  await isForEveryone(page, js);
  await page.getByLabel('Email address', { exact: true }).fill(somebody().email);
  await page.getByRole('button', { name: 'Create the user' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Another Ada');
});

test('what asks first is a button like those beside it', async ({ become, page, server, js }) => {
  await become('admin');
  const ada = somebody({ first: 'Ada', last: 'Beside' });
  await server.account(ada);
  await page.goto(`/admin/users?q=${ada.email}`);
  await page.locator('#results').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Beside');
  const lock = page.locator('summary').filter({ hasText: /^Lock$/ });
  const beside = page.getByRole('button', { name: 'Forget wrong passwords' });
  const look = (it) => it.evaluate((element) => {
    const { fontSize, fontWeight, borderTop, borderRadius, cursor, textDecorationLine } = getComputedStyle(element);
    return { fontSize, fontWeight, borderTop, borderRadius, cursor, textDecorationLine, height: element.getBoundingClientRect().height };
  });
  expect(await look(lock)).toEqual(await look(beside));
  const isCoarse = await page.evaluate(() => matchMedia('(pointer: coarse)').matches);
  if (isCoarse) expect((await lock.boundingBox()).height).toBeGreaterThanOrEqual(44);

  // By the keyboard, and seen to be there.
  await lock.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(lock).toBeFocused();
  await expect(lock).toHaveCSS('outline-style', 'solid');
  const background = (it) => it.evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Unlock ends it before.')).toBeVisible();
  await expect(async () => expect(await background(lock)).not.toBe(await background(beside))).toPass();
  await isForEveryone(page, js);
});

test('what was refused is beside its field, far down the page as well', async ({ become, page, server, watch, js }) => {
  await become('admin');
  const ada = somebody({ first: 'Ada', last: 'Refused' });
  await server.account(ada);
  await page.goto(`/admin/users?q=${ada.email}`);
  await page.locator('#results').getByRole('link').click();
  const factors = page.getByRole('region', { name: 'Factors' });
  await factors.locator('summary').filter({ hasText: 'Set another password' }).click();
  await factors.getByLabel('New password').fill('tiny-41');
  watch.expectRefusals(`422 ${new URL(page.url()).pathname}/set_password`);
  await factors.getByRole('button', { name: 'Set another password' }).click();
  const field = factors.getByLabel('New password');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('');
  await expect(field).toBeInViewport();
  await expect(factors.locator('#password-wrong')).not.toBeEmpty();
  await isForEveryone(page, js);
});

test('what cannot be undone is typed first', async ({ become, page, server }) => {
  await become('admin');
  const ada = somebody({ first: 'Ada' });
  await server.account(ada);
  await page.goto(`/admin/users?q=${ada.email}`);
  await page.locator('#results').getByRole('link').click();
  const danger = page.getByRole('region', { name: 'Danger' });
  await danger.locator('summary').click();
  await danger.getByLabel('Confirmation').fill('yes');
  await danger.getByRole('button', { name: 'Delete this user' }).click();
  await expect(page.getByRole('alert')).toContainText('confirmation');
  await danger.locator('summary').click();
  await danger.getByLabel('Confirmation').fill(ada.email);
  await danger.getByRole('button', { name: 'Delete this user' }).click();
  await expect(page.getByRole('status')).toContainText('The account is deleted');
});

test('metadata that is none stays in its field', async ({ become, page, server, js, watch }) => {
  await become('support');
  const ada = somebody({ first: 'Ada' });
  await server.account(ada);
  await page.goto(`/admin/users?q=${ada.email}`);
  await page.locator('#results').getByRole('link').click();
  const field = page.getByLabel('Public', { exact: true });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada');
  if (!js) watch.expectRefusals(`422 ${new URL(page.url()).pathname}/metadata`);
  await field.fill('{"plan": gold}');
  await page.getByRole('button', { name: 'Save the metadata' }).click();
  // A script keeps it from being sent.
  if (js) expect(await field.evaluate((it) => it.validity.valid)).toBe(false);
  else await expect(page.getByRole('alert')).toContainText('Public: line 1');
  await expect(field).toHaveValue('{"plan": gold}');
  await field.fill('{"plan": "gold"}');
  await page.getByRole('button', { name: 'Save the metadata' }).click();
  await expect(page.getByRole('status')).toContainText('The metadata was changed');
  await expect(field).toHaveValue('{\n  "plan": "gold"\n}');
});

test('people are narrowed down', async ({ become, page, server, js }) => {
  await become('read-only');
  const rest = Date.now().toString(36);
  const ada = somebody({ first: 'Ada', last: `Öztü${rest}` });
  await server.account(ada);
  await choose(page, 'Users');
  const main = page.getByRole('main');
  const found = page.locator('#results').getByRole('link');
  const send = async () => {
    // Without a script the form has to be sent.
    if (!js) await main.getByRole('button', { name: 'Show' }).click();
  };
  await main.getByRole('searchbox').fill(`ÖZTÜ${rest.toUpperCase()}`);
  await send();
  await expect(found).toHaveCount(1);
  await expect(found).toContainText(`Öztü${rest}`);
  await main.getByLabel('Show', { exact: true }).selectOption('Who has a second factor');
  await send();
  await expect(page.locator('#results')).toContainText('Nobody is found.');
  await main.getByLabel('Show', { exact: true }).selectOption('Who has no second factor');
  await main.getByText('More filters').click();
  await main.getByLabel('Came', { exact: true }).selectOption('Within a day');
  await send();
  await expect(found).toHaveCount(1);
  // What is chosen out of sight is in sight on the next page.
  await expect(page).toHaveURL(/came=1/);
  await page.reload();
  await expect(main.getByLabel('Came', { exact: true })).toBeVisible();
  await isForEveryone(page, js);
  await main.getByLabel('Belongs to (id or slug)').fill('nothing');
  await send();
  await expect(page.locator('#results')).toContainText('No organization has this id or slug.');
});

test('a user is signed out, and given another password', async ({ become, page, server, js, anotherBrowser }) => {
  await become('admin');
  const other = await anotherBrowser();
  const ada = somebody({ first: 'Ada' });
  await other.signUp(ada);
  await other.page.goto('about:blank');
  await page.bringToFront();
  await page.goto(`/admin/users?q=${ada.email}`);
  await page.locator('#results').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada');

  // What it does is said first.
  const sessions = page.getByRole('region', { name: 'Sessions and devices' });
  const revoke = sessions.getByRole('button', { name: 'Revoke', exact: true });
  await expect(revoke).toBeHidden();
  await sessions.locator('summary').filter({ hasText: /^Revoke$/ }).click();
  await expect(sessions.getByText('Signs them out there at once.')).toBeVisible();
  await isForEveryone(page, js);
  await revoke.click();
  await expect(page.getByRole('status')).toContainText('The session is over.');

  const factors = page.getByRole('region', { name: 'Factors' });
  await factors.locator('summary').filter({ hasText: 'Set another password' }).click();
  await factors.getByLabel('New password').fill('moth ledger willow 41');
  await factors.getByRole('button', { name: 'Set another password' }).click();
  await expect(page.getByRole('status')).toContainText('The password is set');

  const identifiers = page.getByRole('region', { name: 'Identifiers' });
  await identifiers.getByLabel('Another email address').fill(`work.${ada.email}`);
  await identifiers.getByRole('button', { name: 'Add', exact: true }).first().click();
  await expect(page.getByRole('status')).toContainText('The address was added');
  const row = identifiers.getByRole('row').filter({ hasText: 'Not proven' });
  await row.locator('summary').filter({ hasText: 'Mark as proven' }).click();
  await row.getByRole('button', { name: 'Mark as proven' }).click();
  await expect(page.getByRole('status')).toContainText('counts as proven');
});

test('the palette leads to pages and to users @js', async ({ become, page, server }) => {
  await become('read-only');
  const ada = somebody({ first: 'Ada', last: 'Palette' });
  await server.account(ada);
  const palette = await openPalette(page);
  await palette.getByRole('combobox').fill('audit');
  await expect(palette.getByRole('option')).toHaveText(['Audit log']);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await openPalette(page);
  await palette.getByRole('combobox').fill(ada.email);
  await expect(palette.getByRole('option')).toContainText('Ada Palette');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Palette');
});

test('the palette leads below the pages of the menu @js', async ({ become, page }) => {
  await become('admin');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  const go = async (typed, name) => {
    await openPalette(page);
    await palette.getByRole('combobox').fill(typed);
    await expect(palette.getByRole('option')).toHaveText([name]);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
  };
  for (const [typed, name, title] of [
    ['new user', 'New user', 'New user'],
    ['google', 'Provider: Google', 'Google'],
    ['password changed', 'Mail: Password changed', 'Mail: Password changed'],
    ['new organ', 'New organization', 'Organizations'],
  ]) {
    await go(typed, name);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  }
  await expect(page).toHaveURL(/\/admin\/organizations#new$/);
  await expect(page.getByRole('region', { name: 'New organization' })).toBeInViewport();
  await go('export', 'Data: Export');
  await expect(page).toHaveURL(/\/admin\/data#export$/);
  // A place on the page where one is, too.
  await go('import users', 'Data: Import users');
  await expect(page).toHaveURL(/\/admin\/data#import$/);
});

test('an operator makes another, and takes the role away again', async ({ become, page, anotherBrowser }) => {
  await become();
  await choose(page, 'Operators');
  await page.getByRole('region', { name: 'Another operator' }).getByRole('button', { name: 'Make a link' }).click();
  const link = await page.locator('.copied code').textContent();
  const other = await anotherBrowser();
  const bob = somebody({ first: 'Bob' });
  await other.signUp(bob);
  await other.page.goto(link);
  await other.page.getByRole('button', { name: 'Become an operator' }).click();
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await other.page.goto('/admin/operators');
  await expect(other.page.getByText('Remove this operator')).toHaveCount(0);

  await page.bringToFront();
  await page.goto('/admin/operators');
  const row = page.getByRole('row').filter({ hasText: bob.email });
  await row.getByText('Remove this operator').first().click();
  await row.getByLabel('Confirmation').fill(bob.email);
  await row.getByRole('button', { name: 'Remove this operator' }).click();
  await expect(page.getByRole('status')).toContainText('ordinary user again');
  const answer = await other.page.request.get('/admin', { headers: { accept: 'text/html' }, maxRedirects: 0 });
  expect(answer.status()).toBe(404);
});
