/** Debian's Chromium, with nobody's settings, and people in it. */
import { chromium } from 'playwright-core';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One without windows first: it takes two thirds of the time. */
const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** One browser with its own empty folder; `close` takes both away. `more`: flags besides. */
export async function openBrowser(...more) {
  const executablePath = PLACES.find(place => place && existsSync(place));
  if (!executablePath) throw new Error('no Chromium found: apt-get install chromium, or name one in CHROMIUM');
  const home = await mkdtemp(join(tmpdir(), 'gavel-chromium-'));
  const browser = await chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...more], env: { ...process.env, HOME: home } });
  return {
    /**
     * A person with a browser profile of their own.
     * @param {string} name empty for somebody who has not said
     * @param {object} more options of the profile, such as `viewport`; with `keepsPage` the browser keeps the
     *     page for when its server is down. Without it, as tests see no request that is made while the worker
     *     for that takes over.
     */
    async person(name, { keepsPage = false, ...more } = {}) {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: { width: 1280, height: 900 },
        reducedMotion: 'reduce', serviceWorkers: keepsPage ? 'allow' : 'block', ...more }); // what moves costs a machine without a graphics card much
      context.setDefaultTimeout(30_000);
      if (name) await context.addInitScript(who => { localStorage.getItem('gavel.user') ?? localStorage.setItem('gavel.user', JSON.stringify(who)); }, name);
      return context;
    },
    async close() {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Opens a page and notes what goes wrong in it: errors, and what its policy refused. */
export async function openPage(context, address) {
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(String(error.stack ?? error)));
  page.on('console', message => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught|Failed to load module/.test(message.text())) page.faults.push(message.text());
  });
  await page.goto(address);
  return page;
}
