// The pages of organizations, from both sides of an invitation.

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { API, somebody } from '../support/visitor.js';
import { OrganizationPages, OrganizationsApi } from '../support/organizations.js';
import { halves } from '../support/picture.js';

const ORGANIZATIONS = `
[vestibule.organizations]
enabled = true

[vestibule.organizations.roles."org:editor"]
name = "Editor"
permissions = ["org:notes:write", "org:sys_memberships:read"]

[vestibule.organizations.domains]
enabled = true
`;

const test = testAt(() => {
  const paths = '[vestibule.paths]\norganization_profile = "/organization"\ncreate_organization = "/create-organization"\nuser_profile = "/user"';
  const settings = SETTINGS.replace('[vestibule.paths]', paths) + ORGANIZATIONS;
  return Server.start(VESTIBULE, { settings });
});

/** What someone does with organizations, at a browser. */
class Organizations {
  constructor(visitor) {
    this.visitor = visitor;
    this.page = visitor.page;
  }

  get trigger() {
    return this.page.locator('summary.vst-organizationSwitcherTrigger');
  }

  get menu() {
    return this.page.locator('.vst-organizationSwitcherPopoverCard');
  }

  get main() {
    return this.page.getByRole('main');
  }

  get items() {
    return this.main.locator('li.vst-profileSectionItem');
  }

  item(text) {
    return this.items.filter({ hasText: text });
  }

  async openMenu() {
    if (!(await this.menu.isVisible())) await this.trigger.click();
    await expect(this.menu).toBeVisible();
  }

  async choose(name) {
    await this.openMenu();
    await this.menu.getByRole('button', { name }).click();
    await expect(this.trigger).toContainText(name);
  }

  /** One of the organization's pages, by its navigation. */
  async go(name) {
    await this.page.getByRole('navigation', { name: 'Your organization' }).getByRole('link', { name }).click();
  }

  async create(name, slug = '') {
    await this.visitor.open('/create-organization');
    await this.page.getByLabel('Organization name').fill(name);
    if (slug) await this.page.getByLabel('Slug').fill(slug);
    await this.visitor.button('Create organization').click();
    await expect(this.page).toHaveURL(/\/organization\/invitations$/);
    await this.visitor.alive();
    await expect(this.trigger).toContainText(name);
  }

  async invite(addresses, role) {
    await this.page.getByLabel('Email addresses').fill(addresses);
    if (role) await this.page.getByLabel('Role').selectOption({ label: role });
    await this.visitor.button('Send invitations').click();
  }
}

/** The link in the invitation that was mailed last to an address. */
async function invitationLink(server, address) {
  const mail = (await server.mailbox()).find((message) => message.to === address && message.link?.includes('ticket='));
  expect(mail, `an invitation to ${address}`).toBeTruthy();
  return mail.link;
}

