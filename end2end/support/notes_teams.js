// What tests of the example app with organizations get: its server, and what its switcher opens.

import { expect } from '@playwright/test';

import { OrganizationPages } from './organizations.js';
import { NOTES, Server } from './server.js';
import { test as base } from './test.js';

const SETTINGS = `[vestibule]
app_name = "Notes"
database_url = "sqlite://data/notes.db"

[vestibule.paths]
after_sign_in = "/notes"
after_sign_up = "/notes"
user_profile = "/user"
organization_profile = "/organization"
create_organization = "/create-organization"

[vestibule.organizations]
enabled = true

[vestibule.organizations.roles."org:editor"]
name = "Editor"
permissions = ["org:notes:write", "org:sys_memberships:read"]

[vestibule.organizations.roles."org:owner"]
name = "Owner"
permissions = ["org:notes:write", "org:notes:clear", "org:sys_memberships:read"]

[vestibule.security]
forms_per_minute = 100000
new_device_mail = false
`;

export { expect } from './test.js';

export const test = base.extend({
  server: [async ({}, use) => {
    const server = await Server.start(NOTES, { settings: SETTINGS });
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],
});

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
