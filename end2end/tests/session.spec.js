import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const SIGN_IN_LINK = /<a\b[^>]*href="\/sign-in/;

test('the first HTML knows who is signed in', async ({ visitor, page, server, js }) => {
  const person = somebody({ first: 'Ada', last: 'Lovelace' });
  const html = async (path) => (await page.request.get(path, { headers: { accept: 'text/html' } })).text();
  await server.account(person);
  const signedOut = await html('/');
  expect(signedOut).toMatch(SIGN_IN_LINK);
  expect(signedOut).not.toContain('Open user menu');

  await visitor.enter(person);
  for (const path of ['/', '/dashboard']) {
    const signedIn = await html(path);
    expect(signedIn).toContain('Open user menu');
    expect(signedIn).toContain(person.email);
    expect(signedIn).not.toMatch(SIGN_IN_LINK);
  }
  if (js) {
    await test.step('nor is it there for a moment', async () => {
      await page.addInitScript(() => {
        globalThis.flashes = 0;
        new MutationObserver(() => {
          if (document.querySelector('a[href^="/sign-in"]')) globalThis.flashes += 1;
        }).observe(document, { childList: true, subtree: true, attributes: true });
      });
      for (const path of ['/', '/dashboard']) {
        await visitor.open(path);
        await expect(visitor.userMenu).toBeVisible();
        expect(await page.evaluate(() => globalThis.flashes)).toBe(0);
      }
    });
  }
});

test('a session outlives its token, in every tab', async ({ visitor, page, server, context, anotherTab }) => {
  const person = somebody({ first: 'Ada' });
  await server.account(person);
  await visitor.enter(person);
  await visitor.open('/dashboard');
  const token = async () => (await context.cookies()).find((cookie) => cookie.name === '__session')?.value;
  const me = () => page.request.get('/api/me', { headers: { accept: 'application/json' } });
  const first = await token();
  expect(first).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);

  await test.step('a page renews it', async () => {
    await context.clearCookies({ name: '__session' });
    await visitor.reload();
    await visitor.isIn(person);
    expect(await token()).toBeTruthy();
  });
  await test.step('so does a request for data', async () => {
    await context.clearCookies({ name: '__session' });
    expect((await me()).status()).toBe(200);
    expect(await token()).toBeTruthy();
  });
  await test.step('so do several tabs at once', async () => {
    const tabs = [visitor, await anotherTab(), await anotherTab()];
    await context.clearCookies({ name: '__session' });
    await Promise.all(tabs.map((tab) => tab.open('/dashboard')));
    for (const tab of tabs) await tab.isIn(person);
    expect(await token()).toBeTruthy();
  });
  await test.step('a token alone is not a session: the browser has to be the one', async () => {
    await context.clearCookies({ name: 'vestibule_client' });
    await context.clearCookies({ name: '__session' });
    await visitor.open('/dashboard');
    await expect(page).toHaveURL('/sign-in?redirect_url=/dashboard');
    expect((await me()).status()).toBe(401);
  });
});

test('two tabs: what one does, the other follows', async ({ visitor, page, server, anotherTab }) => {
  const person = somebody({ first: 'Alan', last: 'Turing' });
  await server.account(person);
  const other = await anotherTab();
  const third = await anotherTab();
  await other.open('/');
  await third.open('/sign-in');
  await other.isOut();

  await visitor.signIn(person);
  await other.catchUp();
  await expect(other.userMenu).toBeVisible();
  await expect(other.signInLink).toHaveCount(0);
  await third.catchUp();
  await expect(third.heading).toHaveText('You are already signed in');

  await third.open('/dashboard?tab=three');
  await other.comeToFront();
  await other.userMenu.click();
  await other.page.getByRole('navigation').getByRole('button', { name: 'Sign out', exact: true }).click();
  await other.isOut();
  for (const [tab, path] of [[visitor, '/dashboard'], [third, '/dashboard?tab=three']]) {
    await tab.catchUp();
    await expect(tab.heading).toHaveText('Sign in to Vestibule');
    await expect(tab.page).toHaveURL(`/sign-in?redirect_url=${encodeURIComponent(path).replaceAll('%2F', '/')}`);
  }
  expect((await page.request.get('/api/me')).status()).toBe(401);
});

test('sign out everywhere', async ({ visitor, page, server, anotherBrowser }) => {
  const person = somebody({ first: 'Ada' });
  await server.account(person);
  const other = await anotherBrowser();
  for (const one of [visitor, other]) {
    await one.enter(person);
    await one.open('/dashboard');
  }
  const me = (request) => request.get('/api/me').then((answer) => answer.status());
  expect([await me(page.request), await me(other.page.request)]).toEqual([200, 200]);

  await visitor.button('Sign out everywhere').click();
  await visitor.isOut();
  await expect(page).toHaveURL('/');
  // At once, though the other browser's token would be good for most of a minute.
  expect([await me(page.request), await me(other.page.request)]).toEqual([401, 401]);
  await other.reload();
  await expect(other.page).toHaveURL('/sign-in?redirect_url=/dashboard');
  await other.sendSignIn(person);
  await other.isIn(person);
});

test('a crash of the server in the middle of it all', async ({ visitor, page, server, watch }) => {
  const person = somebody({ first: 'Joan' });
  const crash = async () => {
    // Not while the browser is still loading what it would complain about.
    if (visitor.js) await watch.quiet();
    else await page.waitForLoadState('networkidle');
    await server.crash();
  };
  await test.step('of a sign-up', async () => {
    await visitor.open('/sign-up');
    await visitor.beginSignUp(person);
    await crash();
    await visitor.giveCode(await server.code(person.email));
    await visitor.isIn(person);
  });
  await test.step('of a session', async () => {
    const token = (await page.context().cookies()).find((cookie) => cookie.name === '__session').value;
    await crash();
    // The same key signs and verifies again.
    const answer = await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    await visitor.reload();
    await visitor.isIn(person);
    await visitor.signOut();
  });
  await test.step('of a sign-in', async () => {
    await visitor.open('/sign-in');
    await visitor.identifier.fill(person.email);
    await visitor.button('Continue').click();
    await expect(visitor.heading).toHaveText('Enter your password');
    await crash();
    await visitor.password.fill(person.password);
    await visitor.button('Continue').click();
    await visitor.isIn(person);
  });
});

test('a name that would like to be a script stays a name', async ({ visitor, page, server }) => {
  const first = '</script><img src=x onerror=alert(1)>';
  const last = '"\'><script>alert(2)</script>${3}{{4}}';
  const person = somebody({ first, last });
  await visitor.open('/sign-up');
  await test.step('in a form that comes back', async () => {
    await visitor.fillSignUp({ ...person, password: 'password1' });
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await expect(visitor.password).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('First name')).toHaveValue(first);
    await expect(page.getByLabel('Last name')).toHaveValue(last);
  });
  await test.step('on the dashboard and in the menu', async () => {
    await visitor.beginSignUp(person);
    await visitor.giveCode(await server.code(person.email));
    await visitor.isIn(person);
    await visitor.reload();
    await visitor.isIn(person);
    await visitor.userMenu.click();
    await expect(page.getByRole('navigation').getByText(`${first} ${last}`)).toBeVisible();
    await expect(page.locator('img')).toHaveCount(0);
    await page.goto('/sign-in');
    await expect(page.getByRole('main')).toContainText(`You are signed in as ${first} ${last}.`);
    await expect(page.locator('img')).toHaveCount(0);
  });
});
