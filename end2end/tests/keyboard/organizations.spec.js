// Organizations with the keyboard alone: the switcher, a new one, its pages, and the step that asks for one.

import { cutPicture } from '../../support/keyboard_picture.js';
import { ONCE, expect, on, section, signIn, summary, typeOver } from '../../support/keyboard_test.js';
import { OrganizationPages, OrganizationsApi, withOrganizations } from '../../support/organizations.js';
import { SETTINGS } from '../../support/server.js';
import { somebody } from '../../support/visitor.js';

/** Runs in every page. What is said to whoever hears it, from when it came alive. */
function listen() {
  globalThis.heard = [];
  const hear = (node) => {
    const live = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest('[role=status], [role=alert]');
    if (live?.textContent.trim()) globalThis.heard.push(live.textContent.trim());
  };
  const observer = new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => {
    hear(target);
    addedNodes.forEach((node) => {
      hear(node);
      if (node.querySelectorAll) node.querySelectorAll('[role=status], [role=alert]').forEach(hear);
    });
  }));
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}

const withEars = (settings) => on(settings).extend({
  /** Does something, and waits until it has been said aloud. */
  says: async ({ page }, use) => {
    await page.addInitScript(listen);
    await use(async (text, act) => {
      await page.evaluate(() => { globalThis.heard = []; });
      await act();
      await expect.poll(() => page.evaluate(() => globalThis.heard), `“${text}” is said`)
        .toContainEqual(expect.stringMatching(text));
    });
  },

  pages: async ({ page }, use) => use(new OrganizationPages(page)),

  api: async ({ page, server }, use) => use(new OrganizationsApi({ page, server })),
});

const test = withEars(withOrganizations());
const demanding = withEars(`${SETTINGS}\n[vestibule.organizations]\nenabled = true\npersonal_accounts = false\n`);

const ada = () => somebody({ first: 'Ada', last: 'Lovelace' });
const grace = () => somebody({ first: 'Grace', last: 'Hopper' });

/** A slug that no other test has. */
const unique = (word) => `${word}-${Date.now().toString(36)}`;

test('the switcher, from one to another', ONCE, async ({ visitor, page, server, keyboard, pages, api, says, anotherBrowser }) => {
  const [person, other] = [ada(), grace()];
  for (const one of [person, other]) await server.account(one);
  const there = await anotherBrowser();
  await there.enter(other);
  const theirs = new OrganizationsApi(there);
  await theirs.invite(await theirs.create('Difference & Sons'), person.email);
  await signIn({ visitor, keyboard }, person);
  for (const name of ['Analytical Engines', 'Jacquard Looms']) await api.create(name);
  await visitor.open('/dashboard');
  const { trigger, menu } = pages;
  const join = pages.entry('Join Difference & Sons');
  const chosen = async (name, button) => {
    await keyboard.enter(trigger);
    await says('Done.', () => keyboard.enter(button));
    await expect(trigger).toContainText(name);
    await expect(menu).toBeHidden();
    await keyboard.isAt(trigger);
  };
  await test.step('it is called what it does, and where one is', async () => {
    await expect(trigger).toHaveAccessibleName(/^Switch organization.*Jacquard Looms/s);
  });
  await test.step('through it, from top to bottom, and out of it', async () => {
    await keyboard.enter(trigger);
    await expect(menu).toBeVisible();
    const stops = [
      pages.entry('Manage', 'link'), join, pages.entry('Personal account'), pages.entry('Analytical Engines'),
      pages.entry('Create organization', 'link'),
    ];
    for (const stop of stops) {
      await keyboard.press('Tab');
      await keyboard.isAt(stop);
    }
    await keyboard.press('Tab');
    await expect(menu).toBeHidden();
    await keyboard.isAt(page.getByRole('link', { name: 'Dashboard' }));
    await keyboard.backTo(trigger);
  });
  await test.step('Escape gives the focus back', async () => {
    await keyboard.press('Space');
    await keyboard.to(join);
    await keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await keyboard.isAt(trigger);
  });
  await test.step('another one', () => chosen('Analytical Engines', pages.entry('Analytical Engines')));
  await test.step('oneself', () => chosen('Personal account', pages.entry('Personal account')));
  await test.step('an invitation is accepted', async () => {
    await keyboard.enter(trigger);
    await says('Done.', () => keyboard.enter(join));
    await expect(join).toHaveCount(0);
    await expect(trigger.locator('.vst-notificationBadge')).toHaveCount(0);
    await expect(pages.entry('Difference & Sons')).toContainText('You have joined');
    await keyboard.isAt(trigger);
  });
  await test.step('and it is one of the others', async () => {
    await visitor.open('/dashboard');
    await chosen('Difference & Sons', pages.entry('Difference & Sons'));
  });
  await test.step('to its page', async () => {
    await keyboard.enter(trigger);
    await keyboard.enter(pages.entry('Manage', 'link'));
    await expect(visitor.heading).toHaveText('Organization details');
    await expect(menu).toBeHidden();
    await keyboard.isAt(visitor.heading);
  });
});