test('an invitation, from both sides', async ({ visitor, page, server, anotherBrowser, js }) => {
  const ada = somebody({ first: 'Ada', last: 'Lovelace' });
  const grace = somebody({ first: 'Grace', last: 'Hopper' });
  const mine = new Organizations(visitor);

  await visitor.join(ada);
  await visitor.open('/dashboard');
  await test.step('who belongs to none acts for themselves', async () => {
    await expect(mine.trigger).toContainText('Personal account');
    await mine.openMenu();
    await mine.menu.getByRole('link', { name: 'Create organization' }).click();
    await expect(page).toHaveURL(/\/create-organization$/);
  });
  await test.step('a slug that cannot be stays in its field', async () => {
    await page.getByLabel('Organization name').fill('Analytical Engines');
    await page.getByLabel('Slug').fill('no slug!');
    await visitor.refused(422, 'organization/create', () => visitor.button('Create organization').click());
    await expect(page.getByLabel('Slug')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Organization name')).toHaveValue('Analytical Engines');
  });
  await mine.create('Analytical Engines', 'engines');

  await test.step('addresses that are none are refused, and stay', async () => {
    await visitor.refused(422, 'organization_invitation/create', () => mine.invite('somebody'));
    const field = page.getByLabel('Email addresses');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveValue('somebody');
  });
  await test.step('several are invited at once', async () => {
    await mine.invite(`${grace.email}, charles@example.com\njoan@example.com`, 'Editor');
    await expect(mine.items).toHaveCount(3);
    await expect(mine.item(grace.email)).toContainText('Editor');
    await expect(visitor.heading).toContainText('3');
  });
  await test.step('one is sent again, one is taken back', async () => {
    const before = await invitationLink(server, grace.email);
    await mine.item(grace.email).getByRole('button', { name: `Send again: invitation to ${grace.email}` }).click();
    await expect.poll(() => invitationLink(server, grace.email)).not.toBe(before);
    await mine.item('joan@example.com').getByRole('button', { name: 'Revoke' }).click();
    await expect(mine.items).toHaveCount(2);
    await expect(mine.item('joan@example.com')).toHaveCount(0);
  });

  const other = await anotherBrowser();
  const theirs = new Organizations(other);
  await test.step('who is invited signs up by the link, and is in', async () => {
    await other.open(await invitationLink(server, grace.email));
    await expect(other.page.getByText(grace.email)).toBeVisible();
    await other.page.getByLabel('First name').fill('Grace');
    await other.page.getByLabel('Last name').fill('Hopper');
    await other.password.fill(grace.password);
    await other.button('Continue').click();
    await other.isIn(grace);
    // Whoever comes in by an invitation acts in what it is to.
    await expect(theirs.trigger).toContainText('Analytical Engines');
  });
  await test.step('an editor sees the members, and neither invites nor deletes', async () => {
    await other.open('/organization/members');
    await expect(theirs.items).toHaveCount(2);
    await expect(theirs.item('Ada Lovelace')).toContainText('Admin');
    await expect(theirs.item('Grace Hopper')).toContainText('You');
    await expect(theirs.main.getByText('Change role')).toHaveCount(0);
    const navigation = other.page.getByRole('navigation', { name: 'Your organization' });
    await expect(navigation.getByRole('link', { name: 'Invitations' })).toHaveCount(0);
    await theirs.go('General');
    await expect(other.heading).toHaveText('Organization details');
    await expect(theirs.main.getByText('Delete organization')).toHaveCount(0);
    await expect(theirs.main.getByText('Upload logo')).toHaveCount(0);
  });

  await test.step('the admin sees who came in, and looks for them', async () => {
    await mine.go('Members');
    await expect(mine.items).toHaveCount(2);
    const search = page.getByRole('searchbox', { name: 'Search members' });
    await search.fill('hopp');
    if (!js) await search.press('Enter');
    await expect(mine.items).toHaveCount(1);
    await expect(mine.item('Grace Hopper')).toBeVisible();
    if (js) await expect(search).toBeFocused();
    await search.fill('nobody');
    if (!js) await search.press('Enter');
    await expect(mine.main.locator('p').filter({ hasText: 'No member is called that.' })).toBeVisible();
    await search.fill('');
    if (!js) await search.press('Enter');
    await expect(mine.items).toHaveCount(2);
  });
  await test.step('another role counts at once', async () => {
    const member = mine.item('Grace Hopper');
    await member.getByText('Change role').click();
    await member.getByLabel('Role', { exact: true }).selectOption({ label: 'Admin' });
    await member.getByRole('button', { name: 'Save' }).click();
    await expect(mine.item('Grace Hopper').locator('.vst-badge')).toHaveText(['Admin']);
    await other.open('/organization');
    await expect(theirs.main.getByText('Delete organization').first()).toBeVisible();
  });
  await test.step('who leaves acts for themselves', async () => {
    await theirs.main.locator('summary', { hasText: 'Leave organization' }).click();
    await other.button('Leave organization').click();
    await other.isIn(grace);
    await expect(theirs.trigger).toContainText('Personal account');
  });
  await test.step('who is alone is told what else there is to do', async () => {
    await mine.go('Members');
    await visitor.reload();
    await expect(mine.items).toHaveCount(1);
    await expect(mine.main.getByText('Change role')).toHaveCount(0);
    await mine.go('General');
    await expect(mine.main).toContainText('You are the only member, so you cannot leave. You can delete the organization instead.');
    await expect(mine.main.locator('summary', { hasText: 'Leave organization' })).toHaveCount(0);
  });
});

test('who has an account accepts in the menu', async ({ visitor, page, server, anotherBrowser }) => {
  const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  const mine = new Organizations(visitor);
  await visitor.join(ada);
  await mine.create('Difference & Sons');
  await server.account(grace);
  await mine.invite(grace.email);
  await expect(mine.items).toHaveCount(1);

  const other = await anotherBrowser();
  const theirs = new Organizations(other);
  await other.enter(grace);
  await other.open('/dashboard');
  await expect(theirs.trigger.locator('.vst-notificationBadge')).toHaveText(/^1\b/);
  await theirs.openMenu();
  await theirs.menu.getByRole('button', { name: 'Join Difference & Sons' }).click();
  await expect(theirs.trigger.locator('.vst-notificationBadge')).toHaveCount(0);
  // Where one acts is as before, so the menu tells what came of it, once.
  await expect(theirs.menu.getByRole('button', { name: 'Difference & Sons' })).toContainText('You have joined');
  await expect(theirs.menu).toBeVisible();
  await other.reload();
  await expect(theirs.menu).toBeHidden();
  await theirs.choose('Difference & Sons');

  await test.step('who is taken out is in it no more', async () => {
    await mine.go('Members');
    const member = mine.item('Grace Hopper');
    await member.locator('summary', { hasText: 'Remove' }).click();
    await member.getByRole('button', { name: 'Remove' }).click();
    await expect(mine.items).toHaveCount(1);
    await other.open('/organization');
    await expect(other.heading).toHaveText('Choose an organization');
    await expect(theirs.trigger).toContainText('Personal account');
    await expect(theirs.main.getByText('Difference')).toHaveCount(0);
  });
});

test('an invitation that is taken back while its form is open says so', async ({ visitor, page, server, anotherBrowser }) => {
  const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  await visitor.join(ada);
  const api = new OrganizationsApi({ page, server });
  const organization = await api.create('Difference & Sons');
  await api.invite(organization, grace.email);
  const other = await anotherBrowser();
  await other.open(await invitationLink(server, grace.email));
  await other.page.getByLabel('First name').fill('Grace');
  await other.page.getByLabel('Last name').fill('Hopper');
  await other.password.fill(grace.password);
  await api.revokeAll(organization);
  await other.refused(422, 'sign_up/create', () => other.button('Continue').click());
  await expect(other.heading).toHaveText('This link is not good any more');
  await expect(other.page.getByText('Enter your email address.')).toHaveCount(0);
});

test.describe('the link of an invitation, opened by whoever has an account', () => {
  /** Somebody with an organization invites somebody else with an account: the link, and a browser in which nobody is signed in. */
  async function invite({ visitor, page, server, anotherBrowser }) {
    const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
    await visitor.join(ada);
    const api = new OrganizationsApi({ page, server });
    await server.account(grace);
    await api.invite(await api.create('Difference & Sons'), grace.email);
    const other = await anotherBrowser();
    return { grace, other, link: await invitationLink(server, grace.email), theirs: new Organizations(other) };
  }

  test('who is signed out signs in, and is in', async ({ visitor, page, server, anotherBrowser }) => {
    const { grace, other, link, theirs } = await invite({ visitor, page, server, anotherBrowser });
    await other.open(link);
    await expect(other.page.getByRole('main')).toContainText('Difference & Sons');
    await other.sendSignIn(grace);
    await other.isIn(grace);
    await expect(theirs.trigger).toContainText('Difference & Sons');
  });

  test('who is signed in joins, and acts there', async ({ visitor, page, server, anotherBrowser }) => {
    const { grace, other, link, theirs } = await invite({ visitor, page, server, anotherBrowser });
    await other.enter(grace);
    await other.open(link);
    await expect(other.heading).toHaveText('You are invited to Difference & Sons');
    await other.alive();
    await other.page.getByRole('main').getByRole('button', { name: 'Join' }).click();
    await other.isIn(grace);
    await expect(theirs.trigger).toContainText('Difference & Sons');
    await expect(theirs.trigger.locator('.vst-notificationBadge')).toHaveCount(0);
  });

  test('who is signed in is told that it is not good any more', async ({ visitor, page, server, anotherBrowser }) => {
    const { grace, other, link } = await invite({ visitor, page, server, anotherBrowser });
    await other.enter(grace);
    await new OrganizationsApi(other).acceptAll();
    await other.open(link);
    await expect(other.heading).toHaveText('This link is not good any more');
    const main = other.page.getByRole('main');
    await expect(main).toContainText('It was used, was taken back, or has run out.');
    await main.getByRole('link', { name: 'Continue' }).click();
    await other.isIn(grace);
    await other.open('/sign-in');
    await expect(other.heading, 'once').toHaveText('You are already signed in');
  });

  test('who is signed in as somebody else is told for whom it is', async ({ visitor, page, server, anotherBrowser }) => {
    const { grace, other, link, theirs } = await invite({ visitor, page, server, anotherBrowser });
    const eve = somebody({ first: 'Eve', last: 'Moneypenny' });
    await server.account(eve);
    await other.enter(eve);
    await other.open(link);
    await expect(other.heading).toHaveText('You are invited to Difference & Sons');
    const main = other.page.getByRole('main');
    await expect(main).toContainText('•••@example.com');
    await expect(main).not.toContainText(grace.email);
    await expect(main.getByRole('button', { name: 'Join' })).toHaveCount(0);
    await other.open('/dashboard');
    await expect(theirs.trigger).toContainText('Personal account');
  });
});

test('an organization is changed, and deleted', async ({ visitor, page, js, watch }) => {
  const ada = somebody({ first: 'Ada', last: 'Lovelace' });
  const mine = new Organizations(visitor);
  await visitor.join(ada);
  await mine.create('Analytical Engines');
  await mine.go('General');
  await test.step('a name', async () => {
    await mine.main.getByText('Update profile').click();
    await page.getByLabel('Organization name').fill('Jacquard Looms');
    await mine.main.getByRole('button', { name: 'Save' }).click();
    await expect(mine.trigger).toContainText('Jacquard Looms');
    await expect(mine.item('Jacquard Looms')).toBeVisible();
  });
  await test.step('a logo', async () => {
    await mine.main.getByText('Upload logo').click();
    await page.getByLabel('Logo file').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: halves(200, 200) });
    await mine.main.getByRole('button', { name: 'Upload', exact: true }).click();
    await expect(mine.main.locator('.vst-organizationLogo img')).toBeVisible();
    await expect(mine.trigger.locator('img')).toBeVisible();
    await mine.main.locator('summary[aria-label="Remove logo"]').click();
    await mine.main.getByRole('button', { name: 'Remove logo' }).click();
    await expect(mine.main.locator('.vst-organizationLogo img')).toHaveCount(0);
  });
  await test.step('deleted is what was named', async () => {
    await mine.main.locator('summary', { hasText: 'Delete organization' }).click();
    const name = page.getByLabel('Type the organization’s name to go on');
    await name.fill('Looms');
    await visitor.refused(422, 'organization/delete', () => visitor.button('Delete organization').click());
    await expect(name).toHaveAttribute('aria-invalid', 'true');
    await name.fill('jacquard looms');
    await visitor.button('Delete organization').click();
    await visitor.isIn(ada);
    await expect(mine.trigger).toContainText('Personal account');
  });
});

