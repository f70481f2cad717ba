// Sends the form whenever something changes, and puts what the server answers in the place of what was shown. What there is
// to know is in the answer: without this the same form is sent by its button.
(() => {
  const form = document.getElementById('playground');
  const frame = document.getElementById('playground-frame');
  const stage = document.getElementById('playground-window');
  const copied = document.getElementById('playground-copied');
  /** How long nobody has to type until it is sent, in milliseconds. */
  const PAUSE = 200;
  /** What is the same after an answer, but for what stands in it. */
  const PARTS = '#playground-shown, #playground-code, [data-part]';
  const LINKS = { '#playground-alone': 'href', '#playground-reset': 'href', 'link[rel=canonical]': 'href' };
  let timer;
  let asked;

  document.documentElement.dataset.live = '';

  async function show() {
    clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
    try {
      const answer = await fetch(`${form.getAttribute('action')}?${chosen}`, {
        headers: { accept: 'text/html' }, signal: asked.signal,
      });
      if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch (error) {
      // Something else was chosen meanwhile; or the server is not there, and what was shown stays.
      if (error.name !== 'AbortError') console.warn(error);
    }
  }

  function take(page) {
    const parts = page.querySelectorAll(PARTS);
    document.querySelectorAll(PARTS).forEach((part, at) => {
      if (part.textContent !== parts[at].textContent) part.textContent = parts[at].textContent;
    });
    for (const [link, attribute] of Object.entries(LINKS)) {
      document.querySelector(link).setAttribute(attribute, page.querySelector(link).getAttribute(attribute));
    }
    for (const field of form.querySelectorAll('input[type=text]')) {
      const wrong = page.getElementById(field.id).getAttribute('aria-invalid');
      if (wrong) field.setAttribute('aria-invalid', wrong);
      else field.removeAttribute('aria-invalid');
    }
    stage.toggleAttribute('data-narrow', page.getElementById('playground-window').hasAttribute('data-narrow'));
    copied.textContent = '';
    history.replaceState(null, '', page.querySelector('link[rel=canonical]').getAttribute('href'));
    const shown = page.getElementById('playground-frame').getAttribute('src');
    if (shown !== frame.getAttribute('data-shown')) {
      frame.setAttribute('data-shown', shown);
      // In the place of what was there: one goes back to the page before this one.
      frame.contentWindow.location.replace(shown);
    }
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

  /** Shows beside each field the colour that there is, whoever has said it. */
  function paint() {
    const page = frame.contentDocument;
    const box = page?.querySelector('.vst-rootBox, .vst-userButtonBox, .vst-button') ?? page?.body;
    if (!box) return;
    const probe = box.appendChild(page.createElement('i'));
    const seen = (color) => {
      probe.style.color = color;
      return page.defaultView.getComputedStyle(probe).color;
    };
    const ground = seen('var(--vst-color-background)');
    for (const swatch of form.querySelectorAll('.playground-swatch')) {
      const name = swatch.dataset.for.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      swatch.value = hex(seen(`var(--vst-${name}, var(${DERIVED[name] ?? '--none'}, transparent))`), ground);
    }
    probe.remove();
  }

  /** Colours that follow from others as long as nobody says them. */
  const DERIVED = { 'color-primary-foreground': '--_on-primary', 'color-ring': '--_ring', 'color-border': '--_line' };

  const loaded = () => {
    fit();
    paint();
    new frame.contentWindow.ResizeObserver(fit).observe(frame.contentDocument.body);
  };
  frame.addEventListener('load', loaded);
  if (frame.contentDocument?.readyState === 'complete' && frame.contentWindow.location.href !== 'about:blank') loaded();
  frame.setAttribute('data-shown', frame.getAttribute('src'));
  addEventListener('resize', fit);

  form.addEventListener('input', ({ target }) => {
    if (target.matches('.playground-swatch')) document.getElementById(target.dataset.for).value = target.value;
    clearTimeout(timer);
    timer = setTimeout(show, target.matches('select, [type=radio]') ? 0 : PAUSE);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    show();
  });
  document.getElementById('playground-copy').addEventListener('click', async () => {
    const code = document.getElementById('playground-code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      copied.textContent = form.dataset.copied;
    } catch {
      getSelection().selectAllChildren(code);
      copied.textContent = form.dataset.copyByHand;
    }
  });
})();
