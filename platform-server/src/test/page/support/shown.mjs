/** Texts that a page shows only for a while: a busy machine may look after they are gone. */
import { until } from './until.mjs';

/**
 * Notes from now on what `selector` shows, until the page is loaded anew.
 * @returns {Promise<(text: RegExp) => Promise<void>>} waits until the text has been shown at some time
 */
export async function noteShown(page, selector) {
  await page.evaluate(selector => {
    const shown = window.shown ??= {};
    const texts = shown[selector] = new Set();
    const look = () => document.querySelectorAll(selector).forEach(one => texts.add(one.innerText));
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  }, selector);
  return async text => {
    const told = () => page.evaluate(selector => [...window.shown[selector]], selector);
    await until(async () => (await told()).some(one => text.test(one)))
      .catch(async failure => { throw new Error(`${text} was not shown in ${selector}, but ${JSON.stringify(await told())}`, { cause: failure }); });
  };
}
