// Names that are longer than there is room for, in what organizations have on their pages.

import { OrganizationPages, OrganizationsApi, withOrganizations } from '../support/organizations.js';
import { Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

/** One word, so there is no place at which a line breaks by itself. */
const ROLE = `Chief${'o'.repeat(54)}`;

const test = testAt(() => {
  const role = `\n[vestibule.organizations.roles."org:chief"]\nname = "${ROLE}"\npermissions = ["org:sys_memberships:read"]\n`;
  return Server.start(VESTIBULE, { settings: withOrganizations() + role });
});

/** Nothing stands out of the page at its side. */
async function fits({ page }) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

test('a role with a long name pushes nothing out of the page', async ({ visitor, server, anotherBrowser }) => {
  const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  await visitor.join(ada);
  await server.account(grace);
  const [api, other] = [new OrganizationsApi(visitor), await anotherBrowser()];
  await api.invite(await api.create('Acme'), grace.email, 'org:chief');
  await other.enter(grace);
  await new OrganizationsApi(other).acceptAll();
  const pages = new OrganizationPages(visitor.page);
  await visitor.open('/organization/members');
  const member = pages.item('Grace Hopper');
  await expect(member.getByText(ROLE, { exact: true }).first()).toBeVisible();
  await fits(visitor);
  await member.locator('summary', { hasText: 'Change role' }).click();
  await expect(member.getByRole('combobox')).toBeVisible();
  await fits(visitor);
  await visitor.open('/organization/invitations');
  await fits(visitor);
});

test('what an invitation says is read to its end', async ({ visitor, server, anotherBrowser }) => {
  const [ada, grace] = [somebody({ first: 'Ada', last: 'Lovelace' }), somebody({ first: 'Grace', last: 'Hopper' })];
  await visitor.join(ada);
  await server.account(grace);
  const [api, other] = [new OrganizationsApi(visitor), await anotherBrowser()];
  await api.invite(await api.create('Acme'), grace.email, 'org:chief');
  await other.enter(grace);
  await other.open('/organization');
  const isWhole = async (within) => {
    const said = within.locator('.vst-organizationPreviewSecondaryIdentifier', { hasText: ROLE });
    await expect(said).toBeVisible();
    expect(await said.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
  };
  const { main, trigger, menu } = new OrganizationPages(other.page);
  await isWhole(main);
  await trigger.click();
  await isWhole(menu);
  await fits(other);
});

test('a long slug stands in one line, below a letter that is seen', async ({ visitor }) => {
  await visitor.join(somebody({ first: 'Ada', last: 'Lovelace' }));
  const { slug } = await new OrganizationsApi(visitor).create('Worshipful Company of Analytical Engine Makers & Descendants');
  await visitor.open('/organization');
  const { main } = new OrganizationPages(visitor.page);
  const shown = main.getByText(slug, { exact: true }).first();
  await expect(shown).toHaveAttribute('title', slug);
  expect((await shown.boundingBox()).height).toBeLessThan(30);
  await fits(visitor);
  const letter = main.locator('.vst-organizationLogo .vst-avatarInitials');
  expect(await letter.evaluate((it) => Number.parseFloat(getComputedStyle(it).fontSize))).toBeGreaterThan(18);
});

test('what looks for somebody without a script leaves room to type', { tag: '@nojs' }, async ({ visitor }) => {
  await visitor.join(somebody({ first: 'Ada', last: 'Lovelace' }));
  await new OrganizationsApi(visitor).create('Acme');
  await visitor.open('/organization/members');
  const { main } = new OrganizationPages(visitor.page);
  const [button, field] = [main.getByRole('button', { name: 'Search members' }), main.getByRole('searchbox')];
  const [its, all] = [await button.boundingBox(), await field.boundingBox()];
  expect(its.width).toBeLessThan(60);
  expect(Math.abs(its.y + its.height / 2 - all.y - all.height / 2), 'they stand side by side').toBeLessThan(4);
});
