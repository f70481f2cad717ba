// Gives elements the host's classes, as the server does in the first HTML: to what the browser makes, before it is shown.
(() => {
  if (window.vestibuleAppearance) return;
  window.vestibuleAppearance = true;
  /** Lists of: the class of the component in which it is so, or nothing; the element's own class; the host's. */
  const rules = JSON.parse(document.currentScript?.dataset.vstRules ?? '[]');
  const OWN = 'data-vst-elements';
  const known = new WeakMap();

  /** What a component says for itself. */
  function ownRules(root) {
    if (!known.has(root)) known.set(root, Object.entries(JSON.parse(root.getAttribute(OWN))));
    return known.get(root);
  }

  function add(element, classes) {
    const missing = classes.split(/\s+/).filter((name) => name && !element.classList.contains(name));
    if (missing.length > 0) element.classList.add(...missing);
  }

  function dress(element) {
    for (const [within, key, classes] of rules) {
      if (element.classList.contains(key) && (!within || element.closest(`.${within}`))) add(element, classes);
    }
    const root = element.closest(`[${OWN}]`);
    for (const [key, classes] of root ? ownRules(root) : []) {
      if (element.classList.contains(`vst-${key}`)) add(element, classes);
    }
  }

  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'attributes') dress(record.target);
      for (const node of record.addedNodes) {
        if (!(node instanceof Element)) continue;
        dress(node);
        node.querySelectorAll('[class*="vst-"]').forEach(dress);
      }
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
  // What was made before this was here.
  document.querySelectorAll('[class*="vst-"]').forEach(dress);
})();