test('the header has room for whom one acts for', async ({ visitor, page }) => {
  await visitor.join(somebody({ first: 'Ada', last: 'Lovelace' }));
  await visitor.open('/dashboard');
  const organizations = new Organizations(visitor);
  const brand = page.getByRole('banner').getByRole('link', { name: 'Vestibule' });
  const isReadable = async (name) => {
    const shown = organizations.trigger.getByText(name, { exact: true });
    await expect(shown).toBeVisible();
    const { width } = await shown.boundingBox();
    expect.soft(width, name).toBeGreaterThan(60);
    // What does not fit ends in an ellipsis.
    expect.soft(await shown.evaluate((it) => getComputedStyle(it).textOverflow), name).toBe('ellipsis');
    await expect(brand).toBeVisible();
    const { clientWidth, scrollWidth } = await page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      return { clientWidth, scrollWidth };
    });
    expect.soft(scrollWidth, name).toBeLessThanOrEqual(clientWidth);
  };
  await isReadable('Personal account');
  const name = 'Worshipful Company of Analytical Engine Makers & Descendants';
  const made = await page.request.post(`${API}/organization/create`, {
    form: { name }, headers: { accept: 'application/json', origin: new URL(page.url()).origin },
  });
  expect(made.status()).toBe(200);
  await visitor.reload();
  await isReadable(name);
});

