// The pages of organizations in every state, for everyone: with axe, in the light and in the dark, wide, narrow and enlarged;
// in themes that lie over each other, from right to left, and without scripts. Every word may be another, so what is on a page
// is found by what it does.

import { Access, SEEN } from '../support/access.js';
import { OrganizationPages, OrganizationsApi, withOrganizations } from '../support/organizations.js';
import { file, halves } from '../support/picture.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, test as base, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const THEMES = '\n[vestibule.appearance]\ntheme = ["juniper", "dusk", "dark"]\n';
const DEMANDING = `${SETTINGS}\n[vestibule.organizations]\nenabled = true\npersonal_accounts = false\n`;
const ONCE = { tag: ['@js', '@once'] };
const LONG = 400_000;
const LONGEST = 'An organization with a name that is much longer than any switcher, button or line of a list is wide'.slice(0, 100);

function on(settings) {
  return testAt(() => Server.start(VESTIBULE, { settings })).extend({
    contextOptions: async ({ contextOptions }, use) => use({ ...contextOptions, reducedMotion: 'reduce' }),
  });
}

base.describe.configure({ mode: 'parallel' });

const test = on(withOrganizations());
const dressed = on(withOrganizations() + THEMES);
const demanding = on(DEMANDING);
const demandingDressed = on(DEMANDING + THEMES);

/** Signs in, whatever the words are. */
async function signIn(visitor, { email, password }) {
  const { page } = visitor;
  await visitor.open('/sign-in');
  await page.locator('input[name=identifier]').fill(email);
  await page.locator('.vst-formButtonPrimary').click();
  await page.locator('input[name=password]').fill(password);
  await page.locator('.vst-formButtonPrimary').click();
  await expect(page).not.toHaveURL(/\/sign-in(\/factor-one)?(\?|$)/);
}

/** What someone does on the pages. */
class Hands {
  constructor(visitor) {
    Object.assign(this, { visitor, page: visitor.page, main: visitor.page.getByRole('main') });
  }

  /** A form, by where it leads. */
  form(endpoint) {
    return this.main.locator(`form[action$="/${endpoint}"]`);
  }

  field(endpoint, name) {
    return this.form(endpoint).locator(`[name=${name}]`);
  }

  /** Opens everything that opens. */
  async unfold() {
    const closed = this.main.locator('details:not([open]) > summary');
    while (await closed.count() > 0) await closed.first().click();
  }

  /** Sends a form, which is refused. */
  async refused(status, endpoint) {
    const submit = this.form(endpoint).locator('[type=submit]');
    await this.visitor.refused(status, endpoint, () => submit.click());
    await expect(this.main.locator('[aria-invalid=true], .vst-alert').first()).toBeVisible();
  }

  async search(word) {
    const search = this.main.getByRole('searchbox');
    await search.fill(word);
    await search.press('Enter');
  }
}

