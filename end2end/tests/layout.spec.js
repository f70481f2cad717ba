// Nothing jumps: not while a page comes alive, and not from one step to the next.

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const test = testAt(() => {
  const settings = SETTINGS
    .replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
    .replace('[vestibule.sign_in]\n', '[vestibule.sign_in]\npasskey = true\n');
  return Server.start(VESTIBULE, { settings: `${settings}\n[vestibule.oauth.google]\n` });
});

/**
 * Runs in the page. What has moved since it was opened, without anyone having asked for it. A page that comes in two pieces may
 * be painted in between, when a link of the header is there and what stands beside it is not: that alone is not counted.
 */
function moved() {
  const LEAST = 0.001;
  return new Promise((resolve) => {
    const found = [];
    const look = (entries) => {
      for (const { value, sources } of entries.filter((entry) => entry.value >= LEAST)) {
        found.push(`${value.toFixed(4)}: ${sources.map(({ node }) => node?.className ?? node?.nodeName).join(', ')}`);
      }
    };
    const observer = new PerformanceObserver((list) => look(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => {
      look(observer.takeRecords());
      resolve(found);
    }));
  });
}

test('nothing moves while a page comes alive @js', async ({ visitor, page, server }) => {
  const still = async (path) => {
    await visitor.open(path);
    expect.soft(await page.evaluate(moved), path).toEqual([]);
  };
  for (const path of ['/', '/sign-in', '/sign-up']) await still(path);
  const person = somebody({ first: 'Ada' });
  await server.account(person);
  await visitor.enter(person);
  for (const path of ['/dashboard', '/user', '/user/security']) await still(path);
});

test('the card stays where it is from step to step', async ({ visitor, page, server }) => {
  const person = somebody({ first: 'Ada' });
  await server.account(person);
  const place = async () => {
    const { x, y, width } = await page.locator('.vst-cardBox').boundingBox();
    return { x, y, width };
  };
  await visitor.open('/sign-in');
  const first = await place();
  const stays = async (heading) => {
    await expect(visitor.heading).toHaveText(heading);
    expect.soft(await place(), heading).toEqual(first);
  };
  await visitor.identify(person);
  await stays('Enter your password');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await stays('Forgot your password?');
  await visitor.button('Reset with a code by email').click();
  await stays('Reset your password');
  await visitor.giveCode(await server.code(person.email));
  await stays('Set a new password');
  await visitor.open('/sign-up');
  await stays('Create your account');
  await visitor.beginSignUp(somebody());
  await stays('Verify your email');
});
