// Passkeys, in every browser that has them. A form that takes one has a hidden field that names where its question comes
// from. What the browser answers is put into that field, and the form is sent as any other: with the app's own script or
// without. What went wrong is told to the server in the same way, which has the words for it.
(() => {
  const FIELD = '[data-vst-passkey]';
  const TYPED = 'input[autocomplete~="webauthn"]';
  // A question is good for five minutes.
  const RENEW_AFTER = 4 * 60 * 1000;
  // So long an answer is on its way at most: who is let in by it is not offered anything more.
  const ANSWERED_WITHIN = 5 * 1000;

  // Where the script is that asks once more who someone is; none on a page that does just that.
  const { vstReverification } = document.currentScript.dataset;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  /** What is being asked. A browser can be asked one thing at a time. */
  let current;
  /** When something was last given. */
  let gave = -Infinity;

  /** Has whoever is signed in prove once more who they are, and says whether they did. */
  async function reverified(level) {
    if (!window.vestibuleReverify && vstReverification) {
      await new Promise((done) => {
        const script = document.createElement('script');
        Object.assign(script, { src: vstReverification, onload: done, onerror: done });
        document.head.append(script);
      });
    }
    return window.vestibuleReverify?.(level);
  }

  async function question(field, signal) {
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(field.dataset.vstPasskey, { method: 'POST', headers, signal });
    if (!answer.ok) {
      const refusal = await answer.json().catch(() => null);
      const level = refusal?.errors?.[0]?.meta?.reverification?.level;
      throw Object.assign(new Error(answer.status), { level });
    }
    const asked = await answer.json();
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const known of asked.excludeCredentials ?? []) known.id = bytes(known.id);
    return asked;
  }

  function json(credential) {
    const { id, rawId, type, response } = credential;
    return JSON.stringify({
      id,
      rawId: text(rawId),
      type,
      response: {
        clientDataJSON: text(response.clientDataJSON),
        attestationObject: text(response.attestationObject),
        transports: response.getTransports?.(),
        authenticatorData: text(response.authenticatorData),
        signature: text(response.signature),
        userHandle: text(response.userHandle),
      },
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  function give(field, value) {
    const { form } = field;
    gave = performance.now();
    field.value = value;
    // Without `requestSubmit` the page is loaded anew, and that is all.
    (form.requestSubmit ?? form.submit).call(form);
    field.value = '';
  }

  /**
   * Asks for a passkey, or for a new one, and says whether there was an answer. `mediation` is `conditional` where it is
   * offered and not insisted on.
   */
  async function ask(field, mediation) {
    current?.controller.abort();
    const controller = new AbortController();
    const mine = { field, controller };
    current = mine;
    const { signal } = controller;
    // A step that is left takes its question along.
    const watch = new MutationObserver(() => field.isConnected || controller.abort());
    watch.observe(document.body, { childList: true, subtree: true });
    const renew = mediation && setTimeout(() => { controller.abort(); offer(); }, RENEW_AFTER);
    try {
      if (!window.PublicKeyCredential) throw new DOMException('', 'NotSupportedError');
      const publicKey = await question(field, signal);
      const method = publicKey.user ? 'create' : 'get';
      const credential = await navigator.credentials[method]({ publicKey, mediation, signal });
      if (signal.aborted) return false;
      give(field, json(credential));
      return true;
    } catch (error) {
      // Before there is another one, someone may have to prove once more who they are.
      if (error.level && !signal.aborted) return await reverified(error.level) ? ask(field) : false;
      // Who cancels knows that, and who was only offered it has not asked.
      if (mediation || signal.aborted || error.name === 'NotAllowedError') return false;
      give(field, JSON.stringify({ error: error.name }));
      return true;
    } finally {
      clearTimeout(renew);
      watch.disconnect();
      if (current === mine) current = undefined;
    }
  }

  /** Offers passkeys where an identifier is typed. */
  async function offer() {
    const waits = () => current && !current.controller.signal.aborted;
    const field = () => document.querySelector(TYPED) && document.querySelector(`${FIELD}[data-vst-autofill]`);
    if (waits() || !field() || performance.now() - gave < ANSWERED_WITHIN) return;
    if (await window.PublicKeyCredential?.isConditionalMediationAvailable?.() && !waits() && field()) {
      ask(field(), 'conditional');
    }
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('button');
    const field = button?.form?.querySelector(FIELD);
    if (!field) return;
    event.preventDefault();
    if (button.hasAttribute('aria-busy')) return;
    button.setAttribute('aria-busy', 'true');
    const answered = await ask(field);
    button.removeAttribute('aria-busy');
    if (!answered) offer();
  });
  document.addEventListener('focusin', ({ target }) => target.matches?.(TYPED) && offer());
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', offer);
  else offer();
})();
