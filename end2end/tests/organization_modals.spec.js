// What the switcher of the example app opens over the page: a new organization, and the one in which one acts.

import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { violations } from '../support/access.js';
import { ONCE, withKeyboard } from '../support/keyboard_test.js';
import { Teams, expect, test as base } from '../support/notes_teams.js';
import { OrganizationsApi } from '../support/organizations.js';
import { somebody } from '../support/visitor.js';

const JS = { tag: '@js' };
const CREATE = 'Create organization';
const MANAGE = 'Manage';
/** Where one goes from a modal that has done its work. */
const MADE = /\/orgs\/acme[\w-]*$/;
const GONE = /\/orgs\?left=acme[\w-]*$/;
/** What may lie below a modal when it does its work: a page that is about no organization, about none in any case, or about one. */
const BELOW = ['/user', '/', '/notes', '/orgs/:id'];
const BELOW_ITS_OWN = BELOW.filter((below) => below !== '/notes');

async function signIn(visitor, person) {
  await visitor.server.account(person);
  await visitor.enter(person);
  await visitor.open('/notes');
  await expect(visitor.heading).toHaveText('My notes');
}

const test = base.extend({
  ...withKeyboard,

  teams: async ({ visitor }, use) => use(new Teams(visitor)),

  api: async ({ page, server }, use) => use(new OrganizationsApi({ page, server })),

  /** Whoever is signed in. */
  person: [async ({ visitor }, use) => {
    const person = somebody();
    await signIn(visitor, person);
    await use(person);
  }, { auto: true }],
});

/** Makes what someone has proven eleven minutes older. */
async function wait({ page, server }, { email }) {
  const statement = `UPDATE sessions SET first_factor_at = first_factor_at - 660000
    WHERE user_id = (SELECT user_id FROM identifiers WHERE normalized = '${email}')`;
  execFileSync('sqlite3', ['-cmd', '.timeout 5000', path.join(server.folder, 'data', 'notes.db'), statement]);
  // The token of before says what was so when it was made.
  await page.context().clearCookies({ name: '__session' });
}

/** What is over the page has done its work: one is where it leads to, and it is gone. */
async function isDone({ page, heading }, teams, { title, acts }) {
  await expect(page).toHaveURL(acts === 'Acme' ? MADE : GONE);
  await expect(teams.trigger).toContainText(acts);
  await expect(teams.modal).toHaveCount(0);
  await expect(heading).toHaveText(title);
}

/** Whether it is what the keyboard and a screen reader are in. */
async function hasFocus(modal) {
  await expect.poll(() => modal.evaluate((it) => it.matches(':modal') && it.contains(document.activeElement))).toBe(true);
}

/** Opens every form. */
async function unfold({ card }) {
  const closed = card.locator('details:not([open]) > summary');
  while (await closed.count() > 0) await closed.first().click();
}

/** Runs in the page. Every id that is there more than once. */
function twice() {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}

