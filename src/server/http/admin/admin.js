// What the dashboard does beyond plain pages and forms: it searches as one types, opens a palette, copies, and checks JSON before it
// is sent. All of it is there without this script, a click further.
(() => {
  const page = async (url) => {
    const answer = await fetch(url, { headers: { accept: 'text/html' }, redirect: 'error' });
    if (!answer.ok) throw new Error(answer.status);
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };
  const later = (work, wait) => {
    let timer;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => work(...given), wait);
    };
  };

  // A menu that is longer than the window shows where one is.
  document.querySelector('.side [aria-current="page"]')?.scrollIntoView({ block: 'nearest' });

  // What the header opens closes where one goes on.
  const opened = () => document.querySelector('.top > details[open]');
  document.addEventListener('click', ({ target }) => { if (!opened()?.contains(target)) opened()?.removeAttribute('open'); });
  document.addEventListener('keydown', ({ key }) => {
    const one = key === 'Escape' && opened();
    if (!one || document.querySelector('dialog:modal')) return;
    one.open = false;
    one.querySelector('summary').focus();
  });

  // How many boxes of a group are ticked is said as they are: the browser may have kept what was ticked before.
  for (const said of document.querySelectorAll('summary > .ticked')) {
    const group = said.closest('details');
    const boxes = [...group.querySelectorAll('input[type="checkbox"]')];
    const count = () => { said.textContent = `${boxes.filter((box) => box.checked).length} of ${boxes.length} ticked`; };
    group.addEventListener('change', count);
    count();
  }

  /** Puts what a page says at a place where this page says something else. */
  const lay = (other, id) => {
    const [here, there] = [document.getElementById(id), other.getElementById(id)];
    if (here && there) here.replaceChildren(...there.childNodes);
  };

  // A form that says what is shown below it is sent as one types.
  for (const form of document.querySelectorAll('form[data-live]')) {
    let asked = 0;
    const ask = async () => {
      const query = new URLSearchParams(new FormData(form));
      for (const [name, value] of [...query]) if (!value) query.delete(name);
      const url = `${form.action}${query.size ? `?${query}` : ''}`;
      const mine = ++asked;
      try {
        const answer = await page(url);
        // An answer that comes late is not the one that was asked for last.
        if (mine !== asked) return true;
        lay(answer, form.dataset.live);
        history.replaceState(null, '', url);
        return true;
      } catch {
        return false;
      }
    };
    form.addEventListener('input', later(ask, 120));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      // Where that does not go well, the page that follows says why.
      if (!(await ask())) form.submit();
    });
  }

  // What changes by itself is asked for again while somebody looks at it.
  const fresh = [...document.querySelectorAll('[data-refresh]')].map((it) => it.dataset.refresh);
  if (fresh.length) {
    // Nothing is taken from under somebody's hands, and no part of a list but its beginning changes by itself.
    const inUse = (box) => box.contains(document.activeElement) || box.querySelector('details[open]');
    const free = () => fresh.filter((id) => { const box = document.getElementById(id); return box && !inUse(box); });
    const refresh = async () => {
      const isPart = ['after', 'from'].some((name) => new URLSearchParams(location.search).has(name));
      if (!document.hidden && !isPart && free().length) {
        try {
          const answer = await page(location.href);
          for (const id of free()) lay(answer, id);
        } catch {
          // The next time, perhaps.
        }
      }
      again();
    };
    // What is under way moves on faster.
    const isUnderWay = () => fresh.some((id) => document.querySelector(`#${id} progress[data-under-way]`));
    let timer;
    const again = (wait = isUnderWay() ? 2_000 : 10_000) => {
      clearTimeout(timer);
      timer = setTimeout(refresh, wait);
    };
    again();
    // A form that is answered with a file leaves the page where it is.
    for (const form of document.querySelectorAll('form[data-download]')) form.addEventListener('submit', () => again(1_000));
  }

  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const said = button.textContent;
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = said; }, 2000);
    });
  }

  // What is chosen of how the components look is shown at once; what is wrong with it is said when it is sent.
  for (const form of document.querySelectorAll('form[data-preview]')) {
    const frame = document.getElementById(form.dataset.frame);
    const show = later(() => {
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      // In the place of what was there: one goes back to the page before this one.
      frame.contentWindow.location.replace(`${form.dataset.preview}?${query}`);
    }, 250);
    form.addEventListener('input', show);
  }

  for (const area of document.querySelectorAll('textarea[data-json]')) {
    const check = () => {
      let wrong = '';
      try {
        const read = JSON.parse(area.value || '{}');
        if (read === null || Array.isArray(read) || typeof read !== 'object') wrong = 'This is not an object: {…}';
      } catch (error) {
        wrong = error.message;
      }
      area.setCustomValidity(wrong);
      if (wrong) area.setAttribute('aria-invalid', 'true');
      else area.removeAttribute('aria-invalid');
    };
    area.addEventListener('input', check);
  }

  // The palette: to any page by its name, and to any user by how a name or an address begins.
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.className = 'palette';
  dialog.setAttribute('aria-label', 'Go to');
  const input = dialog.appendChild(document.createElement('input'));
  Object.assign(input, { type: 'text', placeholder: 'Go to a page or a user', autocomplete: 'off', spellcheck: false });
  input.setAttribute('aria-label', 'Page or user');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-expanded', 'true');
  input.setAttribute('aria-controls', 'palette-list');
  const list = dialog.appendChild(document.createElement('ul'));
  list.id = 'palette-list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Found');
  const others = document.getElementById('places')?.content.querySelectorAll('a') ?? [];
  const places = [...document.querySelectorAll('.side nav > ul > li > a'), ...others].map((link) => ({ href: link.getAttribute('href'), name: link.textContent }));
  let chosen = 0;

  const mark = (at) => {
    const all = [...list.children];
    chosen = all.length ? (at + all.length) % all.length : 0;
    all.forEach((entry, place) => entry.setAttribute('aria-selected', String(place === chosen)));
    if (all[chosen]) input.setAttribute('aria-activedescendant', all[chosen].id);
    else input.removeAttribute('aria-activedescendant');
    all[chosen]?.scrollIntoView({ block: 'nearest' });
  };
  const show = (found) => {
    list.replaceChildren(...found.map(({ href, name }, place) => {
      const entry = document.createElement('li');
      entry.id = `palette-${place}`;
      entry.setAttribute('role', 'option');
      entry.dataset.href = href;
      entry.textContent = name;
      return entry;
    }));
    mark(0);
  };
  const pages = (typed) => places.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  const people = later(async (typed) => {
    try {
      const answer = await page(`/admin/users?q=${encodeURIComponent(typed)}`);
      if (input.value.trim() !== typed) return;
      const links = [...answer.querySelectorAll('#results a.who')].slice(0, 8);
      show([...pages(typed), ...links.map((link) => ({
        href: link.getAttribute('href'),
        name: [...link.querySelectorAll('strong, .muted')].map((part) => part.textContent).join(' · '),
      }))]);
    } catch {
      // The pages stay.
    }
  }, 120);
  input.addEventListener('input', () => {
    const typed = input.value.trim();
    show(pages(typed));
    if (typed) people(typed);
  });
  const go = (entry) => {
    if (!entry) return;
    // It may be a place on this page.
    dialog.close();
    location.assign(entry.dataset.href);
  };
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(chosen + 1);
    else if (event.key === 'ArrowUp') mark(chosen - 1);
    else if (event.key === 'Enter') go(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', (event) => go(event.target.closest('li')));
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  const open = () => {
    if (dialog.open) return;
    input.value = '';
    show(places);
    dialog.showModal();
  };
  document.addEventListener('keydown', (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      open();
    }
  });
  for (const button of document.querySelectorAll('[data-palette]')) {
    button.hidden = false;
    button.addEventListener('click', open);
    if (!/Mac|iPhone|iPad/.test(navigator.platform)) button.querySelector('kbd').textContent = 'Ctrl K';
  }
})();
