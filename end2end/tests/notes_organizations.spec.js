// The example app: the address says for whom one acts there, whatever one does elsewhere.

import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { Teams, expect, test as base } from '../support/notes_teams.js';
import { OrganizationsApi } from '../support/organizations.js';
import { somebody } from '../support/visitor.js';

const PERSONAL = 'Personal account';

async function signIn(visitor, person) {
  await visitor.server.account(person);
  await visitor.open('/sign-in');
  await visitor.sendSignIn(person);
  await expect(visitor.heading).toHaveText('My notes');
  await visitor.alive();
}

const test = base.extend({
  person: [async ({ visitor }, use) => {
    const person = somebody();
    await signIn(visitor, person);
    await use(person);
  }, { auto: true }],

  api: async ({ page, server }, use) => use(new OrganizationsApi({ page, server })),
});

async function keep(visitor, text) {
  await visitor.comeToFront();
  await visitor.page.getByLabel('A new note').fill(text);
  await visitor.button('Keep it').click();
}

/** The notes that a page shows, newest first, and for whom one acts there. */
async function shows(visitor, acts, ...notes) {
  const teams = new Teams(visitor);
  await visitor.comeToFront();
  await expect(visitor.heading).toHaveText(acts === PERSONAL ? 'My notes' : `Notes of ${acts}`);
  await expect(teams.trigger).toContainText(acts);
  await expect(visitor.page.locator('ul.notes p')).toHaveText(notes);
}

async function choose(visitor, name) {
  const teams = new Teams(visitor);
  await visitor.comeToFront();
  await teams.openMenu();
  await teams.entry(name).click();
}

function sql({ folder }, ...statements) {
  execFileSync('sqlite3', ['-cmd', '.timeout 5000', path.join(folder, 'data', 'notes.db'), statements.join(';\n')]);
}

/** People who belong to an organization, without mails and passwords. */
function fill(server, organization, count) {
  sql(server, ...Array.from({ length: count }, (_, at) => {
    const [id, name] = [`user_${organization.id}${at}`, String(at + 1).padStart(2, '0')];
    const when = Date.now() + at + 1;
    return `INSERT INTO users (id, first_name, last_name, created_at, updated_at) VALUES ('${id}', 'Member', '${name}', ${when}, ${when});
      INSERT INTO organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
      VALUES ('orgmem_${id}', '${organization.id}', '${id}', 'org:member', ${when}, ${when})`;
  }));
}

/** Organizations of which someone is a member, or to which they are invited: Team 01 and so on, one after the other. */
function teams(server, { email }, word, count, isInvited) {
  const person = `(SELECT user_id FROM identifiers WHERE normalized = '${email.toLowerCase()}')`;
  sql(server, ...Array.from({ length: count }, (_, at) => {
    const number = String(at + 1).padStart(2, '0');
    const [id, name, when] = [`org_${word}${number}`, `${word} ${number}`, Date.now() + at];
    const to = `'${email}', '${email.toLowerCase()}', '${id} ${email.toLowerCase()}'`;
    return `INSERT INTO organizations (id, name, search_text, created_at, updated_at) VALUES ('${id}', '${name}', '${name.toLowerCase()}', ${when}, ${when});
      ${isInvited
    ? `INSERT INTO organization_invitations (id, organization_id, email_address, normalized, slot, ticket_hash, role, expire_at, created_at, updated_at)
        VALUES ('orginv_${word}${number}', '${id}', ${to}, 'none ${id}', 'org:member', ${when + 86_400_000}, ${when}, ${when})`
    : `INSERT INTO organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
        VALUES ('orgmem_${word}${number}', '${id}', ${person}, 'org:member', ${when}, ${when})`}`;
  }));
}