test('who belongs to many looks for one', async ({ visitor, page, js }) => {
  const ada = somebody({ first: 'Ada', last: 'Lovelace' });
  const mine = new Organizations(visitor);
  await visitor.join(ada);
  await visitor.open('/dashboard');
  const origin = new URL(page.url()).origin;
  for (let number = 1; number <= 23; number += 1) {
    const made = await page.request.post(`${API}/organization/create`, {
      form: { name: `Mill ${number}` }, headers: { accept: 'application/json', origin },
    });
    expect(made.status()).toBe(200);
  }
  await visitor.reload();
  await mine.openMenu();
  await expect(mine.menu.getByRole('group', { name: 'Your organizations' }).getByRole('button')).toHaveCount(21);
  const search = mine.menu.getByRole('searchbox', { name: 'Search organizations' });
  await search.fill('mill 21');
  if (!js) await search.press('Enter');
  await expect(mine.menu.getByRole('group', { name: 'Your organizations' }).getByRole('button')).toHaveCount(1);
  await mine.choose('Mill 21');
  await test.step('and the one in which one acts is found as that', async () => {
    await mine.openMenu();
    await search.fill('mill 21');
    if (!js) await search.press('Enter');
    const found = mine.menu.getByRole('group', { name: 'Your organizations' }).getByRole('button');
    await expect(found).toHaveText([/Mill 21/]);
    await expect(found).toHaveAttribute('aria-current', 'true');
    await expect(mine.menu.getByText('No organization of yours is called that.')).toHaveCount(0);
  });
});