test.describe('a new organization', () => {
  for (const below of BELOW) {
    test(`is made over ${below}`, JS, async ({ visitor, page, teams, api }) => {
      const at = below.includes(':') ? below.replace(':id', (await api.create('Elsewhere')).id) : below;
      await visitor.open(at);
      await teams.open(CREATE);
      await expect(teams.title).toHaveText(CREATE);
      await expect(page).toHaveURL(at);
      await teams.field('Organization name').fill('Acme');
      await teams.button(CREATE).click();
      await isDone(visitor, teams, { title: 'Notes of Acme', acts: 'Acme' });
    });
  }

  test('is made, and no menu opens by that', JS, async ({ visitor, teams }) => {
    await visitor.open('/user');
    await teams.create('Acme');
    await isDone(visitor, teams, { title: 'Notes of Acme', acts: 'Acme' });
    await expect(teams.menu).toBeHidden();
  });

  test('what is wrong with it is told over the page', JS, async ({ visitor, page, teams }) => {
    await visitor.open('/user');
    await teams.open(CREATE);
    const [name, slug] = [teams.field('Organization name'), teams.field('Slug')];
    await expect(name).toBeFocused();
    await hasFocus(teams.modal);
    await test.step('no name', async () => {
      await slug.fill('acme-of-modals');
      await visitor.refused(422, 'organization/create', () => teams.button(CREATE).click());
      await visitor.isWrong(name, 'Enter a name.');
      await expect(slug).toHaveValue('acme-of-modals');
      await expect(page).toHaveURL('/user');
      await hasFocus(teams.modal);
    });
    await test.step('a slug that is none', async () => {
      await name.fill('Acme');
      await expect(name).not.toHaveAttribute('aria-invalid');
      await slug.fill('no slug!');
      await visitor.refused(422, 'organization/create', () => teams.button(CREATE).click());
      await visitor.isWrong(slug, /lowercase letters, digits and hyphens/);
      await expect(name).toHaveValue('Acme');
    });
    await test.step('nothing', async () => {
      await slug.fill('');
      await teams.button(CREATE).click();
      await isDone(visitor, teams, { title: 'Notes of Acme', acts: 'Acme' });
    });
  });

  test('is not made, and the focus comes back', JS, async ({ visitor, page, teams }) => {
    await visitor.open('/');
    const ways = [() => page.keyboard.press('Escape'), () => teams.button('Close').click()];
    for (const close of ways) {
      await teams.open(CREATE);
      await expect(teams.field('Organization name')).toHaveValue('');
      await teams.field('Organization name').fill('Acme');
      await close();
      await expect(teams.modal).toHaveCount(0);
      await expect(teams.trigger).toBeFocused();
      await expect(page).toHaveURL('/');
      await expect(teams.trigger).toContainText('Personal account');
    }
  });

  test('by the keyboard alone', ONCE, async ({ visitor, teams, keyboard }) => {
    await visitor.open('/user');
    await teams.trigger.focus();
    const open = async () => {
      await keyboard.press('Enter');
      await keyboard.enter(teams.entry(CREATE, 'link'));
      await keyboard.isAt(teams.field('Organization name'));
    };
    await open();
    await keyboard.staysIn(teams.modal);
    await keyboard.press('Escape');
    await keyboard.isAt(teams.trigger);
    await open();
    await visitor.refused(422, 'organization/create', () => keyboard.press('Enter'));
    await keyboard.isAt(teams.field('Organization name'));
    await visitor.isWrong(teams.field('Organization name'), 'Enter a name.');
    await keyboard.backTo(teams.button('Close'));
    await keyboard.press('Enter');
    await keyboard.isAt(teams.trigger);
    await open();
    await keyboard.type('Acme');
    await keyboard.enter(teams.button(CREATE));
    await isDone(visitor, teams, { title: 'Notes of Acme', acts: 'Acme' });
    await keyboard.press('Tab');
    expect(await keyboard.here(), 'the keyboard goes on from somewhere').not.toBeNull();
  });
});

