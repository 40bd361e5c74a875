/** The servers and the browser that all tests share, and what people do in it. */
import { House } from './house.mjs';
import { openBrowser, openPage } from './browser.mjs';
import { until } from './until.mjs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import assert from 'node:assert/strict';

const PICTURES = process.env.GAVEL_PICTURES
  ?? resolve(import.meta.dirname, '../../../../../docs/pictures');

/** How long a test may take on a machine that has much else to do; on an idle one it takes seconds. */
export const SLOW_MILLIS = 120_000;
const SCENE_MILLIS = 100_000;
const SHOWN_MILLIS = 5_000;

export let house;
export let browser;

export async function open() {
  [house, browser] = await Promise.all([House.start(), openBrowser()]);
}

export async function close() {
  await browser?.close();
  await house?.stop();
}

/**
 * Opens the page as `name`, runs `scene`, and fails if anything went wrong in it.
 * @param {string} path of the page, as `/auctions/1`
 * @param {{server?: number, noWorker?: boolean}} more which server it comes from, whether its tabs have
 *     streams of their own, as where there are no shared workers, and what `person` takes
 */
export async function as(name, path, scene, { server = 0, noWorker = false, ...more } = {}) {
  await house.ready(server); // it may have been started again just now
  const context = await browser.person(name, more);
  if (noWorker) await context.addInitScript(() => { delete globalThis.SharedWorker; });
  let page;
  try {
    page = await openPage(context, house.origins[server] + '/#' + path);
    await bounded(scene(page, context));
    assert.deepEqual(page.faults, [], 'the page met errors');
  } catch (failure) {
    const seen = `\n\nThe page, ${page?.url()}, shows:\n${await shown(page)}`;
    failure.message += seen;
    failure.stack += seen; // which is what Node prints of most
    throw failure;
  } finally {
    await context.close();
  }
}

/** Fails before the test does, so that it can be told what the page shows. */
async function bounded(played) {
  let alarm;
  const late = new Promise((_, fail) => {
    alarm = setTimeout(() => fail(new Error(`the scene is not over after ${SCENE_MILLIS} ms`)), SCENE_MILLIS);
  });
  try {
    await Promise.race([played, late]);
  } finally {
    clearTimeout(alarm);
  }
}

/** Its text; `nothing` where it cannot be had. */
async function shown(page) {
  try {
    return await page.locator('body').innerText({ timeout: SHOWN_MILLIS });
  } catch {
    return 'nothing';
  }
}

/** Keeps a picture for the documentation, where pictures are asked for. */
export async function picture(page, name) {
  if (!process.env.GAVEL_TAKE_PICTURES) return;
  await until(async () => await page.locator('.server .fault').count() === 0).catch(() => {}); // a leader that has just been elected, say
  await page.evaluate(() => document.activeElement?.blur());
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: resolve(PICTURES, name + '.png'), animations: 'disabled' });
}