test('the part of a list that is shown stands in the address', async ({ visitor, page, server, js }) => {
  await visitor.join(somebody({ first: 'Ada', last: 'Lovelace' }));
  const api = new OrganizationsApi({ page, server });
  const [acme, pages] = [await api.create('Acme'), new OrganizationPages(page)];
  const { items, main } = pages;
  await api.invite(acme, Array.from({ length: 12 }, (_, at) => `guest${String(at + 1).padStart(2, '0')}@example.com`));
  await visitor.open('/organization/invitations?from=mail');
  await expect(items).toHaveCount(10);
  await main.locator('a[rel=next]').click();
  await expect(items).toHaveCount(2);
  await expect(page).toHaveURL('/organization/invitations?from=mail&invitations_page=2');
  await test.step('as a page of its own', async () => {
    await page.goBack();
    await expect(page).toHaveURL('/organization/invitations?from=mail');
    await expect(items).toHaveCount(10);
    await page.goForward();
    await expect(page).toHaveURL('/organization/invitations?from=mail&invitations_page=2');
    await expect(items).toHaveCount(2);
  });
  await visitor.reload();
  await expect(items).toHaveCount(2);
  await test.step('and one comes back to it', async () => {
    const links = page.getByRole('navigation', { name: 'Your organization' });
    await links.getByRole('link', { name: 'Members', exact: true }).click();
    await expect(page.getByRole('searchbox', { name: 'Search members' })).toBeVisible();
    await page.goBack();
    await expect(items).toHaveCount(2);
  });
  await test.step('where links have led to it as well', async () => {
    await visitor.open('/dashboard');
    await pages.trigger.click();
    await pages.entry('Manage', 'link').click();
    await pages.link('Invitations').click();
    await expect(items).toHaveCount(10);
    await main.locator('a[rel=next]').click();
    await expect(page).toHaveURL('/organization/invitations?invitations_page=2');
    await expect(items).toHaveCount(2);
    await page.goBack();
    await expect(page).toHaveURL('/organization/invitations');
    await expect(items).toHaveCount(10);
  });
  await test.step('so does what is looked for', async () => {
    await visitor.open('/organization/members');
    const search = page.getByRole('searchbox', { name: 'Search members' });
    await search.fill('grace');
    if (!js) await search.press('Enter');
    await expect(items).toHaveCount(0);
    await expect(page).toHaveURL('/organization/members?members_query=grace');
    await visitor.reload();
    await expect(search).toHaveValue('grace');
    await expect(items).toHaveCount(0);
  });
  await test.step('but not of the menu over a page', async () => {
    if (!js) return;
    for (let number = 1; number <= 20; number += 1) await api.create(`Mill ${number}`);
    await visitor.open('/dashboard');
    await page.locator('summary.vst-organizationSwitcherTrigger').click();
    const menu = page.locator('.vst-organizationSwitcherPopoverCard');
    await menu.getByRole('searchbox', { name: 'Search organizations' }).fill('mill 2');
    const found = menu.getByRole('group', { name: 'Your organizations' }).getByRole('button');
    await expect(found).toHaveText([/Mill 2/, /Mill 20/]);
    await expect(page).toHaveURL('/dashboard');
  });
});