test('the switcher of whoever belongs to many', ONCE, async ({ visitor, server, keyboard, pages, api, says }) => {
  const person = ada();
  await server.account(person);
  await signIn({ visitor, keyboard }, person);
  for (let number = 1; number <= 22; number += 1) await api.create(`Mill ${number}`);
  await visitor.open('/dashboard');
  const { trigger, menu } = pages;
  const search = pages.entry('Search organizations', 'searchbox');
  await test.step('the list alone scrolls: what makes a new one is below it, to be seen', async () => {
    await keyboard.enter(trigger);
    await expect(pages.entry('Create organization', 'link')).toBeInViewport({ ratio: 1 });
    const scrolls = (it) => it.scrollHeight > it.clientHeight;
    expect(await menu.getByRole('group', { name: 'Your organizations' }).evaluate(scrolls)).toBe(true);
    expect(await menu.locator('.vst-organizationSwitcherPopoverMain').evaluate(scrolls)).toBe(false);
    await keyboard.press('Escape');
    await keyboard.isAt(trigger);
  });
  await test.step('it looks while one types, and says that there is none', async () => {
    await keyboard.enter(trigger);
    await keyboard.to(search);
    await says('No organization of yours is called that.', () => keyboard.type('weaver'));
    await expect(menu).toContainText('No organization of yours is called that.');
    await keyboard.isAt(search);
  });
  await test.step('without what one looked for it stays open', async () => {
    await typeOver(keyboard, '');
    await expect(pages.entry('Mill 3')).toBeVisible();
    await keyboard.isAt(search);
  });
  await test.step('one that is far down', async () => {
    await keyboard.type('mill 21');
    await expect(menu.getByRole('group', { name: 'Your organizations' }).getByRole('button')).toHaveCount(1);
    await keyboard.enter(pages.entry('Mill 21'));
    await expect(trigger).toContainText('Mill 21');
    await expect(menu).toBeHidden();
    await keyboard.isAt(trigger);
  });
});

