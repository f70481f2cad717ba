// The part of a picture that a person chooses: what they see in the square is what is sent, as three numbers beside the file
// as it is. The server cuts it out. The form is sent without loading the page anew; what is shown there is asked anew by
// whoever listens to other tabs.
(() => {
  // A page may have it more than once.
  if (window.vestibuleProfileImage) return;
  window.vestibuleProfileImage = true;

  const FORM = 'form[data-vst-profile-image]';
  const MOST_BYTES = 10 * 1024 * 1024;
  // Nothing smaller is cut out of a picture: it would be made larger again.
  const LEAST = 64;
  // How far an arrow key moves, as a part of the square.
  const STEP = 0.04;
  // So long the page may take to show the new picture, before it is loaded anew.
  const PATIENCE = 4000;

  /** What is chosen of which picture, by form. */
  const chosen = new WeakMap();
  /** Where the picture was last held. */
  let held;

  const crop = (form) => form.querySelector('.vst-imageCrop');
  const clamp = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));

  function tell(form, text) {
    form.querySelector('.vst-profileImageError').textContent = text;
    // What was said of the one before, on a page that was made for that.
    form.querySelector('.vst-alert')?.setAttribute('hidden', '');
    const { file } = form.elements;
    if (!text) return file.removeAttribute('aria-invalid');
    file.setAttribute('aria-invalid', 'true');
    file.focus();
  }

  /** Says aloud that it is done: what stands around the form is made anew. */
  function announce(text) {
    let status = document.querySelector('[data-vst-picture-status]');
    if (!status) {
      status = document.createElement('div');
      status.className = 'vst-drawnStatus';
      status.setAttribute('role', 'status');
      status.setAttribute('data-vst-picture-status', '');
      document.body.append(status);
    }
    // What is there already when it appears is not read out.
    status.textContent = '';
    setTimeout(() => { status.textContent = text; }, 50);
  }

  /** Keeps the square inside the picture, shows it, and notes where it is. */
  function show(form) {
    const part = chosen.get(form);
    const { width, height } = part.bitmap;
    part.size = clamp(part.size, Math.min(LEAST, width, height), Math.min(width, height));
    part.x = clamp(part.x, 0, width - part.size);
    part.y = clamp(part.y, 0, height - part.size);
    const canvas = crop(form).querySelector('canvas');
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(part.bitmap, part.x, part.y, part.size, part.size, 0, 0, canvas.width, canvas.height);
    const size = Math.floor(part.size);
    form.elements.size.value = size;
    form.elements.x.value = Math.min(Math.round(part.x), width - size);
    form.elements.y.value = Math.min(Math.round(part.y), height - size);
  }

  /** Makes the square as large as the control says, around the same middle. */
  function zoom(form, value) {
    const part = chosen.get(form);
    const side = Math.min(part.bitmap.width, part.bitmap.height);
    const size = side / Math.max(1, Math.min(8, side / LEAST)) ** (value / 100);
    part.x += (part.size - size) / 2;
    part.y += (part.size - size) / 2;
    part.size = size;
    show(form);
  }

  function forget(form) {
    chosen.get(form)?.bitmap.close();
    chosen.delete(form);
    crop(form).hidden = true;
    for (const name of ['x', 'y', 'size']) form.elements[name].value = '';
  }

  async function choose(form) {
    const [file] = form.elements.file.files;
    forget(form);
    tell(form, '');
    if (!file) return;
    if (file.size > MOST_BYTES) {
      tell(form, form.dataset.vstTooLarge);
      return;
    }
    // What a browser cannot read is sent as it is: the server says what is wrong with it.
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (!bitmap) return;
    if (form.elements.file.files[0] !== file) {
      bitmap.close();
      return;
    }
    const size = Math.min(bitmap.width, bitmap.height);
    chosen.set(form, { bitmap, size, x: (bitmap.width - size) / 2, y: (bitmap.height - size) / 2 });
    crop(form).querySelector('input').value = 0;
    crop(form).hidden = false;
    show(form);
  }

  async function send(form) {
    const button = form.querySelector('button');
    if (button.hasAttribute('aria-busy')) return;
    const [file] = form.elements.file.files;
    if (file && file.size > MOST_BYTES) {
      tell(form, form.dataset.vstTooLarge);
      return;
    }
    button.setAttribute('aria-busy', 'true');
    tell(form, '');
    try {
      const headers = { accept: 'application/json' };
      const answer = await fetch(form.action, { method: 'POST', headers, body: new FormData(form) });
      const said = await answer.json();
      if (!answer.ok) {
        tell(form, said.errors?.[0]?.message ?? form.dataset.vstFailed);
        return;
      }
      forget(form);
      announce(form.dataset.vstDone);
      const tabs = new BroadcastChannel('vestibule');
      tabs.postMessage('changed');
      tabs.close();
      setTimeout(() => form.isConnected && location.reload(), PATIENCE);
    } catch {
      tell(form, form.dataset.vstFailed);
    } finally {
      button.removeAttribute('aria-busy');
    }
  }

  /** The form of what something happened to, if there is a picture in it to be moved. */
  const moving = (target) => {
    const form = target.matches?.('.vst-imageCropCanvas') && target.closest(FORM);
    return form && chosen.has(form) ? form : null;
  };

  document.addEventListener('change', ({ target }) => {
    const form = target.type === 'file' && target.closest(FORM);
    if (form) choose(form);
  });
  document.addEventListener('input', ({ target }) => {
    const form = target.type === 'range' && target.closest(FORM);
    if (form && chosen.has(form)) zoom(form, target.value);
  });
  document.addEventListener('submit', (event) => {
    if (!event.target.matches(FORM)) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener('pointerdown', (event) => {
    if (!moving(event.target) || event.button !== 0) return;
    event.target.setPointerCapture(event.pointerId);
    event.target.focus();
    event.preventDefault();
    held = event;
  });
  document.addEventListener('pointermove', (event) => {
    const form = moving(event.target);
    if (!form || !event.target.hasPointerCapture(event.pointerId)) return;
    const part = chosen.get(form);
    const scale = part.size / event.target.clientWidth;
    part.x -= (event.clientX - held.clientX) * scale;
    part.y -= (event.clientY - held.clientY) * scale;
    held = event;
    show(form);
  });
  document.addEventListener('keydown', (event) => {
    const form = moving(event.target);
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!form || !direction || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const part = chosen.get(form);
    const step = part.size * STEP * (event.shiftKey ? 4 : 1);
    part.x += direction[0] * step;
    part.y += direction[1] * step;
    show(form);
  });
})();
