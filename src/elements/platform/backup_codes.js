// Backup codes that a page shows are copied, downloaded or printed.
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

  /** Of the page the codes alone: the stylesheet hides what is not marked. */
  function printed(box) {
    const root = document.documentElement;
    root.dataset.vstPrinting = '';
    box.dataset.vstPrinted = '';
    addEventListener('afterprint', () => {
      delete root.dataset.vstPrinting;
      delete box.dataset.vstPrinted;
    }, { once: true });
    print();
  }

  document.addEventListener('click', async ({ target }) => {
    const button = target.closest?.('[data-vst-codes]');
    if (!button) return;
    const box = button.closest('.vst-backupCodes');
    const text = [...box.querySelectorAll('.vst-backupCode')].map((code) => `${code.textContent}\n`).join('');
    if (button.dataset.vstCodes === 'download') return download(text);
    if (button.dataset.vstCodes === 'print') return printed(box);
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    if (label === button.dataset.vstDone) return;
    button.textContent = button.dataset.vstDone;
    setTimeout(() => { button.textContent = label; }, SHOWN);
  });
})();