test('an organization is made, and others are invited', ONCE, async ({ visitor, page, server, keyboard, pages, says }) => {
  const person = ada();
  await server.account(person);
  await signIn({ visitor, keyboard }, person);
  await test.step('from the switcher to the form', async () => {
    await keyboard.enter(pages.trigger);
    await keyboard.enter(pages.entry('Create organization', 'link'));
    await expect(page).toHaveURL('/create-organization');
    await keyboard.isAt(page.getByLabel('Organization name'));
  });
  await test.step('a slug that is none', async () => {
    const slug = page.getByLabel('Slug');
    await keyboard.type('Analytical Engines');
    await keyboard.press('Tab');
    await keyboard.isAt(slug);
    await keyboard.type('no slug!');
    await visitor.refused(422, 'organization/create', () => keyboard.press('Enter'));
    await visitor.isWrong(slug, /lowercase letters, digits and hyphens/);
    await keyboard.here();
    await typeOver(keyboard, unique('engines'));
    await expect(slug).not.toHaveAttribute('aria-invalid');
    await keyboard.enter(visitor.button('Create organization'));
    await expect(page).toHaveURL('/organization/invitations');
    await expect(visitor.heading).toContainText('Invitations');
    await expect(pages.trigger).toContainText('Analytical Engines');
  });
  const addresses = page.getByLabel('Email addresses');
  const send = visitor.button('Send invitations');
  const waiting = section(page, 'Invitations');
  await test.step('its pages have come in the place of the form', () => keyboard.isAt(visitor.heading));
  await test.step('an address that is none, and which one', async () => {
    await keyboard.to(addresses);
    await keyboard.type('grace@example.com, somebody');
    await keyboard.press('Tab');
    await keyboard.isAt(page.getByLabel('Role'));
    await keyboard.press('Tab');
    await keyboard.isAt(send);
    await visitor.refused(422, 'organization_invitation/create', () => keyboard.press('Enter'));
    await visitor.isWrong(addresses, /somebody.*Enter a valid email address\./s);
    await expect(addresses).not.toHaveAccessibleDescription(/grace@/);
    await expect(addresses).toHaveValue('grace@example.com, somebody');
    await keyboard.here();
  });
  await test.step('whoever mends it is not told so any more', async () => {
    await typeOver(keyboard, 'grace@example.com joan@example.com');
    await expect(addresses).not.toHaveAttribute('aria-invalid');
    await expect(addresses).not.toHaveAccessibleDescription(/Enter a valid/);
  });
  await test.step('they are invited as editors', async () => {
    await keyboard.press('Tab');
    await keyboard.type('Edi');
    await expect(page.getByLabel('Role')).toHaveValue('org:editor');
    await says('Done.', () => keyboard.enter(send));
    await expect(waiting.getByRole('listitem')).toHaveCount(2);
    await expect(waiting.getByRole('listitem').first()).toContainText('Editor');
    await expect(addresses).toHaveValue('');
    await keyboard.isAt(section(page, 'Invite members').getByRole('heading'));
  });
  await test.step('one is sent again', async () => {
    const again = waiting.getByRole('button', { name: 'Send again: invitation to grace@example.com' });
    await says('Done.', () => keyboard.enter(again));
    await keyboard.isAt(waiting.getByRole('heading'));
    const sent = (await server.mailbox()).filter(({ to }) => to === 'grace@example.com');
    expect(sent).toHaveLength(2);
  });
  await test.step('all are taken back', async () => {
    for (const name of ['joan', 'grace']) {
      const revoke = waiting.getByRole('button', { name: `Revoke the invitation to ${name}@example.com` });
      await says('Done.', () => keyboard.enter(revoke));
      await expect(revoke).toHaveCount(0);
      await keyboard.isAt(waiting.getByRole('heading'));
    }
    await expect(waiting).toContainText('No invitation is waiting for an answer.');
  });
});

test('the pages of many invitations', ONCE, async ({ visitor, page, server, keyboard, api, says }) => {
  const person = ada();
  await server.account(person);
  await signIn({ visitor, keyboard }, person);
  await api.invite(await api.create('Analytical Engines'), Array.from({ length: 12 }, (_, n) => `guest${n}@example.com`));
  await visitor.open('/organization/invitations');
  const waiting = section(page, 'Invitations');
  const ways = page.getByRole('navigation', { name: 'Pages' });
  for (const [way, number, count] of [['Next', 2, 2], ['Previous', 1, 10]]) {
    await test.step(way, async () => {
      await says(`Page ${number} of 2`, () => keyboard.enter(ways.getByRole('link', { name: way })));
      await expect(ways).toContainText(`Page ${number} of 2`);
      await expect(waiting.getByRole('listitem')).toHaveCount(count);
      await keyboard.isAt(waiting.getByRole('heading'));
    });
  }
});