/** Every state there is, one after the other, for `look`. */
async function tour({ visitor, server, anotherBrowser }, look) {
  const { page } = visitor;
  const [person, other] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  for (const one of [person, other]) await server.account(one);
  const pages = new OrganizationPages(page);
  const [hands, api] = [new Hands(visitor), new OrganizationsApi(visitor)];
  const there = await anotherBrowser({ locale: 'en' });
  const theirs = new OrganizationsApi(there);
  const openMenu = async () => {
    await visitor.open('/dashboard');
    await pages.trigger.click();
    await expect(pages.menu).toBeVisible();
  };
  let mine;

  const states = [
    ['the switcher of whoever belongs to none', async () => {
      await visitor.enter(person);
      await openMenu();
    }],
    ['the list of whoever belongs to none', () => visitor.open('/organization')],
    ['the form for a new one', () => visitor.open('/create-organization')],
    ['a slug that is none', async () => {
      await hands.field('organization/create', 'name').fill('Analytical Engines');
      await hands.field('organization/create', 'slug').fill('no slug!');
      await hands.refused(422, 'organization/create');
    }],
    ['a list with an invitation, and a form', async () => {
      await there.enter(other);
      await theirs.invite(await theirs.create(LONGEST), person.email);
      mine = await api.create('Analytical Engines');
      await api.choose('');
      await visitor.open('/organization');
      await hands.unfold();
    }],
    ['a name that is too long', async () => {
      await hands.field('organization/create', 'name').fill('x'.repeat(101));
      await hands.refused(422, 'organization/create');
    }],
    ['the switcher with an invitation', async () => {
      await api.choose(mine.id);
      await openMenu();
    }],
    ['the invitation is accepted', async () => {
      await pages.menu.locator('form[action$="/accept"] [type=submit]').click();
      await expect(pages.trigger.locator('.vst-notificationBadge')).toHaveCount(0);
      await openMenu();
    }],
    ['one with a long name', async () => {
      await pages.menu.getByRole('button', { name: LONGEST }).click();
      await expect(pages.trigger).toContainText(LONGEST);
      await openMenu();
    }],
    ['one that a member does not manage', () => visitor.open('/organization')],
    ['what is general', async () => {
      await api.choose(mine.id);
      await visitor.open('/organization');
    }],
    ['every form of it', () => hands.unfold()],
    ['another slug that is none', async () => {
      await hands.field('organization/update', 'slug').fill('no slug!');
      await hands.refused(422, 'organization/update');
    }],
    ['a logo that is no picture', async () => {
      await visitor.open('/organization');
      await hands.unfold();
      await hands.field('organization/set_logo', 'file').setInputFiles(file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')));
      await hands.refused(422, 'organization/set_logo');
    }],
    ['the part of a logo', async () => {
      if (!visitor.js) await hands.unfold();
      await hands.field('organization/set_logo', 'file').setInputFiles(file(halves(400, 200)));
      if (visitor.js) await expect(hands.main.locator('.vst-imageCropCanvas')).toBeVisible();
    }],
    ['a logo', async () => {
      await hands.form('organization/set_logo').locator('[type=submit]').click();
      await expect(hands.main.locator('.vst-organizationLogo img')).toBeVisible();
      await hands.unfold();
    }],
    ['whoever is alone cannot leave', () => expect(hands.form('organization/leave')).toHaveCount(0)],
    ['another name than its own', async () => {
      await visitor.open('/organization');
      await hands.unfold();
      await hands.field('organization/delete', 'organization_name').fill('another');
      await hands.refused(422, 'organization/delete');
    }],
    ['nobody is invited', () => visitor.open('/organization/invitations')],
    ['addresses that are none', async () => {
      await hands.field('organization_invitation/create', 'email_addresses').fill(`grace@example.com nobody ${'long.'.repeat(12)}name`);
      await hands.refused(422, 'organization_invitation/create');
    }],
    ['many are invited', async () => {
      const guests = Array.from({ length: 21 }, (_, number) => `somebody.with.a.long.name.${number}@mail.example.com`);
      await api.invite(mine, [...guests, other.email]);
      await visitor.open('/organization/invitations');
      await expect(pages.items).toHaveCount(10);
    }],
    ['the second part of them', async () => {
      await hands.main.locator('a[rel=next]').click();
      await expect(hands.main.locator('a[rel=prev]')).toBeVisible();
    }],
    ['the members, and every form', async () => {
      await there.open('/dashboard');
      const menu = new OrganizationPages(there.page);
      await menu.trigger.click();
      await menu.menu.locator('form[action$="/accept"] [type=submit]').click();
      await expect(menu.menu.locator('form[action$="/accept"]')).toHaveCount(0);
      await visitor.open('/organization/members');
      await expect(pages.items).toHaveCount(2);
      await hands.unfold();
    }],
    ['a role that nobody else has', async () => {
      await visitor.open('/organization/members');
      await hands.unfold();
      const own = pages.item('Ada Lovelace').locator('form[action$="/organization_membership/update"]');
      await own.locator('select').selectOption('org:editor');
      await visitor.refused(403, 'organization_membership/update', () => own.locator('[type=submit]').click());
      await expect(hands.main.locator('.vst-alert').first()).toBeVisible();
    }],
    ['a member that is none', async () => {
      await visitor.open('/organization/members');
      await hands.search('nobody');
      await expect(pages.items).toHaveCount(0);
    }],
    ['the switcher of whoever belongs to many', async () => {
      for (let number = 1; number <= 21; number += 1) await api.create(`Mill ${number}`);
      await openMenu();
    }],
    ['one of many that is none', async () => {
      const search = pages.menu.getByRole('searchbox');
      await search.fill('weaver');
      await search.press('Enter');
      await expect(pages.menu.locator('.vst-organizationListEmpty')).toBeVisible();
    }],
  ];
  for (const [state, go] of states) {
    await base.step(state, async () => {
      await go();
      await look(state);
    });
  }
}

/** The step that asks for an organization, in every state. */
async function step({ visitor, server }, look) {
  const { page } = visitor;
  const [person, other] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  for (const one of [person, other]) await server.account(one);
  const [hands, api] = [new Hands(visitor), new OrganizationsApi(visitor)];
  const states = [
    ['whoever belongs to none', async () => {
      await signIn(visitor, person);
      await expect(page).toHaveURL(/choose-organization/);
    }],
    ['a name that is too long', async () => {
      await hands.field('organization/create', 'name').fill('x'.repeat(101));
      await hands.refused(422, 'organization/create');
    }],
    ['whoever is invited', async () => {
      await api.invite(await api.create(LONGEST), other.email);
      await page.context().clearCookies();
      await signIn(visitor, other);
      await expect(page).toHaveURL(/choose-organization/);
    }],
    ['with the form for a new one', () => hands.unfold()],
    ['and something wrong in it', async () => {
      await hands.field('organization/create', 'name').fill('x'.repeat(101));
      await hands.refused(422, 'organization/create');
    }],
  ];
  for (const [state, go] of states) {
    await base.step(state, async () => {
      await go();
      await look(state);
    });
  }
}

/** What each page shows of another one. */
const stills = new WeakMap();

/** Shows a page as it is without scripts where there are some: axe needs them. */
async function showStill(page, html) {
  const body = html
    .replace(/<script\b[^]*?<\/script>/g, '')
    .replace(/<link\b[^>]*rel="?(module)?preload[^>]*>/g, '')
    .replace(/<\/?noscript>/g, '');
  // Once for all: a route that ends while its page is loading can leave it loading for ever.
  if (!stills.has(page)) await page.route('/still', (route) => route.fulfill({ contentType: 'text/html', body: stills.get(page) }));
  stills.set(page, body);
  await page.goto('/still');
}

for (const [walk, kinds] of [[tour, [test, dressed]], [step, [demanding, demandingDressed]]]) {
  const what = walk === tour ? 'the pages of organizations' : 'the step that asks for one';
  const [plain, inThemes] = kinds;

  plain(what, ONCE, async ({ visitor, server, anotherBrowser }) => {
    plain.setTimeout(LONG);
    const access = new Access(visitor.page);
    await walk({ visitor, server, anotherBrowser }, (state) => access.look(state));
  });

  inThemes(`${what}, in themes that lie over each other`, ONCE, async ({ visitor, server, anotherBrowser }) => {
    inThemes.setTimeout(LONG);
    const access = new Access(visitor.page);
    await walk({ visitor, server, anotherBrowser }, (state) => access.glance(state, SEEN));
  });

  plain.describe('from right to left', () => {
    plain.use({ locale: 'ar' });

    plain(what, ONCE, async ({ visitor, server, anotherBrowser }) => {
      plain.setTimeout(LONG);
      const access = new Access(visitor.page);
      await walk({ visitor, server, anotherBrowser }, async (state) => {
        await expect(visitor.page.locator('html')).toHaveAttribute('dir', 'rtl');
        await access.glance(state);
      });
    });
  });

  plain.describe('without scripts', () => {
    plain.use({ javaScriptEnabled: false });

    plain(what, ONCE, async ({ visitor, server, anotherBrowser }) => {
      plain.setTimeout(LONG);
      const { page } = await anotherBrowser({ javaScriptEnabled: true });
      const access = new Access(page);
      await walk({ visitor, server, anotherBrowser }, async (state) => {
        await showStill(page, await visitor.page.content());
        await access.glance(state);
      });
    });
  });
}