test('two tabs are in two organizations at once', async ({ visitor, api, page, anotherTab }) => {
  const acme = await api.create('Acme');
  const beacon = await api.create('Beacon');
  const [there, own] = [await anotherTab(), await anotherTab()];
  await visitor.open(`/orgs/${acme.slug}`);
  await there.open(`/orgs/${beacon.id}`);
  await own.open('/notes');
  await keep(visitor, 'Of Acme');
  await shows(visitor, 'Acme', 'Of Acme');
  await keep(there, 'Of Beacon');
  await keep(own, 'Of my own');
  await keep(visitor, 'Of Acme, too');
  const areApart = async () => {
    await shows(visitor, 'Acme', 'Of Acme, too', 'Of Acme');
    await shows(there, 'Beacon', 'Of Beacon');
    await shows(own, PERSONAL, 'Of my own');
  };
  await areApart();
  for (const tab of [visitor, there, own]) {
    await tab.comeToFront();
    await tab.reload();
  }
  await areApart();
  await test.step('and each changes its own alone', async () => {
    await visitor.comeToFront();
    await page.locator('ul.notes li', { hasText: 'Of Acme, too' }).getByRole('button', { name: 'Delete' }).click();
    await shows(visitor, 'Acme', 'Of Acme');
    await shows(there, 'Beacon', 'Of Beacon');
    await there.reload();
    await shows(there, 'Beacon', 'Of Beacon');
  });
});

test('from one organization to another, and to oneself', async ({ visitor, api, page }) => {
  const acme = await api.create('Acme');
  const beacon = await api.create('Beacon');
  await visitor.open(`/orgs/${acme.slug}`);
  await keep(visitor, 'Of Acme');
  await shows(visitor, 'Acme', 'Of Acme');
  await choose(visitor, 'Beacon');
  await expect(page).toHaveURL(`/orgs/${beacon.slug}`);
  await shows(visitor, 'Beacon');
  await visitor.alive();
  await keep(visitor, 'Of Beacon');
  await shows(visitor, 'Beacon', 'Of Beacon');
  await choose(visitor, PERSONAL);
  await expect(page).toHaveURL('/notes');
  await shows(visitor, PERSONAL);
  await visitor.alive();
  await choose(visitor, 'Acme');
  await expect(page).toHaveURL(`/orgs/${acme.slug}`);
  await shows(visitor, 'Acme', 'Of Acme');
  await page.goBack();
  await shows(visitor, PERSONAL);
});

test('a link opens in its organization although the session acts elsewhere', async ({ visitor, person, api, page, anotherTab }) => {
  const acme = await api.create('Acme');
  await visitor.open(`/orgs/${acme.slug}`);
  await keep(visitor, 'Of Acme');
  await shows(visitor, 'Acme', 'Of Acme');
  await api.create('Beacon');
  const acts = new Teams(visitor).trigger;
  await visitor.open('/');
  await expect(acts).toContainText('Beacon');
  for (const name of [acme.slug, acme.id]) {
    const tab = await anotherTab();
    await tab.open(`/orgs/${name}`);
    await shows(tab, 'Acme', 'Of Acme');
    await tab.page.getByRole('link', { name: 'People' }).click();
    await expect(tab.heading).toHaveText('People of Acme');
    await expect(tab.page.locator('ul.people p')).toHaveText([`${person.email} Admin`]);
    await tab.page.getByRole('link', { name: 'Settings' }).click();
    await expect(tab.page).toHaveURL(`/orgs/${acme.id}/settings`);
    await expect(tab.page.getByRole('main').locator('li.vst-profileSectionItem').first()).toContainText('Acme');
    await tab.page.getByRole('link', { name: 'Back to the notes' }).click();
    await shows(tab, 'Acme', 'Of Acme');
  }
  await visitor.comeToFront();
  await visitor.open('/');
  await expect(acts, 'the session acts where it did').toContainText('Beacon');
  await page.getByRole('main').getByRole('link', { name: 'Open my notes' }).click();
  await shows(visitor, PERSONAL);
});

