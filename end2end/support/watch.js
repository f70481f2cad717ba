// What a browser complains about. Nothing may be left unsaid by the test that caused it.

import { expect } from '@playwright/test';

const REFUSED = /^Failed to load resource: the server responded with a status of ([45]\d\d)/;

// Leptos lets the browser fetch what only scripts will use.
const UNUSED_WITHOUT_SCRIPTS = /^The resource \S+\.wasm was preloaded using link preload but not used/;

// What runs in every page for these tests is let into no frame that is a mail.
const KEPT_OUT = /^Blocked script execution in '[^']*\/admin\/mail\/[^']*' because the document's frame is sandboxed/;

/** Milliseconds without a request after which none is expected. */
const QUIET = 1_000;
/** The same where some are said to be still on their way. */
const QUIET_IN_SPITE_OF_SOME = 5_000;

/** Runs in every page before its own scripts do. */
function inThePage() {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`CSP: ${event.violatedDirective} refuses ${event.blockedURI}`);
  });
  // An app that has come alive listens to other tabs. Nothing that can be seen on every page says so.
  const Channel = globalThis.BroadcastChannel;
  globalThis.BroadcastChannel = class extends Channel {
    constructor(name) {
      super(name);
      if (name === 'vestibule') document.documentElement.dataset.alive = '';
    }
  };
}

export class Watch {
  #said = [];
  #refused = [];
  #expected = [];
  #repeated = [];
  #onTheirWay = new Set();
  #movedAt = 0;
  #js;

  constructor(js) {
    this.#js = js;
  }

  async over(context) {
    context.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      const refused = REFUSED.exec(message.text());
      if (KEPT_OUT.test(message.text())) return;
      if (!this.#js && UNUSED_WITHOUT_SCRIPTS.test(message.text())) return;
      if (refused) this.#refused.push(`${refused[1]} ${new URL(message.location().url).pathname}`);
      else this.#said.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('request', (request) => this.#note('add', request));
    context.on('requestfinished', (request) => this.#note('delete', request));
    context.on('requestfailed', (request) => this.#note('delete', request));
    context.on('weberror', (error) => this.#said.push(`page error: ${error.error().stack}`));
    context.on('dialog', (dialog) => {
      this.#said.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    await context.addInitScript(inThePage);
  }

  #note(change, request) {
    this.#onTheirWay[change](request);
    this.#movedAt = Date.now();
  }

  /** Waits until no browser has asked the server for anything for a while. */
  async quiet() {
    // Playwright's own `networkidle` speaks of the load of a document, which is long past when a page has moved on by script.
    // Of some requests, such as one for a preload that a page has left behind, no end is ever told.
    const isQuiet = () => Date.now() - this.#movedAt > (this.#onTheirWay.size === 0 ? QUIET : QUIET_IN_SPITE_OF_SOME);
    await expect.poll(isQuiet, { message: 'requests come to an end', timeout: 30_000, intervals: [50] }).toBe(true);
  }

  /** Declares requests that the server has to refuse, such as `422 /vestibule/api/sign_in/create`. */
  expectRefusals(...refusals) {
    this.#expected.push(...refusals);
  }

  /** The same for what a page may ask for more than once, such as a picture that stands in it twice. */
  expectRefusalsOnceOrMore(...refusals) {
    this.expectRefusals(...refusals);
    this.#repeated.push(...refusals);
  }

  /** Complains about everything that was not declared, and about everything that was and did not happen. */
  check() {
    expect.soft(this.#said, 'the browser has nothing to complain about').toEqual([]);
    const first = (refusal, at) => !this.#repeated.includes(refusal) || this.#refused.indexOf(refusal) === at;
    expect.soft(this.#refused.filter(first).sort(), 'refused requests').toEqual(this.#expected.sort());
  }
}
