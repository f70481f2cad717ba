// Domains of organizations, and requests to be let in, with the keyboard alone.

import { ONCE, expect, on, section, signIn, summary } from '../../support/keyboard_test.js';
import { OrganizationPages, OrganizationsApi, withOrganizations } from '../../support/organizations.js';
import { somebody } from '../../support/visitor.js';

const test = on(`${withOrganizations()}\n[vestibule.organizations.domains]\nenabled = true\n`).extend({
  pages: async ({ page }, use) => use(new OrganizationPages(page)),
  api: async ({ page, server }, use) => use(new OrganizationsApi({ page, server })),
});

const DOMAIN = 'engines.example';
const at = (name, details) => ({ ...somebody(details), email: `${name}@${DOMAIN}` });

test('a domain is named, proven, opened, and taken away', ONCE, async ({ visitor, page, server, keyboard, pages, api }) => {
  const ada = at('ada', { first: 'Ada', last: 'Lovelace' });
  await server.account(ada);
  await signIn({ visitor, keyboard }, ada);
  await api.create('Analytical Engines');
  await visitor.open('/organization');
  const domains = section(page, 'Verified domains');
  const item = domains.getByRole('listitem').filter({ hasText: DOMAIN });
  await test.step('one at which everyone has mail is refused in its field', async () => {
    const name = domains.getByLabel('Domain', { exact: true });
    await keyboard.enter(summary(domains, 'Add domain'));
    await keyboard.to(name);
    await keyboard.type('gmail.com');
    await visitor.refused(422, 'organization_domain/create', () => keyboard.press('Enter'));
    await expect(name).toHaveAttribute('aria-invalid', 'true');
    await keyboard.isAt(name);
    await page.keyboard.press('Control+A');
    await keyboard.type(DOMAIN);
    await keyboard.press('Enter');
    await expect(item).toContainText('Unverified');
  });
  await test.step('the code goes to an address in it, and is asked for there', async () => {
    await keyboard.enter(summary(item, 'Verify domain'));
    await keyboard.to(item.getByLabel('Email address in this domain'));
    await keyboard.type(`office@${DOMAIN}`);
    await keyboard.press('Enter');
    await keyboard.isAt(item.getByRole('textbox', { name: /code/i }));
    await keyboard.type(await server.code(`office@${DOMAIN}`));
    await expect(item).not.toContainText('Unverified');
  });
  await test.step('everyone with an address in it may ask', async () => {
    await keyboard.enter(summary(item, 'How people come in'));
    const mode = item.getByLabel('How people come in', { exact: true });
    await keyboard.to(mode);
    await keyboard.type('Anyone with an address in it can ask');
    await expect(mode).toHaveValue('automatic_suggestion');
    await keyboard.enter(item.getByRole('button', { name: 'Save' }));
    await expect(item.locator('.vst-profileSectionSubtitleText')).toHaveText('Anyone with an address in it can ask to join');
  });
  await test.step('it is taken away', async () => {
    await keyboard.enter(summary(item, 'Remove'));
    await keyboard.enter(item.getByRole('button', { name: 'Remove', exact: true }));
    await expect(domains.getByText('There is no domain yet.')).toBeVisible();
  });
});

test('who asks to be let in, and who lets them', ONCE, async ({ visitor, page, server, keyboard, pages, api, anotherBrowser }) => {
  const [ada, grace, joan] = [
    at('ada2', { first: 'Ada', last: 'Lovelace' }),
    at('grace', { first: 'Grace', last: 'Hopper' }), at('joan', { first: 'Joan', last: 'Clarke' }),
  ];
  for (const one of [ada, grace, joan]) await server.account(one);
  // Who manages it sits at another browser meanwhile.
  const there = await anotherBrowser();
  await there.enter(ada);
  const theirs = new OrganizationsApi({ page: there.page, server });
  const engines = await theirs.create('Engine Society');
  await theirs.openDomain(engines, DOMAIN, async () => server.code(`office@${DOMAIN}`));

  await test.step('by the menu', async () => {
    await signIn({ visitor, keyboard }, grace);
    await keyboard.enter(pages.trigger);
    await keyboard.enter(pages.entry('Ask to join Engine Society'));
    // The menu tells it where it was asked.
    await expect(pages.menu).toContainText('You have asked to join');
    await keyboard.isAt(pages.trigger);
  });
  const asks = await anotherBrowser();
  await asks.signIn(joan);
  await new OrganizationsApi({ page: asks.page, server }).ask(engines);
  await test.step('one is let in, one is not', async () => {
    await page.context().clearCookies();
    await visitor.open('/');
    await signIn({ visitor, keyboard }, ada);
    await visitor.open('/organization/members');
    const requests = section(page, 'Requests to join');
    await keyboard.enter(requests.getByRole('button', { name: 'Approve Grace Hopper' }));
    await expect(requests.getByRole('listitem')).toHaveCount(1);
    await expect(section(page, 'Members').getByRole('listitem').filter({ hasText: 'Grace Hopper' })).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    await keyboard.enter(requests.getByRole('button', { name: 'Reject Joan Clarke' }));
    await expect(requests).toHaveCount(0);
    await expect(section(page, 'Members').getByRole('listitem')).toHaveCount(2);
  });
});