test('a link opens in its organization after a sign-in, too', async ({ visitor, person, api, page }) => {
  const acme = await api.create('Acme');
  await visitor.open(`/orgs/${acme.slug}`);
  await keep(visitor, 'Of Acme');
  await shows(visitor, 'Acme', 'Of Acme');
  await api.create('Beacon');
  for (const [below, heading] of [['', 'Notes of Acme'], ['/people', 'People of Acme']]) {
    await visitor.open('/');
    await visitor.signOut();
    await visitor.open(`/orgs/${acme.slug}${below}`);
    await expect(page).toHaveURL(/\/sign-in/);
    await visitor.sendSignIn(person);
    await expect(page).toHaveURL(`/orgs/${acme.slug}${below}`);
    await visitor.alive();
    await expect(visitor.heading).toHaveText(heading);
    await expect(new Teams(visitor).trigger).toContainText('Acme');
  }
  await test.step('and from the card that says that one is in', async () => {
    await visitor.open(`/sign-in?redirect_url=/orgs/${acme.slug}`);
    await page.getByRole('main').getByRole('link', { name: 'Continue' }).click();
    await expect(page).toHaveURL(`/orgs/${acme.slug}`);
    await visitor.alive();
    await shows(visitor, 'Acme', 'Of Acme');
  });
});

test('a link to an organization to which one does not belong', async ({ visitor, watch, api, page, anotherBrowser }) => {
  const other = await anotherBrowser();
  await signIn(other, somebody());
  const theirs = await new OrganizationsApi(other).create('Theirs');
  const mine = await api.create('Mine');
  for (const named of [theirs.slug, theirs.id, 'nowhere']) {
    for (const below of ['', '/people', '/settings', '/settings/members']) {
      watch.expectRefusals(`404 /orgs/${named}${below}`);
      const answer = await visitor.open(`/orgs/${named}${below}`);
      expect(answer.status()).toBe(404);
      await expect(page.getByRole('alert').filter({ hasText: 'You belong to no organization of that name.' })).toBeVisible();
      await expect(page.locator('body')).not.toContainText('Theirs');
    }
  }
  await test.step('one of their own is chosen, and nothing is said of slugs and of themselves', async () => {
    const main = page.getByRole('main');
    await expect(main.getByRole('button', { name: PERSONAL })).toHaveCount(0);
    await expect(main.getByLabel('Slug')).toHaveCount(0);
    await main.getByRole('button', { name: 'Mine' }).click();
    await expect(page).toHaveURL(`/orgs/${mine.slug}`);
    await shows(visitor, 'Mine');
  });
});

test('a new one is made on the page for it', async ({ visitor, page }) => {
  await visitor.open('/create-organization');
  await page.getByLabel('Organization name').fill('Acme');
  await visitor.button('Create organization').click();
  await expect(page).toHaveURL(/\/orgs\/acme[\w-]*$/);
  await shows(visitor, 'Acme');
});

test('who leaves one on its page is told which page they are on then', async ({ visitor, person, api, page, anotherBrowser }) => {
  const other = await anotherBrowser();
  await signIn(other, somebody());
  const theirs = new OrganizationsApi(other);
  const acme = await theirs.create('Acme');
  await theirs.invite(acme, person.email);
  await visitor.open('/notes');
  await choose(visitor, 'Join Acme');
  await expect(new Teams(visitor).trigger.locator('.vst-notificationBadge')).toHaveCount(0);
  await visitor.open(`/orgs/${acme.id}/settings`);
  await page.getByRole('main').locator('summary', { hasText: 'Leave organization' }).click();
  await visitor.button('Leave organization').click();
  await expect(page).toHaveURL(`/orgs?left=${acme.slug}`);
  await expect(page.getByText('You do not belong to that organization any more.')).toBeVisible();
  await expect(page.locator('ul.teams p')).toHaveText([/^My notes/]);
});

