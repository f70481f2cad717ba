// Axe, and of what it says only what is asked of it: all else is thousands of elements for which it writes down where they are.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

const SOURCE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Brings it into every frame of a page, where it stays as long as the document that is shown there. */
async function load(page) {
  await Promise.all(page.frames().map(async (frame) => {
    const loaded = frame.evaluate(() => 'axe' in window).then((there) => there || frame.evaluate(SOURCE));
    if (frame === page.mainFrame()) return loaded;
    // There are frames that let no script in.
    return Promise.race([loaded.catch(() => {}), sleep(1_000, undefined, { ref: false })]);
  }));
}

/** Runs in the page. */
async function run({ within, options }) {
  // A colour that is still on its way is none that anybody reads.
  const moving = document.getAnimations().filter((it) => it instanceof CSSTransition);
  await Promise.all(moving.map((it) => it.finished.catch(() => {})));
  const { violations, passes } = await window.axe.run(within ?? document, options);
  return {
    violations: violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html, target }) => ({ html, target })) })),
    passes: passes.map(({ id }) => id),
  };
}

/** What it finds, and which of its rules are kept. `runOnly`: as axe takes it. `within`: a selector. */
export async function examine(page, { runOnly, within } = {}) {
  await load(page);
  const options = { resultTypes: ['violations'], ...(runOnly && { runOnly }) };
  return page.evaluate(run, { within, options });
}

/** What it finds by the rules that it goes by if it is told none. */
export async function faults(page, within) {
  const { violations } = await examine(page, { within });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
