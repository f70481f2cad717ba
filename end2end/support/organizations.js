// Organizations: the settings of a server that has all there is of them, and how they come to be without their pages.

import { expect } from '@playwright/test';

import { SETTINGS } from './server.js';
import { API } from './visitor.js';

const PATHS = `[vestibule.paths]
organization_profile = "/organization"
create_organization = "/create-organization"
user_profile = "/user"`;

/** Settings with organizations; `more` is what else their table says. */
export function withOrganizations(more = '') {
  return `${SETTINGS.replace('[vestibule.paths]', PATHS)}
[vestibule.organizations]
enabled = true
${more}
[vestibule.organizations.roles."org:editor"]
name = "Editor"
permissions = ["org:notes:write", "org:sys_memberships:read"]
`;
}

/** What whoever is signed in at a browser does with organizations, by their API. */
export class OrganizationsApi {
  constructor({ page, server }) {
    Object.assign(this, { page, server });
  }

  async #post(path, form) {
    // As from a page that is about no organization.
    const headers = { accept: 'application/json', origin: this.server.url, referer: `${this.server.url}/` };
    const answer = await this.page.request.post(`${this.server.url}${API}/${path}`, { form, headers });
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
    return answer.json();
  }

  /** Makes one, and acts in it from then on. */
  async create(name) {
    const { client } = await this.#post('organization/create', { name });
    return client.sessions[0].organization;
  }

  async invite({ id }, addresses, role = 'org:member') {
    const fields = { organization_id: id, email_addresses: [addresses].flat().join(' '), role };
    await this.#post('organization_invitation/create', fields);
  }

  /** Takes back every invitation that waits. */
  async revokeAll({ id }) {
    const about = { organization_id: id };
    const { data } = await this.#post('organization_invitation/list', about);
    for (const { id: invitation } of data) {
      await this.#post('organization_invitation/revoke', { ...about, organization_invitation_id: invitation });
    }
  }

  /** Takes everybody else out of one. */
  async removeOthers({ id }) {
    for (const about of await this.#others(id)) await this.#post('organization_membership/remove', about);
  }

  /** Gives everybody else in one another role. */
  async setRoleOfOthers({ id }, role) {
    for (const about of await this.#others(id)) await this.#post('organization_membership/update', { ...about, role });
  }

  /** Everybody else in one, as forms name them. */
  async #others(organization) {
    const { client } = await this.#post('session/set_active_organization', { organization });
    const { data } = await this.#post('organization_membership/list', { organization_id: organization });
    const people = data.map((it) => it.public_user_data.user_id).filter((it) => it !== client.sessions[0].user.id);
    return people.map((user) => ({ organization_id: organization, user_id: user }));
  }

  /** Accepts every invitation that waits for whoever is signed in. */
  async acceptAll() {
    const { data } = await this.#post('user/organization_invitations', {});
    for (const { id } of data) await this.#post('organization_invitation/accept', { organization_invitation_id: id });
  }

  /** Names a domain and proves it; everyone with an address in it may ask to be let in then. */
  async openDomain({ id }, name, code) {
    const about = { organization_id: id };
    await this.#post('organization_domain/create', { ...about, name });
    const { data } = await this.#post('organization_domain/list', about);
    const domain = { ...about, organization_domain_id: data.find((it) => it.name === name).id };
    await this.#post('organization_domain/prepare_verification', { ...domain, affiliation_email_address: `office@${name}` });
    await this.#post('organization_domain/attempt_verification', { ...domain, code: await code() });
    await this.#post('organization_domain/set_enrollment_mode', { ...domain, enrollment_mode: 'automatic_suggestion' });
  }

  /** Asks to be let in by an address in a domain. */
  async ask({ id }) {
    await this.#post('organization_suggestion/accept', { organization_id: id });
  }

  /** To act in one, or with '' in none. */
  async choose(id) {
    await this.#post('session/set_active_organization', { organization: id });
  }
}

/** What the pages and the switcher hold. */
export class OrganizationPages {
  constructor(page) {
    this.page = page;
    this.trigger = page.locator('summary.vst-organizationSwitcherTrigger');
    this.menu = page.locator('.vst-organizationSwitcherPopoverCard');
    this.main = page.getByRole('main');
    this.items = this.main.locator('li.vst-profileSectionItem');
    this.navigation = page.getByRole('navigation', { name: 'Your organization' });
  }

  item(text) {
    return this.items.filter({ hasText: text });
  }

  /** Something in the menu. */
  entry(name, role = 'button') {
    return this.menu.getByRole(role, { name });
  }

  /** One of the organization's pages in its navigation. */
  link(name) {
    return this.navigation.getByRole('link', { name, exact: true });
  }
}