test.describe('the organization in which one acts', () => {
  test('its pages have no addresses, and what is changed there stays there', JS, async ({ person, visitor, page, server, teams, api }) => {
    const guest = somebody();
    await api.create('Acme');
    await visitor.open('/');
    await page.evaluate(() => { window.stays = true; });
    await teams.open(MANAGE);
    const isAt = async (name, title) => {
      await expect(teams.title).toHaveText(title);
      await expect(teams.navigation.locator('[aria-current]')).toHaveText([name]);
      await expect(page).toHaveURL('/');
      await hasFocus(teams.modal);
    };
    await isAt('General', 'Organization details');
    await test.step('somebody is invited', async () => {
      await teams.link('Invitations').click();
      await isAt('Invitations', /^Invitations/);
      await teams.field('Email addresses').fill('nobody');
      await visitor.refused(422, 'organization_invitation/create', () => teams.button('Send invitations').click());
      await expect(teams.field('Email addresses')).toHaveAttribute('aria-invalid', 'true');
      await teams.field('Email addresses').fill(guest.email);
      await teams.button('Send invitations').click();
      await expect(teams.item(guest.email)).toBeVisible();
      await isAt('Invitations', /^Invitations\s*1$/);
      expect((await server.mailbox()).map(({ to }) => to)).toContain(guest.email);
    });
    await test.step('a member is looked for', async () => {
      await teams.link('Members').click();
      await isAt('Members', /^Members\s*1$/);
      const search = teams.card.getByRole('searchbox', { name: 'Search members' });
      await search.fill('nobody');
      await expect(teams.items).toHaveCount(0);
      await expect(teams.card.locator('p', { hasText: 'No member is called that.' })).toBeVisible();
      await expect(search).toBeFocused();
      await search.fill(person.email.slice(0, 12));
      await expect(teams.item(person.email)).toBeVisible();
      await expect(search).toBeFocused();
      await isAt('Members', /^Members/);
    });
    await test.step('another name', async () => {
      await teams.link('General').click();
      await teams.summary('Update profile').click();
      await teams.field('Organization name').fill('Acme & Daughters');
      await teams.button('Save').click();
      await expect(teams.trigger).toContainText('Acme & Daughters');
      await expect(teams.item('Acme & Daughters')).toBeVisible();
      await isAt('General', 'Organization details');
    });
    expect(await page.evaluate(() => window.stays)).toBe(true);
  });

  test('its pages stand in one line where there is little room', JS, async ({ visitor, page, teams, api }) => {
    await api.create('Acme');
    await page.setViewportSize({ width: 390, height: 844 });
    await visitor.open('/');
    await teams.open(MANAGE);
    const links = teams.navigation.getByRole('link');
    await expect(links).toHaveCount(3);
    const lines = await links.evaluateAll((all) => new Set(all.map((it) => Math.round(it.getBoundingClientRect().top))).size);
    expect(lines).toBe(1);
  });

  test('stays where it is, whichever page it shows', JS, async ({ visitor, teams, api }) => {
    await api.create('Acme');
    await visitor.open('/');
    await teams.open(MANAGE);
    const box = await teams.modal.boundingBox();
    for (const name of ['Members', 'Invitations', 'General']) {
      await teams.link(name).click();
      await expect(teams.title).toHaveText(name === 'General' ? 'Organization details' : new RegExp(`^${name}`));
      expect(await teams.modal.boundingBox(), name).toEqual(box);
    }
  });

  test('is closed, and opened again', JS, async ({ person, visitor, page, teams, api }) => {
    await api.create('Acme');
    await visitor.open('/');
    const ways = [() => page.keyboard.press('Escape'), () => teams.button('Close').click()];
    for (const close of ways) {
      await teams.open(MANAGE);
      await hasFocus(teams.modal);
      await expect(teams.title).toHaveText('Organization details');
      await teams.link('Members').click();
      await expect(teams.item(person.email)).toBeVisible();
      await close();
      await expect(teams.modal).toHaveCount(0);
      await expect(teams.trigger).toBeFocused();
      await expect(page).toHaveURL('/');
    }
    await test.step('and the other modal in its place', async () => {
      await teams.open(CREATE);
      await expect(teams.title).toHaveText(CREATE);
    });
  });

  test('what was changed is there when it is opened again, and the focus comes back', JS, async ({ visitor, page, teams, api }) => {
    await api.create('Acme');
    await visitor.open('/');
    await teams.open(MANAGE);
    await teams.summary('Update profile').click();
    await teams.field('Organization name').fill('Beacon');
    await teams.button('Save').click();
    await expect(teams.item('Beacon')).toBeVisible();
    await expect(teams.trigger).toContainText('Beacon');
    await page.keyboard.press('Escape');
    await expect(teams.modal).toHaveCount(0);
    await expect(teams.trigger).toBeFocused();
    await teams.open(MANAGE);
    await expect(teams.item('Beacon')).toBeVisible();
  });

  for (const below of BELOW_ITS_OWN) {
    test(`is left over ${below}`, JS, async ({ person, visitor, teams, api, anotherBrowser }) => {
      const other = somebody();
      const there = await anotherBrowser();
      await signIn(there, other);
      const theirs = new OrganizationsApi(there);
      const acme = await theirs.create('Acme');
      await theirs.invite(acme, person.email);
      await visitor.open('/');
      await teams.openMenu();
      await teams.entry('Join Acme').click();
      await expect(teams.trigger.locator('.vst-notificationBadge')).toHaveCount(0);
      await api.choose(acme.id);
      await visitor.open(below.replace(':id', acme.id));
      await teams.open(MANAGE);
      await teams.summary('Leave organization').click();
      await teams.button('Leave organization').click();
      await isDone(visitor, teams, { title: 'Organizations', acts: 'Personal account' });
    });

    test(`is deleted over ${below}, by whoever proves who they are`, JS, async ({ person, visitor, page, teams, api }) => {
      const acme = await api.create('Acme');
      await visitor.open(below.replace(':id', acme.id));
      await wait(visitor, person);
      await teams.open(MANAGE);
      await teams.summary('Delete organization').click();
      const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
      const ask = async () => {
        await teams.field('Type the organization’s name to go on').fill('Acme');
        await visitor.refused(403, 'organization/delete', () => teams.button('Delete organization').click());
        await expect(proof.getByLabel('Password', { exact: true })).toBeFocused();
      };
      await test.step('who does not leaves the modal as it was', async () => {
        await ask();
        await page.keyboard.press('Escape');
        await expect(proof).toHaveCount(0);
        await expect(teams.card.getByRole('alert')).toHaveText('You have not confirmed that it is you, so nothing has changed.');
        await hasFocus(teams.modal);
        await expect(teams.trigger).toContainText('Acme');
      });
      await ask();
      await proof.getByLabel('Password', { exact: true }).fill(person.password);
      await proof.getByRole('button', { name: 'Continue' }).click();
      await isDone(visitor, teams, { title: 'Organizations', acts: 'Personal account' });
    });
  }

  test('whoever is the last cannot leave, and is told over the page', JS, async ({ visitor, teams, api, anotherBrowser }) => {
    const other = somebody();
    const there = await anotherBrowser();
    await signIn(there, other);
    await api.invite(await api.create('Acme'), other.email);
    await new OrganizationsApi(there).acceptAll();
    await visitor.open('/');
    await teams.open(MANAGE);
    await teams.summary('Leave organization').click();
    await visitor.refused(403, 'organization/leave', () => teams.button('Leave organization').click());
    await expect(teams.card.getByRole('alert').first()).toContainText('Give that role to somebody else first');
    await hasFocus(teams.modal);
  });
});

