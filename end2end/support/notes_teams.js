// What tests of the example app with organizations get: its server, and what its switcher opens.

import { expect } from '@playwright/test';

import { notesTest } from './notes.js';
import { OrganizationPages } from './organizations.js';

const PATHS = `user_profile = "/user"
organization_profile = "/orgs/:id/settings"
create_organization = "/create-organization"
`;

const ORGANIZATIONS = `
[vestibule.organizations]
enabled = true
home = "/orgs/:slug"

[vestibule.organizations.roles."org:editor"]
name = "Editor"
permissions = ["org:notes:write", "org:sys_memberships:read"]

[vestibule.organizations.roles."org:owner"]
name = "Owner"
permissions = ["org:notes:write", "org:notes:clear", "org:sys_memberships:read"]
`;

export { expect } from './test.js';

/** A test at such a server; `settings` is what else its table of organizations says. */
export function teamsTest(settings = '') {
  return notesTest({ paths: PATHS, more: ORGANIZATIONS.replace('enabled = true\n', `enabled = true\n${settings}\n`) });
}

export const test = teamsTest();

/** The switcher, and what opens by it: over the page, or without JavaScript as a page of its own. */
export class Teams extends OrganizationPages {
  constructor({ page, js }) {
    super(page);
    this.js = js;
    this.modal = page.locator('dialog.vst-modalContent[open]');
    this.card = js ? this.modal : this.main;
    this.title = this.card.getByRole('heading', { level: 1 });
    this.items = this.card.locator('li.vst-profileSectionItem');
    this.navigation = this.card.getByRole('navigation', { name: 'Your organization' });
  }

  async openMenu() {
    if (!(await this.menu.isVisible())) await this.trigger.click();
    await expect(this.menu).toBeVisible();
  }

  /** Opens what a link in the menu leads to. */
  async open(name) {
    await this.openMenu();
    await this.entry(name, 'link').click();
    await expect(this.menu).toBeHidden();
  }

  async create(name) {
    await this.open('Create organization');
    await this.field('Organization name').fill(name);
    await this.button('Create organization').click();
  }

  field(label) {
    return this.card.getByLabel(label, { exact: true });
  }

  button(name) {
    return this.card.getByRole('button', { name, exact: true });
  }

  /** What opens a form. `<summary>` has no role that every engine agrees on. */
  summary(text) {
    return this.card.locator('summary').filter({ hasText: text });
  }
}
