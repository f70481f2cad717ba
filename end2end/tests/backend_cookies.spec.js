// What a browser sends to other services on its host, as Clerk's own client reads it there.

import { once } from 'node:events';
import http from 'node:http';

import { createClerkClient } from '@clerk/backend';

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const test = testAt(async () => {
  // Clerk knows no host without a dot.
  const url = ({ port }) => `http://127.0.0.1:${port}`;
  const environment = (it) => ({ VESTIBULE_BASE_URL: url(it) });
  const server = await Server.start(VESTIBULE, { settings: SETTINGS, environment });
  server.url = url(server);
  return server;
}).extend({
  clerk: async ({ server }, use) => {
    const secretKey = server.operate('secret-keys', 'create', 'tests');
    const publishableKey = server.operate('keys', 'publishable');
    await use(createClerkClient({ secretKey, publishableKey, apiUrl: server.url, telemetry: { disabled: true } }));
  },

  /** Another service on the host, at another port: what it makes of the browser, by a key of that kind. */
  told: async ({ server, clerk, page }, use) => {
    const key = server.operate('keys', 'publishable');
    const other = http.createServer(async ({ url, headers: { cookie = '', accept = '*/*' } }, answer) => {
      const publishableKey = key.replace('pk_test_', new URL(url, server.url).searchParams.get('kind'));
      const request = new Request(`http://127.0.0.1:${other.address().port}/notes`, { headers: { cookie, accept } });
      const state = await clerk.authenticateRequest(request, { publishableKey, authorizedParties: [server.url] });
      const { userId = null } = state.toAuth() ?? {};
      answer.end(JSON.stringify([state.status, state.reason ?? null, userId]));
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    await use(async (kind) => (await page.request.get(`http://127.0.0.1:${other.address().port}/?kind=${kind}`)).json());
    other.close();
  },
});

const nobody = (reason) => ['signed-out', reason, null];

test('a service on the same host takes the cookies of the browser @once', async ({ visitor, context, server, clerk, told }) => {
  const person = somebody();
  await server.account(person);
  const { data: [user] } = await clerk.users.getUserList({ emailAddress: [person.email] });
  const names = async () => (await context.cookies()).map(({ name }) => name);
  const somebodyIs = ['signed-in', null, user.id];
  expect(await told('pk_live_')).toEqual(nobody('session-token-and-uat-missing'));
  expect(await told('pk_test_')).toEqual(nobody('dev-browser-missing'));

  await visitor.signIn(person);
  expect(await names()).toEqual(expect.arrayContaining(['__session', '__client_uat', '__clerk_db_jwt']));
  expect(await told('pk_live_')).toEqual(somebodyIs);
  expect(await told('pk_test_')).toEqual(somebodyIs);

  await test.step('after a minute a page brings them again', async () => {
    await context.clearCookies({ name: /^__(session|client_uat)$/ });
    expect(await told('pk_test_')).toEqual(nobody('session-token-and-uat-missing'));
    await visitor.open('/dashboard');
    await visitor.isIn(person);
    expect(await told('pk_test_')).toEqual(somebodyIs);
  });
  await test.step('whoever has signed out is signed out there', async () => {
    await visitor.signOut();
    expect(await told('pk_live_')).toEqual(nobody('session-token-and-uat-missing'));
    expect(await told('pk_test_')).toEqual(nobody('session-token-and-uat-missing'));
    const left = await names();
    expect(left).not.toContain('__session');
    expect(left).not.toContain('__client_uat');
  });
});