test('members are looked for, change roles and go', ONCE, async ({ watch, visitor, page, server, keyboard, pages, api, says, anotherBrowser }) => {
  const [person, other] = [ada(), grace()];
  for (const one of [person, other]) await server.account(one);
  await signIn({ visitor, keyboard }, person);
  await api.invite(await api.create('Analytical Engines'), other.email);
  const there = await anotherBrowser();
  await there.enter(other);
  await there.open('/dashboard');
  const theirs = new OrganizationPages(there.page);
  await theirs.trigger.click();
  await theirs.entry('Join Analytical Engines').click();
  await expect(theirs.entry('Join Analytical Engines')).toHaveCount(0);

  await visitor.open('/organization');
  const members = section(page, 'Members');
  const search = page.getByRole('searchbox', { name: 'Search members' });
  const item = members.getByRole('listitem').filter({ hasText: 'Grace Hopper' });
  await test.step('to the members', async () => {
    await keyboard.enter(pages.link('Members'));
    await expect(visitor.heading).toContainText('Members');
    await keyboard.isAt(pages.link('Members'));
  });
  await test.step('one is looked for while one types', async () => {
    await keyboard.to(search);
    await keyboard.type('hopp');
    await expect(members.getByRole('listitem')).toHaveCount(1);
    await keyboard.isAt(search);
    await says('No member is called that.', () => keyboard.type('xx'));
    await expect(members).toContainText('No member is called that.');
    await expect(search).toHaveValue('hoppxx');
    await keyboard.isAt(search);
    await typeOver(keyboard, '');
    await expect(members.getByRole('listitem')).toHaveCount(2);
    await keyboard.isAt(search);
  });
  await test.step('Enter does it at once', async () => {
    await keyboard.type('hopp');
    await keyboard.press('Enter');
    await expect(members.getByRole('listitem')).toHaveCount(1);
    await keyboard.isAt(search);
  });
  await test.step('what is typed while the answer is on its way is not lost', async () => {
    await typeOver(keyboard, '');
    await expect(members.getByRole('listitem')).toHaveCount(2);
    let answer;
    const isAsked = new Promise((then) => {
      const hold = new Promise((go) => { answer = go; });
      page.route(/\/vestibule\/drawn\/organization-members/, async (route) => {
        then();
        await hold;
        await route.continue();
      }, { times: 1 });
    });
    await keyboard.type('h');
    await isAsked;
    await keyboard.type('opper');
    answer();
    await expect(search).toHaveValue('hopper');
    await expect(members.getByRole('listitem')).toHaveCount(1);
    await watch.quiet();
    await expect(search).toHaveValue('hopper');
    await keyboard.isAt(search);
  });
  await test.step('another role', async () => {
    const role = item.getByLabel('Role', { exact: true });
    await keyboard.enter(item.getByLabel('Change role of Grace Hopper'));
    await keyboard.press('Tab');
    await keyboard.isAt(role);
    await keyboard.type('Edi');
    await expect(role).toHaveValue('org:editor');
    await keyboard.press('Tab');
    await keyboard.isAt(item.getByRole('button', { name: 'Save' }));
    await says('Done.', () => keyboard.press('Enter'));
    await expect(item.locator('.vst-badge')).toHaveText(['Editor']);
    await expect(role).toBeHidden();
    await keyboard.isAt(item.getByLabel('Change role of Grace Hopper'));
  });
  await test.step('one\'s own is not to be given away where nobody else has it', async () => {
    await typeOverSearch(keyboard, search, '');
    const own = members.getByRole('listitem').filter({ hasText: 'Ada Lovelace' });
    await keyboard.enter(own.getByLabel('Change role of Ada Lovelace'));
    await keyboard.press('Tab');
    await keyboard.type('Edi');
    await visitor.refused(403, 'organization_membership/update', () => (
      says('Give that role to somebody else first', () => keyboard.enter(own.getByRole('button', { name: 'Save' })))
    ));
    await expect(own.getByRole('alert').first()).toContainText('Give that role to somebody else first');
    await keyboard.isAt(own.getByLabel('Change role of Ada Lovelace'));
  });
  await test.step('one is removed', async () => {
    await keyboard.to(item.getByLabel('Remove Grace Hopper'));
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.isAt(item.getByRole('button', { name: 'Remove' }));
    await says('Done.', () => keyboard.press('Enter'));
    await expect(item).toHaveCount(0);
    await keyboard.isAt(members.getByRole('heading'));
  });
});

