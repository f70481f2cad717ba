// Shows that no program sits at this browser, for forms with a field `captcha_token`. The server says what has to be shown:
// nothing, work, or the word of Turnstile. It begins when a person begins to type, and a form that is sent before it is
// done waits for it. Whatever fails here leaves the field empty, and the server says what that means.
(() => {
  if (window.vestibuleCaptcha) return;
  window.vestibuleCaptcha = true;

  // Work is good for ten minutes, a word for five.
  const FRESH = 4 * 60 * 1000;
  const AT_ONCE = 512;
  const underWay = new WeakMap();
  const fieldOf = (form) => form?.querySelector?.('input[name=captcha_token]');

  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const toBytes = (hex) => Uint8Array.from(hex.match(/../g), (digits) => parseInt(digits, 16));

  // The hashes are made beside the page, and each of them comes as a task of its own: so the page goes on meanwhile.
  async function work(challenge) {
    const { salt, nonce, keyPrefix, data } = challenge.parameters;
    const front = toBytes(salt + nonce);
    const wanted = toBytes(keyPrefix);
    const hash = (counter) => {
      const message = new Uint8Array(front.length + 4);
      message.set(front);
      new DataView(message.buffer).setUint32(front.length, counter);
      return crypto.subtle.digest('SHA-256', message);
    };
    for (let start = 0; start <= data.maxNumber; start += AT_ONCE) {
      const counters = Array.from({ length: Math.min(AT_ONCE, data.maxNumber + 1 - start) }, (_, at) => start + at);
      const hashes = (await Promise.all(counters.map(hash))).map((bytes) => new Uint8Array(bytes));
      const found = hashes.findIndex((bytes) => wanted.every((byte, at) => bytes[at] === byte));
      if (found >= 0) {
        return JSON.stringify({ challenge, solution: { counter: counters[found], derivedKey: toHex(hashes[found]) } });
      }
    }
    return '';
  }

  function load(src) {
    return new Promise((done, failed) => {
      if (window.turnstile) return done();
      const script = document.createElement('script');
      Object.assign(script, { src, async: true, onload: done, onerror: failed });
      document.head.append(script);
    });
  }

  async function word(form, { site_key: sitekey, action, script }) {
    await load(script);
    const place = form.querySelector('[data-vst-captcha]');
    if (place.widget !== undefined) window.turnstile.remove(place.widget);
    return new Promise((done) => {
      place.widget = window.turnstile.render(place, {
        sitekey,
        action,
        appearance: 'interaction-only',
        'response-field': false,
        callback: done,
        'error-callback': () => done(''),
        'timeout-callback': () => done(''),
        'unsupported-callback': () => done(''),
      });
    });
  }

  async function show(form, purpose) {
    try {
      const query = new URLSearchParams({ purpose });
      const answer = await fetch(`/vestibule/challenge?${query}`, { headers: { accept: 'application/json' } });
      const asked = await answer.json();
      if (asked.protection === 'proof_of_work') return await work(asked.challenge);
      if (asked.protection === 'turnstile') return await word(form, asked);
    } catch {
      // As without a script.
    }
    return '';
  }

  /** Begins, unless it is begun and still good. */
  function begin(form) {
    const field = fieldOf(form);
    if (!field) return undefined;
    const before = underWay.get(form);
    if (before && Date.now() - before.since < FRESH) return before;
    const now = { since: Date.now(), token: undefined };
    // `/vestibule/api/sign_up/create` is for a sign-up.
    now.done = show(form, form.getAttribute('action').split('/').at(-2)).then((token) => {
      now.token = token;
    });
    underWay.set(form, now);
    return now;
  }

  for (const event of ['focusin', 'input']) {
    document.addEventListener(event, ({ target }) => begin(target.form), true);
  }

  // Before anyone else hears of it.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const shown = begin(form);
    if (!shown) return;
    if (shown.token !== undefined) {
      fieldOf(form).value = shown.token;
      // It is good once.
      underWay.delete(form);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (shown.waiting) return;
    shown.waiting = true;
    const button = event.submitter;
    button?.setAttribute('aria-disabled', 'true');
    shown.done.then(() => {
      button?.removeAttribute('aria-disabled');
      if (form.isConnected) form.requestSubmit(button);
    });
  }, true);
})();
