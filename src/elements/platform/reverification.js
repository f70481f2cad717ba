// Asks once more who someone is: shows the card of the server's page in a dialog. What is typed there is sent as the page's own
// forms are, and the card that follows takes its place. `vestibuleReverify(level)` says in the end whether it was proven.
(() => {
  // A page may have it more than once.
  if (window.vestibuleReverify) return;

  const PAGE = '/vestibule/reverify?done=1';
  const START = '/vestibule/api/session_verification/start';
  const TITLE = 'vst-reverification-title';

  /** The one that is open: there is one at a time, and whoever asks meanwhile waits for it. */
  let open;

  /** Sends a form, and gives the card of the page that it leads to. */
  async function card(action, body) {
    const headers = { accept: 'text/html' };
    const answer = await fetch(action, { method: 'POST', headers, body: new URLSearchParams(body) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = page.querySelector('[data-vst-reverification], [data-vst-reverified]');
    // They stand on the page, which it leaves.
    if (found) ({ lang: found.lang, dir: found.dir } = page.documentElement);
    return found;
  }

  function ask(level) {
    const dialog = document.createElement('dialog');
    dialog.className = 'vst-rootBox vst-reverificationDialog';
    dialog.setAttribute('aria-labelledby', TITLE);
    let busy = false;
    let proven = false;

    return new Promise((resolve) => {
      function show(next) {
        // Whatever else there is, signed out or unreachable: whoever asked finds that out by themselves.
        if (!next || next.hasAttribute('data-vst-reverified')) {
          proven = Boolean(next);
          if (dialog.open) dialog.close();
          else resolve(proven);
          return;
        }
        dialog.replaceChildren(document.adoptNode(next));
        if (!dialog.isConnected) {
          document.body.append(dialog);
          dialog.showModal();
        }
        dialog.querySelector('[aria-invalid="true"], [autofocus], button')?.focus();
      }

      async function send(action, body) {
        if (busy) return;
        busy = true;
        dialog.setAttribute('aria-busy', 'true');
        try {
          show(await card(action, body));
        } catch {
          show(null);
        } finally {
          busy = false;
          dialog.removeAttribute('aria-busy');
        }
      }

      dialog.addEventListener('submit', (event) => {
        if (event.target.action.includes('/session_verification/')) {
          event.preventDefault();
          send(event.target.action, new FormData(event.target));
        }
      });
      // A code that is whole sends itself.
      dialog.addEventListener('input', ({ target }) => {
        if (target.autocomplete === 'one-time-code' && /^\d{6}$/.test(target.value.trim())) target.form.requestSubmit();
      });
      dialog.addEventListener('click', (event) => {
        if (event.target.closest('[data-vst-cancel]')) {
          event.preventDefault();
          event.stopPropagation();
          dialog.close();
        }
      });
      dialog.addEventListener('close', () => {
        dialog.remove();
        resolve(proven);
        // What is said then may push what has the focus out of sight.
        requestAnimationFrame(() => document.activeElement?.scrollIntoView({ block: 'nearest' }));
      });
      send(START, { level, redirect_url: PAGE });
    });
  }

  window.vestibuleReverify = (level) => {
    open ??= ask(level).finally(() => { open = undefined; });
    return open;
  };
})();