test('another slug is another address', async ({ visitor, api, page }) => {
  const acme = await api.create('Acme');
  await visitor.open(`/orgs/${acme.slug}`);
  await keep(visitor, 'Of Acme');
  await shows(visitor, 'Acme', 'Of Acme');
  const teams = new Teams(visitor);
  await teams.open('Manage');
  await teams.summary('Update profile').click();
  await teams.field('Slug').fill(` ${acme.slug.toUpperCase()}-Anew `);
  await teams.button('Save').click();
  if (visitor.js) {
    await expect(page).toHaveURL(`/orgs/${acme.slug}-anew`);
    await shows(visitor, 'Acme', 'Of Acme');
    // At the address that it had there is nothing to come back to.
    await page.goBack();
    await expect(page).toHaveURL('/notes');
  } else await expect(page).toHaveURL(`/orgs/${acme.id}/settings`);
  await visitor.open(`/orgs/${acme.slug}-anew`);
  await shows(visitor, 'Acme', 'Of Acme');
});

test('a link of the account leads out of an organization\'s page', async ({ visitor, api, page }) => {
  const acme = await api.create('Acme');
  await api.create('Beacon');
  const acts = new Teams(visitor).trigger;
  await visitor.open(`/orgs/${acme.slug}`);
  await shows(visitor, 'Acme');
  await visitor.userMenu.click();
  await page.getByRole('link', { name: 'Export my notes' }).click();
  await expect(page).toHaveURL('/user/export');
  await expect(acts, 'there one acts where the session does').toContainText('Beacon');
  await page.getByRole('link', { name: 'Back to my notes' }).click();
  await shows(visitor, PERSONAL);
});

test('an address with a slash at its end is one too', async ({ visitor, api, page, server }) => {
  const acme = await api.create('Acme');
  for (const address of ['/notes/', `/orgs/${acme.slug}/`, '/user/export/']) {
    const answer = await page.request.get(`${server.url}${address}`);
    expect(answer.status(), address).toBe(200);
    expect(new URL(answer.url()).pathname).toBe(address.slice(0, -1));
    expect(await answer.text()).toContain('</html>');
  }
  expect(server.complaints()).toEqual([]);
  await visitor.alive();
});