async function typeOverSearch(keyboard, search, text) {
  await keyboard.backTo(search);
  await typeOver(keyboard, text);
}

test('the profile, the logo, and the end', ONCE, async ({ visitor, page, server, keyboard, pages, api, says }) => {
  const person = ada();
  await server.account(person);
  // A browser that is told to hand them over only when a key is pressed may be told too late.
  page.on('filechooser', () => {});
  await signIn({ visitor, keyboard }, person);
  await api.create('Analytical Engines');
  await visitor.open('/organization');
  const profile = section(page, 'Profile');
  const update = summary(profile, 'Update profile');
  await test.step('another name and slug, and a slug that is none', async () => {
    const [name, slug] = [profile.getByLabel('Organization name'), profile.getByLabel('Slug')];
    await keyboard.enter(update);
    await keyboard.press('Tab');
    await keyboard.isAt(name);
    await typeOver(keyboard, 'Jacquard Looms');
    await keyboard.press('Tab');
    await keyboard.isAt(slug);
    await typeOver(keyboard, 'no slug!');
    await visitor.refused(422, 'organization/update', () => keyboard.press('Enter'));
    await visitor.isWrong(slug, /lowercase letters, digits and hyphens/);
    await expect(name).toHaveValue('Jacquard Looms');
    const good = unique('looms');
    await typeOver(keyboard, good);
    await says('Done.', () => keyboard.press('Enter'));
    await expect(profile.getByRole('listitem')).toContainText(good);
    await expect(pages.trigger).toContainText('Jacquard Looms');
    await expect(name).toBeHidden();
    await keyboard.isAt(update);
  });
  const logo = profile.locator('.vst-organizationLogo img');
  const asked = { opens: 'Upload logo', label: 'Logo file', form: 'organization/set_logo' };
  const { upload } = await cutPicture({ visitor, page, keyboard }, profile, asked);
  await test.step('it is uploaded', async () => {
    await keyboard.press('Tab');
    await keyboard.isAt(upload);
    await says('Done.', () => keyboard.press('Enter'));
    await expect(logo).toBeVisible();
    await expect(pages.trigger.locator('img')).toBeVisible();
    await keyboard.isAt(profile.getByRole('heading'));
  });
  await test.step('it is removed', async () => {
    await keyboard.enter(profile.getByLabel('Remove logo'));
    await keyboard.press('Tab');
    await keyboard.isAt(profile.getByRole('button', { name: 'Remove logo' }));
    await says('Done.', () => keyboard.press('Enter'));
    await expect(logo).toHaveCount(0);
    await keyboard.isAt(profile.getByRole('heading'));
  });
  await test.step('whoever is alone is not offered to leave', async () => {
    const leave = section(page, 'Leave organization');
    await expect(leave).toContainText('You are the only member');
    await expect(leave.locator('summary')).toHaveCount(0);
  });
  await test.step('it is deleted by its name', async () => {
    const end = section(page, 'Delete organization');
    const name = end.getByLabel('Type the organization’s name to go on');
    await keyboard.enter(summary(end, 'Delete organization'));
    await keyboard.press('Tab');
    await keyboard.isAt(name);
    await keyboard.type('Looms');
    await visitor.refused(422, 'organization/delete', () => keyboard.press('Enter'));
    await visitor.isWrong(name, /Type the organization’s name to go on/);
    await typeOver(keyboard, 'jacquard looms');
    await keyboard.enter(end.getByRole('button', { name: 'Delete organization' }));
    await visitor.isIn(person);
    await expect(pages.trigger).toContainText('Personal account');
    await keyboard.startsAgain(page.getByRole('banner').getByRole('link').first());
  });
});