test('who is invited by many comes to all of them', async ({ visitor, page, server, anotherBrowser }) => {
  const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  await visitor.join(ada);
  await server.account(grace);
  const api = new OrganizationsApi({ page, server });
  // The app's own server sends more to one address in an hour than people may.
  const headers = { authorization: `Bearer ${server.operate('secret-keys', 'create', 'tests')}` };
  for (let number = 1; number <= 12; number += 1) {
    const { id } = await api.create(`Mill ${number}`);
    const data = { email_address: grace.email, role: 'org:member', notify: false };
    const made = await page.request.post(`${server.url}/v1/organizations/${id}/invitations`, { headers, data });
    expect(made.status(), await made.text()).toBe(200);
  }
  const other = await anotherBrowser();
  const theirs = new Organizations(other);
  await other.enter(grace);
  await other.open('/dashboard');
  await test.step('in the menu', async () => {
    await expect(theirs.trigger.locator('.vst-notificationBadge')).toHaveText(/^12\b/);
    await theirs.openMenu();
    const waiting = theirs.menu.getByRole('button', { name: /^Join Mill/ });
    await expect(waiting).toHaveCount(10);
    await theirs.menu.locator('a[rel=next]').click();
    await expect(waiting).toHaveCount(2);
    await theirs.menu.getByRole('button', { name: 'Join Mill 1', exact: true }).click();
    await expect(theirs.trigger.locator('.vst-notificationBadge')).toHaveText(/^11\b/);
  });
  await test.step('and on the page', async () => {
    await other.open('/organization?organizations_page=2');
    await expect(theirs.main.getByRole('button', { name: /^Join Mill/ })).toHaveCount(1);
    await theirs.main.locator('a[rel=prev]').click();
    await expect(theirs.main.getByRole('button', { name: /^Join Mill/ })).toHaveCount(10);
  });
});