test.describe('a note goes where its page said', () => {
  test('one\'s own, while another tab goes over to an organization', async ({ visitor, api, page, anotherTab }) => {
    const acme = await api.create('Acme');
    await visitor.open('/notes');
    await page.getByLabel('A new note').fill('Nobody reads this');
    const there = await anotherTab();
    await there.open('/notes');
    await choose(there, 'Acme');
    await shows(there, 'Acme');
    await visitor.comeToFront();
    await expect(page.getByLabel('A new note')).toHaveValue('Nobody reads this');
    await visitor.button('Keep it').click();
    await shows(visitor, PERSONAL, 'Nobody reads this');
    await there.comeToFront();
    await there.open(`/orgs/${acme.slug}`);
    await shows(there, 'Acme');
  });

  test('an organization\'s, while another tab goes over to oneself', async ({ visitor, api, page, anotherTab }) => {
    const acme = await api.create('Acme');
    await visitor.open(`/orgs/${acme.slug}`);
    await page.getByLabel('A new note').fill('For all of us');
    const there = await anotherTab();
    await there.open(`/orgs/${acme.slug}`);
    await choose(there, PERSONAL);
    await shows(there, PERSONAL);
    await visitor.comeToFront();
    await visitor.button('Keep it').click();
    await shows(visitor, 'Acme', 'For all of us');
    await there.comeToFront();
    await there.reload();
    await shows(there, PERSONAL);
  });

  test('or is refused: of whoever was taken out', async ({ visitor, watch, person, page, server, anotherBrowser }) => {
    const other = await anotherBrowser();
    await signIn(other, somebody());
    const theirs = new OrganizationsApi(other);
    const acme = await theirs.create('Acme');
    await theirs.invite(acme, person.email, 'org:editor');
    await visitor.open('/notes');
    await choose(visitor, 'Join Acme');
    await expect(new Teams(visitor).trigger.locator('.vst-notificationBadge')).toHaveCount(0);
    await visitor.open(`/orgs/${acme.slug}`);
    await keep(visitor, 'As an editor');
    await shows(visitor, 'Acme', 'As an editor');
    await page.getByLabel('A new note').fill('Too late');
    await other.comeToFront();
    await other.open(`/orgs/${acme.id}/settings/members`);
    const member = other.page.getByRole('main').locator('li').filter({ hasText: person.email });
    await member.locator('summary', { hasText: 'Remove' }).click();
    await member.getByRole('button', { name: /Remove/ }).click();
    await expect(other.page.getByRole('main').locator('li').filter({ hasText: person.email })).toHaveCount(0);
    await visitor.comeToFront();
    if (visitor.js) watch.expectRefusals('404 /api/notes/add', '404 /api/notes/list');
    else watch.expectRefusals(`404 /orgs/${acme.slug}`);
    await visitor.button('Keep it').click();
    const nothing = visitor.js ? 'These are not your notes, or no longer, so nothing was changed.' : 'You belong to no organization of that name.';
    await expect(page.getByRole('alert').filter({ hasText: nothing })).toBeVisible();
    server.complaints();
    await visitor.open('/notes');
    await shows(visitor, PERSONAL);
    await other.comeToFront();
    await other.open(`/orgs/${acme.slug}`);
    await shows(other, 'Acme', 'As an editor');
  });

  test('or is given back: to whoever may write no longer', { tag: '@nojs' }, async ({ visitor, person, page, server, anotherBrowser }) => {
    const other = await anotherBrowser();
    await signIn(other, somebody());
    const theirs = new OrganizationsApi(other);
    const acme = await theirs.create('Acme');
    await theirs.invite(acme, person.email, 'org:editor');
    await new OrganizationsApi(visitor).acceptAll();
    await visitor.open(`/orgs/${acme.slug}`);
    const owner = await page.locator('input[name=owner]').first().inputValue();
    await page.getByLabel('A new note').fill('Too late,\n<b>& long</b>');
    await theirs.setRoleOfOthers(acme, 'org:member');
    await visitor.button('Keep it').click();
    await expect(page.getByText('In this organization you can read notes, and not change them.')).toBeVisible();
    const given = page.getByRole('region', { name: 'This was not kept' });
    await expect(given.locator('p')).toHaveText('Too late,\n<b>& long</b>', { useInnerText: true });
    await visitor.reload();
    await expect(given, 'once').toHaveCount(0);
    const headers = { accept: 'application/json', origin: server.url, referer: `${server.url}/orgs/${acme.slug}` };
    const answer = await page.request.post('/api/notes/add', { form: { owner, text: 'Again' }, headers });
    expect(answer.status()).toBe(403);
    expect(await answer.text()).toContain('ReadOnly');
  });

  test('or is refused: of whoever has signed in as somebody else', async ({ visitor, page, anotherTab, server }) => {
    await visitor.open('/notes');
    const owner = await page.locator('input[name=owner]').first().inputValue();
    expect(owner).toMatch(/^user_/);
    const { request } = page;
    const headers = { accept: 'application/json', origin: server.url, referer: `${server.url}/notes` };
    for (const another of ['', 'user_1', 'org_1', `${owner}x`]) {
      const answer = await request.post('/api/notes/add', { form: { owner: another, text: 'Astray' }, headers });
      expect(answer.status()).toBe(404);
      expect(await answer.text()).toContain('Elsewhere');
    }
    for (const [text, refusal] of [['', 'Empty'], ['x'.repeat(2_001), 'TooLong']]) {
      const answer = await request.post('/api/notes/add', { form: { owner, text }, headers });
      expect(answer.status(), refusal).toBe(422);
      expect(await answer.text()).toContain(refusal);
    }
    server.complaints();
    await visitor.reload();
    await shows(visitor, PERSONAL);
    const tab = await anotherTab();
    await tab.open('/notes');
    await shows(tab, PERSONAL);
  });
});

