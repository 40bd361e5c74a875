/** What axe-core finds wrong on a screen, for people who do not see it as others do. */
import { readFile } from 'node:fs/promises';

const AXE = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export const PHONE = { width: 360, height: 780 };

/** To be called once for each page that is loaded. */
export async function giveAxe(page) {
  await page.evaluate(AXE);
}

/** What the dark scheme can change: it is other colours of the same page. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** All that axe finds on the screen as it stands, of any weight: everything in light colours, and what dark ones change. */
export async function axe(page, where) {
  const found = [];
  for (const [colorScheme, only] of [['dark', OF_COLOURS], ['light', undefined]]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(rules => globalThis.axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) }), only);
    found.push(...violations.map(one => `${where}, ${colorScheme}: ${one.id}: ${one.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')}`));
  }
  return found;
}
