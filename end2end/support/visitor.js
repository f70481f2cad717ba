// Someone at a browser. The same steps with and without JavaScript: what differs is in here.

import { expect, test } from '@playwright/test';

export const API = '/vestibule/api';
/** Nobody's name, and hard to guess. */
export const PASSWORD = 'nine-Tugboats-hum-lowly';

let people = 0;

/** Someone who has no account yet. */
export function somebody(details = {}) {
  people += 1;
  const unique = `${process.env.TEST_WORKER_INDEX}-${Date.now().toString(36)}-${people}`;
  return { email: `zoe.${unique}@example.com`, password: PASSWORD, ...details };
}

/** What a person is called on the pages. */
export function nameOf({ first, last, email }) {
  return [first, last].filter(Boolean).join(' ') || email;
}

export class Visitor {
  constructor(page, { js, server, watch }) {
    Object.assign(this, { page, js, server, watch });
  }

  // What is on a page.

  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }

  get identifier() {
    return this.page.getByRole('textbox', { name: 'Email address' });
  }

  get password() {
    return this.page.getByLabel('Password', { exact: true });
  }

  get code() {
    return this.page.getByRole('textbox', { name: 'Verification code' });
  }

  get alert() {
    return this.page.locator('form').getByRole('alert');
  }

  get userMenu() {
    // `<summary>` has no role that every engine agrees on.
    return this.page.getByLabel('Open user menu');
  }

  get signInLink() {
    return this.page.getByRole('navigation').getByRole('link', { name: 'Sign in' });
  }

  /** A button of a form on the page itself, not in the menu; marked as the last way in or not. */
  button(name) {
    const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.page.getByRole('main').getByRole('button', { name: new RegExp(`^${literal}(\\s*Last used)?$`) });
  }

  // What a visitor does.

  /** A tab that is not in front draws a picture a second, and Playwright waits for two. */
  async comeToFront() {
    await this.page.bringToFront();
  }

  async open(path) {
    await this.comeToFront();
    const answer = await this.page.goto(path);
    await this.alive();
    return answer;
  }

  async reload() {
    await this.page.reload();
    await this.alive();
  }

  /** Waits until the page has come alive, if it ever does. */
  async alive() {
    if (this.js) await expect(this.page.locator('html[data-alive]')).toBeAttached({ timeout: 20_000 });
  }

  /** Sends a form that the server has to refuse. With JavaScript the browser notes that. */
  async refused(status, endpoint, send) {
    if (this.js) this.watch.expectRefusals(`${status} ${API}/${endpoint}`);
    await send();
  }

  /** What follows on another tab: with JavaScript by itself, without it when the page is asked for again. */
  async catchUp() {
    await this.comeToFront();
    if (!this.js) await this.page.reload();
  }

  async fillSignUp({ email, password, first, last }) {
    if (first) await this.page.getByLabel('First name').fill(first);
    if (last) await this.page.getByLabel('Last name').fill(last);
    await this.identifier.fill(email);
    await this.password.fill(password);
  }

  /** From the sign-up form to the form for the code. */
  async beginSignUp(person) {
    await this.fillSignUp(person);
    await this.button('Continue').click();
    await expect(this.heading).toHaveText('Verify your email');
  }

  /** Types a code. With JavaScript the last digit sends it. */
  async giveCode(code) {
    await this.code.fill(code);
    if (!this.js) await this.button('Continue').click();
  }

  async signUp(person) {
    await test.step('sign up', async () => {
      await this.open('/sign-up');
      await this.beginSignUp(person);
      await this.giveCode(await this.server.code(person.email));
      await this.isIn(person);
    });
  }

  /** Is somebody new from now on, without a page: for what is about all that comes after. */
  async join({ email, password, first = '', last = '' }) {
    await this.#send('sign_up/create', { email_address: email, password, first_name: first, last_name: last });
    await this.#send('sign_up/attempt_verification', { code: await this.server.code(email) });
  }

  /** Is somebody with an account from now on, without a page. */
  async enter({ email, password }) {
    await this.#send('sign_in/create', { identifier: email, password });
  }

  async #send(form, fields) {
    const headers = { accept: 'application/json', origin: this.server.url };
    const answer = await this.page.request.post(`${this.server.url}${API}/${form}`, { form: fields, headers });
    expect(answer.status(), `${form}: ${await answer.text()}`).toBe(200);
  }

  changeLink(email) {
    return this.page.getByRole('main').getByRole('link', { name: `Change ${email}` });
  }

  /** From the sign-in form to the form for the password. */
  async identify({ email }) {
    await this.identifier.fill(email);
    await this.button('Continue').click();
    await expect(this.heading).toHaveText('Enter your password');
    await expect(this.changeLink(email)).toBeVisible();
  }

  /** Both, from wherever the sign-in stands: the password is not sent yet. */
  async fillSignIn({ email, password }) {
    if (!(await this.changeLink(email).isVisible())) {
      const change = this.changeLink('');
      if (await change.isVisible()) await change.click();
      await this.identify({ email });
    }
    await this.password.fill(password);
  }

  /** To the list of ways to sign in, and on by one of them. */
  async chooseMethod(name) {
    await this.page.getByRole('main').getByRole('link', { name: 'Use another method' }).click();
    await expect(this.heading).toHaveText('Use another method');
    await this.button(name).click();
  }

  async sendSignIn(person) {
    await this.fillSignIn(person);
    await this.button('Continue').click();
  }

  async signIn(person) {
    await test.step('sign in', async () => {
      await this.open('/sign-in');
      await this.sendSignIn(person);
      await this.isIn(person);
    });
  }

  async signOut() {
    await test.step('sign out', async () => {
      await this.userMenu.click();
      await this.page.getByRole('navigation').getByRole('button', { name: 'Sign out', exact: true }).click();
      await this.isOut();
    });
  }

  // What a visitor sees.

  /** The dashboard of a person. */
  async isIn(person) {
    await expect(this.page).toHaveURL(/\/dashboard(\?|$)/);
    await expect(this.heading).toHaveText(`Welcome, ${nameOf(person)}`);
    await expect(this.userMenu).toBeVisible();
    await expect(this.signInLink).toHaveCount(0);
  }

  async isOut() {
    await expect(this.signInLink).toBeVisible();
    await expect(this.userMenu).toHaveCount(0);
  }

  /** A field that is marked as wrong, has the focus, and says why. */
  async isWrong(field, text) {
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(text);
    await expect(field).toBeFocused();
  }
}
