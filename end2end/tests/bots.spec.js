import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const WORK = `
[vestibule.bots]
protection = "proof_of_work"
when = "always"
difficulty = 20000
unproven_per_network_per_hour = 1
`;

async function withServer(page, settings, work) {
  const server = await Server.start(VESTIBULE, { settings: SETTINGS + settings });
  try {
    await work(server);
    expect.soft(server.complaints()).toEqual([]);
  } finally {
    // Nothing is under way when it goes.
    await page.goto('about:blank');
    await server.stop();
  }
}

test('the browser works while a person signs up', async ({ visitor, page, js }) => {
  await withServer(page, WORK, async (server) => {
    const person = somebody();
    await visitor.open(`${server.url}/sign-in`);
    // As a page of the app, which with JavaScript is not loaded.
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    await expect(visitor.heading).toHaveText('Create your account');
    const token = page.waitForRequest((request) => request.url().endsWith('/sign_up/create'))
      .then((request) => new URLSearchParams(request.postData()).get('captcha_token'));
    await visitor.beginSignUp(person);
    expect(await token).toMatch(js ? /^\{"challenge":\{.*"solution":\{"counter":\d+,/ : /^$/);
    await visitor.giveCode(await server.code(person.email));
    await visitor.isIn(person);
  });
});

test('what was refused for another reason is sent again with new work @js', async ({ visitor, page }) => {
  await withServer(page, WORK, async (server) => {
    const person = somebody();
    await visitor.open(`${server.url}/sign-up`);
    await visitor.fillSignUp({ ...person, password: 'password1' });
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await visitor.isWrong(visitor.password, /not strong enough/);
    await visitor.password.fill(person.password);
    await visitor.button('Continue').click();
    await expect(visitor.heading).toHaveText('Verify your email');
  });
});

test('a form that is sent at once waits for the work @js', async ({ visitor, page }) => {
  await withServer(page, WORK.replace('20000', '100000'), async (server) => {
    await visitor.open(`${server.url}/sign-up`);
    const person = somebody();
    const created = page.waitForRequest((request) => request.url().endsWith('/sign_up/create'), { timeout: 30_000 });
    // Nobody has typed: as when a password manager fills the form.
    await page.evaluate(({ email, password }) => {
      document.activeElement?.blur();
      const form = document.querySelector('form:has([name=captcha_token])');
      form.elements.email_address.value = email;
      form.elements.password.value = password;
      form.requestSubmit();
      form.requestSubmit();
    }, person);
    expect(new URLSearchParams((await created).postData()).get('captcha_token')).toContain('"signature"');
    await expect(visitor.heading).toHaveText('Verify your email');
  });
});

test('without work few sign up @nojs', async ({ visitor, page }) => {
  await withServer(page, WORK, async (server) => {
    await visitor.open(`${server.url}/sign-up`);
    await visitor.beginSignUp(somebody());
    await page.context().clearCookies();
    await visitor.open(`${server.url}/sign-up`);
    await visitor.fillSignUp(somebody());
    await visitor.button('Continue').click();
    await expect(visitor.alert).toContainText('Turn on JavaScript');
  });
});

/** A stand-in for Turnstile: its script gives a word at once, and it knows that word once. */
async function standIn() {
  const words = new Set();
  const listener = http.createServer(async (request, response) => {
    if (request.url === '/turnstile/v0/api.js?render=explicit') {
      return response.setHeader('content-type', 'text/javascript').end(`
        let number = 0;
        const frames = {};
        window.turnstile = {
          render(place, { sitekey, action, callback }) {
            const frame = document.createElement('iframe');
            frame.title = 'Check';
            frame.src = new URL('/frame', ${JSON.stringify(listener.url)});
            place.append(frame);
            number += 1;
            frames[number] = frame;
            setTimeout(() => callback([sitekey, action, Date.now(), number].join(':')), 100);
            return number;
          },
          remove: (widget) => frames[widget].remove(),
        };`);
    }
    if (request.url === '/frame') return response.setHeader('content-type', 'text/html').end('<!DOCTYPE html><title>x</title>');
    if (request.url === '/favicon.ico') return response.writeHead(404).end();
    const form = new URLSearchParams(await text(request));
    const word = form.get('response');
    const success = form.get('secret') === 'of-a-test' && word.startsWith('site-of-a-test:') && !words.has(word);
    words.add(word);
    return response.end(JSON.stringify({ success, hostname: 'localhost', action: word.split(':')[1] }));
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  listener.url = `http://127.0.0.1:${listener.address().port}`;
  return listener;
}

test('Turnstile gives its word', async ({ visitor, page, js }) => {
  const turnstile = await standIn();
  const settings = `
[vestibule.bots]
protection = "turnstile"
when = "always"
turnstile_site_key = "site-of-a-test"
turnstile_secret_key = "of-a-test"
turnstile_base_url = "${turnstile.url}"
`;
  try {
    await withServer(page, settings, async (server) => {
      const person = somebody();
      await visitor.open(`${server.url}/sign-up`);
      if (js) {
        await visitor.fillSignUp({ ...person, password: 'password1' });
        await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
        await visitor.isWrong(visitor.password, /not strong enough/);
        // The first word is spent.
        await visitor.beginSignUp(person);
        await visitor.giveCode(await server.code(person.email));
        await visitor.isIn(person);
        return;
      }
      // Playwright does not look into `<noscript>`.
      expect(await page.content()).toContain('>Please turn on JavaScript to go on.</noscript>');
      await visitor.fillSignUp(person);
      await visitor.button('Continue').click();
      await expect(visitor.alert).toContainText('Turn on JavaScript');
    });
  } finally {
    turnstile.closeAllConnections();
    turnstile.close();
  }
});
