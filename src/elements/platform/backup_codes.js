// Backup codes that a page shows are copied, downloaded or printed; an API key is copied.
(() => {
  // A page may have it more than once.
  if (window.vestibuleBackupCodes) return;
  window.vestibuleBackupCodes = true;

  const SHOWN = 2500;

  function download(text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = 'backup-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /** Puts a sheet with the codes alone into the page for as long as it is printed: the stylesheet shows nothing else then. */
  function lay() {
    const box = document.querySelector('.vst-backupCodes');
    const root = document.documentElement;
    if (!box || 'vstPrinting' in root.dataset) return;
    const sheet = document.createElement('div');
    const add = (name, text, to = sheet) => {
      const element = to.appendChild(document.createElement(name));
      element.textContent = text;
      return element;
    };
    const day = new Date().toLocaleDateString(root.lang || undefined, { dateStyle: 'long' });
    add('h1', box.dataset.vstApp);
    add('p', `${box.querySelector('p').textContent}, ${day}`);
    const list = add('ul', '');
    box.querySelectorAll('.vst-backupCode').forEach((code) => add('li', code.textContent, list));
    sheet.dataset.vstPrinted = '';
    root.dataset.vstPrinting = '';
    document.body.append(sheet);
    addEventListener('afterprint', () => {
      delete root.dataset.vstPrinting;
      sheet.remove();
    }, { once: true });
  }

  addEventListener('beforeprint', lay);

  document.addEventListener('click', async ({ target }) => {
    const button = target.closest?.('[data-vst-codes]');
    if (!button) return;
    const box = button.closest('.vst-backupCodes, .vst-apiKeysCopyModal');
    const key = box.querySelector('.vst-apiKeysCopyModalInput');
    const text = key ? key.value : [...box.querySelectorAll('.vst-backupCode')].map((code) => `${code.textContent}\n`).join('');
    if (button.dataset.vstCodes === 'download') return download(text);
    if (button.dataset.vstCodes === 'print') return lay(), print();
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    if (label === button.dataset.vstDone) return;
    button.textContent = button.dataset.vstDone;
    setTimeout(() => { button.textContent = label; }, SHOWN);
  });
})();