test.describe('the app\'s own pages', () => {
  test('who belongs to it, a part at a time', async ({ visitor, person, api, page, server }) => {
    const acme = await api.create('Acme');
    fill(server, acme, 21);
    const people = page.locator('ul.people p');
    const named = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => `Member ${String(from + at).padStart(2, '0')} Member`);
    await visitor.open(`/orgs/${acme.slug}/people`);
    await expect(people).toHaveText([`${person.email} Admin`, ...named(1, 9)]);
    await expect(page.locator('.parts')).toContainText('10 of 22');
    const more = page.getByRole('link', { name: 'More' });
    await more.click();
    await expect(people).toHaveText(named(10, 19));
    await expect(page.locator('.parts')).toContainText('20 of 22');
    await more.click();
    await expect(people).toHaveText(named(20, 21));
    await expect(more).toHaveCount(0);
    await page.getByRole('link', { name: 'From the start' }).click();
    await expect(people).toHaveCount(10);
    await expect(people.first()).toHaveText(`${person.email} Admin`);
  });

  test('somebody is asked in', async ({ visitor, watch, person, api, page, server }) => {
    const guest = somebody();
    const acme = await api.create('Acme');
    // The session acts elsewhere: it is the page's organization.
    await api.create('Beacon');
    await visitor.open(`/orgs/${acme.slug}/people`);
    const address = page.getByLabel('Invite somebody');
    const invite = async (to) => {
      await address.fill(to);
      await visitor.button('Invite').click();
    };
    if (!visitor.js) {
      await invite(guest.email);
      await expect(page).toHaveURL(`/orgs/${acme.id}/settings/invitations?`);
      await page.getByLabel('Email addresses').fill(guest.email);
      await visitor.button('Send invitations').click();
      await expect(page.getByRole('main').locator('li').filter({ hasText: guest.email })).toBeVisible();
      await visitor.open(`/orgs/${acme.slug}/people`);
    } else {
      await invite(guest.email);
      await expect(address).toHaveValue('');
    }
    await expect(page.locator('.waiting')).toHaveText(`1 invited: ${guest.email}`);
    const mail = (await server.mailbox()).find(({ to }) => to === guest.email);
    expect(mail.subject + mail.text).toContain('Acme');
    expect(mail.subject + mail.text).not.toContain('Beacon');
    if (!visitor.js) return;
    const refused = async (to, status, text) => {
      await visitor.refused(status, 'organization_invitation/create', () => invite(to));
      await expect(page.locator('#invite-error')).toHaveText(text);
    };
    await refused(guest.email, 422, 'They are invited already.');
    await refused(person.email, 403, 'They belong to it already.');
    await expect(page.locator('.waiting')).toHaveText(`1 invited: ${guest.email}`);
  });

  test('whoever may not manage members asks nobody in', async ({ visitor, person, api, page, server }) => {
    const acme = await api.create('Acme');
    fill(server, acme, 1);
    sql(server, `UPDATE organization_memberships SET role = 'org:admin' WHERE organization_id = '${acme.id}' AND user_id LIKE 'user_org%'`,
      `UPDATE organization_memberships SET role = 'org:member' WHERE organization_id = '${acme.id}' AND user_id NOT LIKE 'user_org%'`);
    await visitor.open(`/orgs/${acme.slug}/people`);
    await expect(page.locator('ul.people p')).toHaveText([`${person.email} Member`, 'Member 01 Admin']);
    await expect(page.getByLabel('Invite somebody')).toHaveCount(0);
  });

  test('one\'s organizations, and where the session acts', async ({ visitor, api, page }) => {
    const acme = await api.create('Acme');
    await api.create('Beacon');
    await visitor.open('/orgs');
    const rows = page.locator('ul.teams li');
    const row = (name) => rows.filter({ hasText: name });
    const begins = async (name) => {
      await expect(row(name)).toContainText('here you begin');
      await expect(rows.filter({ hasText: 'here you begin' })).toHaveCount(1);
      await expect(new Teams(visitor).trigger).toContainText(name === 'My notes' ? PERSONAL : name);
    };
    await expect(rows.locator('p')).toHaveText([/^My notes for myself/, /^Acme Admin/, /^Beacon Admin/]);
    await begins('Beacon');
    await row('Acme').getByRole('button', { name: 'Open' }).click();
    await expect(page).toHaveURL(new RegExp(`/orgs/${acme.slug}\\??$`));
    await shows(visitor, 'Acme');
    await visitor.open('/orgs');
    // It is a script that changes where the session acts; the page itself says where it is.
    await begins(visitor.js ? 'Acme' : 'Beacon');
    await row('My notes').getByRole('button', { name: 'Open' }).click();
    await expect(page).toHaveURL(/\/notes\??$/);
    await shows(visitor, PERSONAL);
    await visitor.open('/orgs');
    await begins(visitor.js ? 'My notes' : 'Beacon');
  });

  test('one\'s organizations and invitations, a part at a time', async ({ visitor, person, page, server }) => {
    teams(server, person, 'Team', 12);
    teams(server, person, 'Guild', 11, true);
    const named = (word, ...numbers) => numbers.map((number) => `${word} ${String(number).padStart(2, '0')} Member`);
    const list = (className, label) => ({
      rows: page.locator(`ul.${className} p`),
      parts: page.getByRole('navigation', { name: label }),
      go: (name) => page.getByRole('navigation', { name: label }).getByRole('link', { name }),
    });
    const [mine, invited] = [list('teams', 'Your organizations'), list('invited', 'Your invitations')];
    const first = [/^My notes for myself/, ...named('Team', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)];
    await visitor.open('/orgs');
    await expect(mine.rows).toHaveText(first);
    await expect(mine.parts).toContainText('1–10 of 12');
    await expect(mine.go('Previous')).toHaveCount(0);
    await mine.go('Next').click();
    await expect(mine.rows).toHaveText(named('Team', 11, 12));
    await expect(mine.parts).toContainText('11–12 of 12');
    await expect(mine.go('Next')).toHaveCount(0);
    await mine.go('Previous').click();
    await expect(mine.rows).toHaveText(first);
    // The newest in front.
    await expect(invited.rows).toHaveText(named('Guild', 11, 10, 9, 8, 7, 6, 5, 4, 3, 2));
    await invited.go('Next').click();
    await expect(invited.rows).toHaveText(named('Guild', 1));
    // Of what is accepted the last part is empty: those that are left are shown.
    await page.locator('ul.invited').getByRole('button', { name: 'Accept' }).click();
    await expect(invited.rows).toHaveText(named('Guild', 11, 10, 9, 8, 7, 6, 5, 4, 3, 2));
    await expect(invited.parts).toHaveCount(0);
    await expect(mine.parts).toContainText('1–10 of 13');
    await mine.go('Next').click();
    await expect(mine.rows).toHaveText([...named('Team', 11, 12), ...named('Guild', 1)]);
  });
});

test('the organization\'s page has room for a name', async ({ visitor, api, page }) => {
  const name = 'Worshipful Company of Analytical Engine Makers & Descendants';
  const { id } = await api.create(name);
  const phone = page.viewportSize().width < 600;
  for (const step of ['', '/members', '/invitations']) {
    await visitor.open(`/orgs/${id}/settings${step}`);
    await expect(visitor.heading).toBeVisible();
    const widths = phone ? [390] : [1280, 800];
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const { width: content } = await visitor.heading.boundingBox();
      expect.soft(content, `${step} at ${width}`).toBeGreaterThan(width === 1280 ? 500 : 300);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `${step} at ${width}`).toBeLessThanOrEqual(width);
    }
  }
  await visitor.open(`/orgs/${id}/settings`);
  await expect(new Teams(visitor).main.getByRole('navigation').getByRole('link')).toHaveText(['General', 'Members', 'Invitations', 'Back to the notes']);
});