test('the list: one joins, and leaves, and makes one', ONCE, async ({ visitor, page, server, keyboard, pages, says, anotherBrowser }) => {
  const [person, other] = [ada(), grace()];
  for (const one of [person, other]) await server.account(one);
  const there = await anotherBrowser();
  await there.enter(other);
  const theirs = new OrganizationsApi(there);
  await theirs.invite(await theirs.create('Difference & Sons'), person.email);
  await signIn({ visitor, keyboard }, person);
  await visitor.open('/organization');
  const card = page.getByRole('group', { name: 'Choose an organization' });
  await test.step('the list accepts an invitation', async () => {
    await expect(visitor.heading).toHaveText('Choose an organization');
    await says('Done.', () => keyboard.enter(card.getByRole('button', { name: 'Join Difference & Sons' })));
    await expect(card.getByRole('button', { name: 'Join Difference & Sons' })).toHaveCount(0);
    await keyboard.isAt(visitor.heading);
  });
  await test.step('and chooses it', async () => {
    await keyboard.enter(card.getByRole('button', { name: /^Difference & Sons/ }));
    await expect(visitor.heading).toHaveText('Organization details');
    await keyboard.isAt(visitor.heading);
  });
  await test.step('and there it is left', async () => {
    const leave = section(page, 'Leave organization');
    await keyboard.enter(summary(leave, 'Leave organization'));
    await keyboard.enter(leave.getByRole('button', { name: 'Leave organization' }));
    await visitor.isIn(person);
    await expect(pages.trigger).toContainText('Personal account');
    await keyboard.startsAgain(page.getByRole('banner').getByRole('link').first());
  });
  await test.step('the list makes one', async () => {
    await visitor.open('/organization');
    await keyboard.enter(summary(card, 'Create organization'));
    await keyboard.press('Tab');
    await keyboard.isAt(card.getByLabel('Organization name'));
    await keyboard.type('Analytical Engines');
    await keyboard.press('Tab');
    await keyboard.isAt(card.getByLabel('Slug'));
    await keyboard.type('no slug!');
    await visitor.refused(422, 'organization/create', () => keyboard.press('Enter'));
    await visitor.isWrong(card.getByLabel('Slug'), /lowercase letters, digits and hyphens/);
    await typeOver(keyboard, '');
    await keyboard.press('Enter');
    await expect(page).toHaveURL('/organization/invitations');
    await expect(visitor.heading).toContainText('Invitations');
  });
});

demanding('the step that asks for an organization', ONCE, async ({ visitor, page, server, keyboard }) => {
  const [person, other] = [ada(), grace()];
  for (const one of [person, other]) await server.account(one);
  const asks = async (one) => {
    await visitor.open('/sign-in');
    await keyboard.isAt(visitor.identifier);
    await keyboard.type(one.email);
    await keyboard.press('Enter');
    await keyboard.isAt(visitor.password);
    await keyboard.type(one.password);
    await keyboard.press('Enter');
    await expect(visitor.heading).toHaveText('Choose an organization');
  };
  const name = page.getByLabel('Organization name');
  await demanding.step('whoever belongs to none makes one', async () => {
    await asks(person);
    await keyboard.isAt(name);
    await visitor.refused(422, 'organization/create', () => keyboard.press('Enter'));
    await visitor.isWrong(name, 'Enter a name.');
    await keyboard.type('x'.repeat(101));
    await visitor.refused(422, 'organization/create', () => keyboard.enter(visitor.button('Create organization')));
    await visitor.isWrong(name, 'Use at most 100 characters.');
    await typeOver(keyboard, 'Analytical Engines');
    await keyboard.press('Enter');
    await visitor.isIn(person);
  });
  await demanding.step('whoever is invited joins, and chooses', async () => {
    const api = new OrganizationsApi({ page, server });
    await api.invite(await api.create('Jacquard Looms'), other.email);
    await page.context().clearCookies();
    await asks(other);
    await keyboard.isAt(visitor.heading);
    await keyboard.enter(page.getByRole('main').getByRole('button', { name: 'Join Jacquard Looms' }));
    await visitor.isIn(other);
  });
  await demanding.step('whoever does not want to signs out', async () => {
    const third = somebody();
    await server.account(third);
    await page.context().clearCookies();
    await asks(third);
    await keyboard.to(page.getByRole('main').getByRole('button', { name: 'Sign out' }));
    await keyboard.press('Enter');
    await visitor.isOut();
  });
});
