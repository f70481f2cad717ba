// Shows moments in the browser's time zone, as the server writes them in UTC: in the language of the page, today and yesterday
// called so. What is shown is in a shadow root. The text that the server has drawn stays as it is, and whoever compares it with
// what it draws next, or makes it come alive, finds it.
(() => {
  // A page may have it more than once.
  if (window.vestibuleMoments) return;
  window.vestibuleMoments = true;

  const moments = document.getElementsByClassName('vst-moment');
  // The digits and the calendar that the rest of the page has.
  const options = { numberingSystem: 'latn', calendar: 'gregory', dateStyle: 'medium' };

  /** Which moment is shown where. */
  let shown = new WeakMap();

  /** The language as it is written where the person is: of `en`, `en-GB`. */
  const own = (lang) => navigator.languages.find((it) => it.startsWith(`${lang}-`)) ?? lang;

  /** Midnight of a day, so many days from it. */
  const midnight = (at, days = 0) => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime();

  function written(at, lang) {
    const text = new Intl.DateTimeFormat(lang, { ...options, timeStyle: 'short' }).format(at);
    const day = [0, -1].find((days) => midnight(at) === midnight(new Date(), days));
    if (day === undefined) return text;
    const date = new Intl.DateTimeFormat(lang, options).format(at);
    return text.replace(date, new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(day, 'day'));
  }

  /** AM and PM stay in the line of their time. */
  const together = (text) => text.replace(/\s(?=[ap]\.?m\.?$)/i, '\u00a0');

  function show() {
    for (const { dateTime, lang, firstElementChild: place } of moments) {
      if (!place || shown.get(place) === dateTime) continue;
      shown.set(place, dateTime);
      const at = new Date(dateTime);
      // A browser that does not know the language would write in another.
      if (Number.isNaN(at.getTime()) || !Intl.DateTimeFormat.supportedLocalesOf(lang).length) continue;
      const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
      root.textContent = together(written(at, own(lang)));
    }
  }

  new MutationObserver(show).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['datetime'],
  });
  // Today is another day meanwhile.
  document.addEventListener('visibilitychange', () => {
    shown = new WeakMap();
    show();
  });
  show();
})();
