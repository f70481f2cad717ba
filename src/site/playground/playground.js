// Sends the form whenever something changes, and puts what the server answers in the place of what was shown. What there is
// to know is in the answer: without this the same form is sent by its buttons.
(() => {
  const form = document.getElementById('playground');
  const frame = document.getElementById('playground-frame');
  const stage = document.getElementById('playground-window');
  /** How long nobody has to type until it is sent, in milliseconds. */
  const PAUSE = 200;
  /** What is the same after an answer, but for its text. */
  const TEXTS = '[data-part]';
  /** What has other fields in it once others are asked for; those that it has keep what was typed. */
  const FIELDS = '[data-fields]';
  const LINKS = { '#playground-alone': 'href', '#playground-reset': 'href', 'link[rel=canonical]': 'href' };
  let timer;
  let asked;

  document.documentElement.dataset.live = '';

  /** Asks for what is chosen now. `button` is the one that was pressed. */
  async function show(button) {
    clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    const fields = [...new FormData(form, button)].filter(([name, value]) => value !== '' && (button || name !== 'key'));
    try {
      const answer = await fetch(`${form.getAttribute('action')}?${new URLSearchParams(fields)}`, {
        headers: { accept: 'text/html' }, signal: asked.signal,
      });
      if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), 'text/html'), button);
    } catch (error) {
      // Something else was chosen meanwhile; or the server is not there, and what was shown stays.
      if (error.name !== 'AbortError') console.warn(error);
    }
  }

  function take(page, button) {
    const focused = document.activeElement;
    const { open } = others();
    for (const part of document.querySelectorAll(FIELDS)) {
      const fresh = page.getElementById(part.id);
      if (fresh.dataset.fields === part.dataset.fields) continue;
      part.dataset.fields = fresh.dataset.fields;
      part.replaceChildren(...fresh.childNodes);
    }
    others().open = open;
    for (const part of document.querySelectorAll(TEXTS)) {
      const text = page.getElementById(part.id)?.textContent;
      if (text !== undefined && part.textContent !== text) part.textContent = text;
    }
    for (const [link, attribute] of Object.entries(LINKS)) {
      document.querySelector(link).setAttribute(attribute, page.querySelector(link).getAttribute(attribute));
    }
    for (const field of form.querySelectorAll('input[type=text], textarea')) {
      const wrong = page.getElementById(field.id)?.getAttribute('aria-invalid');
      if (wrong) field.setAttribute('aria-invalid', wrong);
      else field.removeAttribute('aria-invalid');
    }
    stage.toggleAttribute('data-narrow', page.getElementById('playground-window').hasAttribute('data-narrow'));
    for (const said of document.querySelectorAll('.playground-copied')) said.textContent = '';
    history.replaceState(null, '', page.querySelector('link[rel=canonical]').getAttribute('href'));
    const shown = page.getElementById('playground-frame').getAttribute('src');
    if (shown !== frame.getAttribute('data-shown')) {
      frame.setAttribute('data-shown', shown);
      // In the place of what was there: one goes back to the page before this one.
      frame.contentWindow.location.replace(shown);
    }
    narrow();
    if (button) go(button, page.getElementById('playground').dataset.asked);
    else if (!focused.isConnected) document.getElementById(focused.id)?.focus();
  }

  /** Goes to the element that was asked for; else to what stands where the button was, if it is gone. */
  function go(button, field) {
    const target = field?.startsWith('css.') && document.getElementById(field);
    if (!target) {
      const next = document.getElementById(button.id) ?? document.getElementById(`ask-${button.value}`) ?? key;
      if (!button.isConnected) next.focus();
      return;
    }
    key.value = '';
    narrow();
    target.closest('.playground-group').open = true;
    target.focus();
    target.closest('.playground-block').scrollIntoView({ block: 'nearest' });
  }

  /** As high as what is in it. */
  function fit() {
    const page = frame.contentDocument?.documentElement;
    if (!page) return;
    frame.style.blockSize = '';
    frame.style.blockSize = `${page.scrollHeight}px`;
  }

  /** A colour as the field for colours takes it. */
  function hex(color, ground) {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    // That field knows no colour through which another one shines.
    for (const layer of [ground, color]) {
      canvas.fillStyle = layer;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  }

  /** Shows beside and in each field what there is, whoever has said it. */
  function paint() {
    const page = frame.contentDocument;
    const box = page?.querySelector('.vst-rootBox, .vst-userButtonBox, .vst-button') ?? page?.body;
    if (!box) return;
    const property = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace('.', '-');
    const style = page.defaultView.getComputedStyle(box);
    for (const field of form.querySelectorAll('.playground-variable > input[type=text]')) {
      const value = (name) => style.getPropertyValue(`--vst-${name}`).trim().replace(/\s+/g, ' ');
      const name = property(field.name);
      field.placeholder = value(name) || value(`${name}-normal`);
    }
    const probe = box.appendChild(page.createElement('i'));
    const seen = (color) => {
      probe.style.color = color;
      return page.defaultView.getComputedStyle(probe).color;
    };
    const ground = seen('var(--vst-color-background)');
    for (const swatch of form.querySelectorAll('.playground-swatch')) {
      const name = property(swatch.dataset.for);
      swatch.value = hex(seen(`var(--vst-${name}, var(${DERIVED[name] ?? '--none'}, transparent))`), ground);
    }
    probe.remove();
  }

  /** Colours that follow from others as long as nobody says them. */
  const DERIVED = { 'color-primary-foreground': '--_on-primary', 'color-ring': '--_ring', 'color-border': '--_line' };

  // Elements, by their keys.

  const key = document.getElementById('key');
  const point = document.getElementById('playground-point');
  const marks = document.getElementById('playground-marks');
  const path = document.getElementById('playground-path');
  const lists = document.getElementById('playground-keys');
  const others = () => document.getElementById('playground-others');
  const known = () => new Set(Array.from(lists.querySelectorAll('button'), (button) => button.value));

  /** Leaves in the lists what has the typed text in it. */
  function narrow() {
    const part = key.value.trim().toLowerCase();
    for (const button of lists.querySelectorAll('button')) {
      button.parentElement.hidden = !button.value.toLowerCase().includes(part);
    }
    if (part) others().open = others().querySelector('li:not([hidden])') !== null;
  }

  /** What has a key around a place in the preview, and the keys; the nearest first. */
  function around(place) {
    const keys = known();
    const found = [];
    for (let it = place; it; it = it.parentElement) {
      const own = [...it.classList].map((name) => name.replace(/^vst-/, '')).filter((name) => keys.has(name));
      if (own.length > 0) found.push({ it, own });
    }
    return found;
  }

  /** Draws a line around elements of the preview, with a name. */
  function mark(elements, name) {
    marks.replaceChildren(...elements.map((it) => {
      const { x, y, width, height } = it.getBoundingClientRect();
      const made = document.createElement('div');
      made.className = 'playground-mark';
      made.dataset.name = name;
      made.toggleAttribute('data-low', y < 24);
      made.style.translate = `${frame.offsetLeft + frame.clientLeft + x}px ${frame.offsetTop + frame.clientTop + y}px`;
      made.style.inlineSize = `${width}px`;
      made.style.blockSize = `${height}px`;
      return made;
    }));
  }

  const isPointing = () => point.getAttribute('aria-pressed') === 'true';

  function setPointing(on) {
    point.setAttribute('aria-pressed', on);
    stage.toggleAttribute('data-pointing', on);
    if (!on) mark([]);
  }

  /** Names in the preview what the pointer is on, and takes it when it is pointed at. */
  function watch(page) {
    const at = ({ clientX, clientY }) => around(page.elementFromPoint(clientX, clientY));
    page.addEventListener('pointermove', (event) => {
      const found = at(event);
      path.textContent = found.flatMap(({ own }) => own.toReversed()).toReversed().join(' › ');
      if (isPointing()) mark(found.slice(0, 1).map(({ it }) => it), found[0]?.own.join(' '));
    });
    page.documentElement.addEventListener('pointerleave', () => {
      path.textContent = '';
      if (isPointing()) mark([]);
    });
    page.addEventListener('click', (event) => {
      if (!isPointing()) return;
      event.preventDefault();
      event.stopPropagation();
      const [found] = at(event);
      setPointing(false);
      // The last of its keys is what it is there, those before it are what it is everywhere.
      if (found) document.getElementById(`ask-${found.own.at(-1)}`).click();
    }, { capture: true });
    page.addEventListener('keydown', stopPointing);
  }

  function stopPointing(event) {
    if (event.key === 'Escape') setPointing(false);
  }

  const whose = ({ target }) => {
    const button = target.closest?.('.playground-key');
    if (!button) return;
    const [name] = button.value.split('__');
    const all = [...(frame.contentDocument?.querySelectorAll(`.vst-${name}`) ?? [])];
    mark(all.filter((it) => it.getClientRects().length > 0), name);
  };
  const unmark = ({ target }) => {
    if (target.closest?.('.playground-key')) mark([]);
  };
  for (const event of ['pointerover', 'focusin']) form.addEventListener(event, whose);
  for (const event of ['pointerout', 'focusout']) form.addEventListener(event, unmark);
  point.addEventListener('click', () => setPointing(!isPointing()));
  document.addEventListener('keydown', stopPointing);

  const loaded = () => {
    fit();
    paint();
    mark([]);
    whose({ target: document.activeElement });
    watch(frame.contentDocument);
    new frame.contentWindow.ResizeObserver(fit).observe(frame.contentDocument.body);
  };
  frame.addEventListener('load', loaded);
  if (frame.contentDocument?.readyState === 'complete' && frame.contentWindow.location.href !== 'about:blank') loaded();
  frame.setAttribute('data-shown', frame.getAttribute('src'));
  addEventListener('resize', fit);

  form.addEventListener('input', ({ target }) => {
    if (target === key) {
      narrow();
      return;
    }
    if (target.matches('.playground-swatch')) document.getElementById(target.dataset.for).value = target.value;
    clearTimeout(timer);
    timer = setTimeout(show, target.matches('select, [type=radio]') ? 0 : PAUSE);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const find = document.getElementById('playground-find');
    const { submitter } = event;
    if (document.activeElement !== key && submitter !== find) {
      show(submitter?.name ? submitter : undefined);
      return;
    }
    // One that is left of all of them is meant, however little of it was typed.
    const left = [...lists.querySelectorAll('li:not([hidden]) > button')];
    if (key.value && left.length === 1) key.value = left[0].value;
    show(find);
  });
  form.addEventListener('click', async ({ target }) => {
    if (!target.dataset.copy) return;
    const code = document.getElementById(target.dataset.copy);
    const copied = target.parentElement.querySelector('.playground-copied');
    try {
      await navigator.clipboard.writeText(code.textContent);
      copied.textContent = form.dataset.copied;
    } catch {
      getSelection().selectAllChildren(code);
      copied.textContent = form.dataset.copyByHand;
    }
  });
})();