test('everyone can use what is over the page', JS, async ({ visitor, page, teams, api }) => {
  const isFine = async (state) => expect.soft(await violations(page), state).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await api.create('Acme');
  await visitor.open('/');
  await teams.open(CREATE);
  await expect(teams.field('Organization name')).toBeFocused();
  await isFine('a new one');
  await visitor.refused(422, 'organization/create', () => teams.button(CREATE).click());
  await visitor.isWrong(teams.field('Organization name'), 'Enter a name.');
  await isFine('a new one without a name');
  await page.keyboard.press('Escape');
  await teams.open(MANAGE);
  for (const name of ['General', 'Members', 'Invitations']) {
    await teams.link(name).click();
    await expect(teams.title).toHaveText(name === 'General' ? 'Organization details' : new RegExp(`^${name}`));
    await unfold(teams);
    await isFine(name);
  }
});

test('over the page that has the same nothing is there twice', JS, async ({ visitor, watch, page, teams, api }) => {
  const isOnce = async (state) => expect.soft(await page.evaluate(twice), state).toEqual([]);
  const isOver = async (title) => {
    await expect(visitor.heading).toHaveCount(2);
    await expect(teams.title).toHaveText(title);
  };
  await test.step('a new one', async () => {
    watch.expectRefusals('404 /orgs/nowhere');
    for (const below of ['/create-organization', '/orgs/nowhere']) {
      await visitor.open(below);
      await teams.open(CREATE);
      await isOver(CREATE);
      await isOnce(`over ${below}`);
    }
  });
  const { id } = await api.create('Acme');
  await test.step('the one in which one acts', async () => {
    for (const step of ['', '/members', '/invitations']) {
      await visitor.open(`/orgs/${id}/settings${step}`);
      await teams.open(MANAGE);
      for (const [name, title] of [['General', 'Organization details'], ['Members', /^Members/], ['Invitations', /^Invitations/]]) {
        await teams.link(name).click();
        await isOver(title);
        await isOnce(`${name} over its page${step}`);
      }
    }
  });
  await test.step('a form over the page is its own', async () => {
    await visitor.open(`/orgs/${id}/settings`);
    await page.getByRole('main').locator('summary', { hasText: 'Update profile' }).click();
    await teams.open(MANAGE);
    await teams.summary('Update profile').click();
    await teams.field('Organization name').fill('Beacon');
    await teams.button('Save').click();
    await expect(teams.item('Beacon')).toBeVisible();
    await expect(page.getByRole('main').locator('li.vst-profileSectionItem').filter({ hasText: 'Beacon' })).toBeVisible();
    await expect(teams.modal).toBeVisible();
    await isOnce('after a change');
  });
});

test('who goes on to another page and accepts an invitation stays there', JS, async ({ person, visitor, page, teams, anotherBrowser }) => {
  const there = await anotherBrowser();
  await signIn(there, somebody());
  const theirs = new OrganizationsApi(there);
  await theirs.invite(await theirs.create('Acme'), person.email);
  await visitor.open('/user');
  await page.getByRole('main').getByRole('link', { name: 'Back to my notes' }).click();
  await expect(visitor.heading).toHaveText('My notes');
  await teams.openMenu();
  await teams.entry('Join Acme').click();
  await expect(teams.trigger.locator('.vst-notificationBadge')).toHaveCount(0);
  await visitor.watch.quiet();
  await expect(page).toHaveURL('/notes');
});

test('without a script the links lead to pages', { tag: '@nojs' }, async ({ visitor, page, teams, api }) => {
  await visitor.open('/notes');
  await teams.openMenu();
  await teams.entry(CREATE, 'link').click();
  await expect(page).toHaveURL('/create-organization');
  await expect(visitor.heading).toHaveText(CREATE);
  const { id } = await api.create('Acme');
  await visitor.open('/orgs');
  await teams.openMenu();
  await teams.entry(MANAGE, 'link').click();
  await expect(page).toHaveURL(`/orgs/${id}/settings`);
  await expect(visitor.heading).toHaveText('Organization details');
  await expect(teams.modal).toHaveCount(0);
});
