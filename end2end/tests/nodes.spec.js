import { randomBytes } from 'node:crypto';

import { createDatabase } from '../support/postgres.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, test } from '../support/test.js';
import { somebody } from '../support/visitor.js';

test('two servers on one PostgreSQL database are one entrance @once', async ({ visitor, context, watch }) => {
  const database = createDatabase();
  const secretKey = randomBytes(32).toString('base64');
  const started = [];
  const start = async () => {
    const server = await Server.start(VESTIBULE, {
      settings: SETTINGS,
      environment: () => ({
        VESTIBULE_DATABASE_URL: database.url,
        VESTIBULE_SECRET_KEY: secretKey,
        // What people see; tokens are issued in its name.
        VESTIBULE_BASE_URL: 'http://vestibule.localhost:3000',
      }),
    });
    started.push(server);
    return server;
  };
  const me = (server, token) => fetch(`${server.url}/api/me`, { headers: { cookie: `__session=${token}` } })
    .then((answer) => answer.status);
  const token = async () => (await context.cookies()).find((cookie) => cookie.name === '__session')?.value;
  try {
    // Both at once, on an empty database.
    const [one, two] = await Promise.all([start(), start()]);
    const person = somebody({ first: 'Ada', last: 'Lovelace' });

    await test.step('a sign-up that one begins, the other finishes', async () => {
      await visitor.open(`${one.url}/sign-up`);
      await visitor.beginSignUp(person);
      await visitor.open(`${two.url}/sign-up/verify-email-address`);
      await visitor.giveCode(await one.code(person.email));
      await visitor.isIn(person);
      await visitor.open(`${one.url}/dashboard`);
      await visitor.isIn(person);
    });

    await test.step('who signs out on one is refused by the other', async () => {
      const old = await token();
      expect([await me(one, old), await me(two, old)]).toEqual([200, 200]);
      await visitor.signOut();
      expect(await me(one, old)).toBe(401);
      await expect.poll(() => me(two, old), { timeout: 15_000, intervals: [50] }).toBe(401);
      await visitor.open(`${two.url}/dashboard`);
      await expect(visitor.heading).toHaveText('Sign in to Vestibule');
    });

    await test.step('a session outlives the server that began it', async () => {
      await visitor.open(`${one.url}/sign-in`);
      await visitor.sendSignIn(person);
      await visitor.isIn(person);
      const current = await token();
      await watch.quiet();
      await one.kill();
      expect(await me(two, current)).toBe(200);
      await context.clearCookies({ name: '__session' });
      await visitor.open(`${two.url}/dashboard`);
      await visitor.isIn(person);
    });
    expect(two.complaints()).toEqual([]);
  } finally {
    for (const server of started) await server.stop();
    database.drop();
  }
});