test('people come in by the domain of their address', async ({ visitor, page, server, anotherBrowser }, { parallelIndex }) => {
  const domain = `${Date.now().toString(36)}-${parallelIndex}.example`;
  const ada = { ...somebody({ first: 'Ada', last: 'Lovelace' }), email: `ada@${domain}` };
  const grace = { ...somebody({ first: 'Grace', last: 'Hopper' }), email: `grace@${domain}` };
  const mine = new Organizations(visitor);
  await visitor.join(ada);
  await mine.create(`Engines of ${domain}`);
  await mine.go('General');
  const item = () => mine.item(domain).filter({ hasText: /Verify domain|How people come in/ });
  await test.step('what everyone has mail at is nobody\'s', async () => {
    await mine.main.locator('summary', { hasText: 'Add domain' }).click();
    await page.getByLabel('Domain', { exact: true }).fill('gmail.com');
    await visitor.refused(422, 'organization_domain/create', () => visitor.button('Add domain').click());
    await expect(page.getByLabel('Domain', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  });
  await test.step('a domain is proven by a code to an address in it', async () => {
    await page.getByLabel('Domain', { exact: true }).fill(domain);
    await visitor.button('Add domain').click();
    await expect(item()).toContainText('Unverified');
    await item().locator('summary', { hasText: 'Verify domain' }).click();
    await page.getByLabel('Email address in this domain').fill(`office@${domain}`);
    await item().getByRole('button', { name: 'Verify domain' }).click();
    const code = page.getByLabel(/code/i);
    await expect(code).toBeVisible();
    await code.fill(await server.code(`office@${domain}`));
    if (!visitor.js) await item().getByRole('button', { name: 'Verify domain' }).first().click();
    await expect(item()).not.toContainText('Unverified');
  });
  await test.step('and lets people ask', async () => {
    await item().locator('summary', { hasText: 'How people come in' }).click();
    await page.getByLabel('How people come in', { exact: true }).selectOption({ label: 'Anyone with an address in it can ask to join' });
    await item().getByRole('button', { name: 'Save' }).click();
    await expect(item().locator('.vst-profileSectionSubtitleText')).toHaveText('Anyone with an address in it can ask to join');
  });
  const other = await anotherBrowser();
  const theirs = new Organizations(other);
  await test.step('who has such an address asks in the menu', async () => {
    await other.join(grace);
    await other.open('/dashboard');
    await theirs.openMenu();
    await theirs.menu.getByRole('button', { name: `Ask to join Engines of ${domain}` }).click();
    await expect(theirs.menu.getByText('You have asked to join')).toBeVisible();
    await other.alive();
  });
  await test.step('who manages members lets them in', async () => {
    await mine.go('Members');
    await visitor.reload();
    await mine.main.getByRole('button', { name: 'Approve Grace Hopper' }).click();
    await expect(mine.item('Grace Hopper')).toContainText('Change role');
    await expect(mine.main.getByText('Requests to join')).toHaveCount(0);
    await other.reload();
    await theirs.choose(`Engines of ${domain}`);
  });
  await test.step('who is refused stays out', async () => {
    const joan = { ...somebody({ first: 'Joan', last: 'Clarke' }), email: `joan@${domain}` };
    const third = await anotherBrowser();
    const hers = new Organizations(third);
    await third.join(joan);
    await third.open('/dashboard');
    await hers.openMenu();
    await hers.menu.getByRole('button', { name: `Ask to join Engines of ${domain}` }).click();
    await expect(hers.menu.getByText('You have asked to join')).toBeVisible();
    await mine.go('Members');
    await visitor.reload();
    await mine.main.getByRole('button', { name: 'Reject Joan Clarke' }).click();
    await expect(mine.main.getByText('Requests to join')).toHaveCount(0);
    await third.reload();
    await hers.openMenu();
    await expect(hers.menu.getByText(`Engines of ${domain}`)).toHaveCount(0);
  });
  await test.step('or comes in at once, where the organization says so', async () => {
    await mine.go('General');
    await item().locator('summary', { hasText: 'How people come in' }).click();
    await page.getByLabel('How people come in', { exact: true }).selectOption('automatic_invitation');
    await item().getByRole('button', { name: 'Save' }).click();
    await expect(item().locator('.vst-profileSectionSubtitleText')).not.toHaveText('Anyone with an address in it can ask to join');
    const ida = { ...somebody({ first: 'Ida', last: 'Rhodes' }), email: `ida@${domain}` };
    const fourth = await anotherBrowser();
    const hers = new Organizations(fourth);
    await fourth.join(ida);
    await fourth.open('/dashboard');
    await hers.openMenu();
    await hers.menu.getByRole('button', { name: `Join Engines of ${domain}` }).click();
    await expect(hers.menu.getByText('You have joined')).toBeVisible();
    await hers.choose(`Engines of ${domain}`);
    await mine.go('Members');
    await visitor.reload();
    await expect(mine.item('Ida Rhodes')).toContainText('Member');
  });
});
