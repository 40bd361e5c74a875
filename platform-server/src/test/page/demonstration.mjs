/** `gavel demo`: the page kills servers while robots bid, and no acknowledged bid is lost. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browser, house, picture } from './support/scene.mjs';
import { COMMAND, ENVIRONMENT, configuration } from './support/house.mjs';
import { openPage } from './support/browser.mjs';
import { PHONE, axe, giveAxe } from './support/axe.mjs';
import { until } from './support/until.mjs';

const OPEN = /The house is open at (http:\/\/[^/]+)\//;

test('a demonstration kills servers from the page, and loses and doubles nothing', { timeout: 240_000 }, async () => {
  await house.stop();
  const folder = await mkdtemp(join(tmpdir(), 'gavel-demo-page-'));
  const config = join(folder, 'gavel.conf');
  await writeFile(config, (await configuration(folder, 5)).text);
  const demo = spawn(COMMAND[0], [...COMMAND.slice(1), 'demo', '--config', config], { stdio: ['pipe', 'pipe', 'pipe'], env: ENVIRONMENT });
  let said = '';
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', text => { said += text; });
  const ended = once(demo, 'exit');
  const context = await browser.person('maria');
  try {
    const [, origin] = await until(() => {
      assert.equal(demo.exitCode, null, said);
      return OPEN.exec(said);
    }, 90_000);
    const { demo: control } = await (await fetch(origin + '/v1/cluster')).json();
    const stranger = await fetch(control + '/demo/servers/0/kill', { method: 'POST', headers: { Origin: 'http://evil.example' } });
    assert.equal(stranger.status, 403, 'no page from elsewhere may order');
    const page = await openPage(context, `${origin}/#/house`);
    const figure = async name => Number((await page.locator('.demo dt', { hasText: name }).locator('xpath=../dd').evaluate(dd => dd.firstChild.data)).replace(/\D/g, ''));
    await until(async () => await figure('Acknowledged') > 3);
    const leader = await page.locator('.demo-servers li', { hasText: 'leads' }).locator('strong').innerText();
    await page.getByRole('button', { name: `kill -9 ${leader.toLowerCase()}` }).click();
    await page.locator('.demo-servers li', { hasText: leader }).getByText('killed').waitFor();
    await page.locator('.demo-servers li', { hasText: 'leads' }).waitFor({ timeout: 30_000 });
    const before = await figure('Acknowledged');
    await until(async () => await figure('Acknowledged') > before + 3, 30_000);
    await page.locator('.timeline').getByText('leads').first().waitFor();
    await picture(page, 'demonstration');
    await giveAxe(page);
    assert.deepEqual(await axe(page, 'at a desk'), []);
    const desk = page.viewportSize();
    await page.setViewportSize(PHONE);
    assert.deepEqual(await axe(page, 'on a phone'), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= PHONE.width, 'it fits a phone');
    await page.setViewportSize(desk);
    await page.getByRole('button', { name: `Start ${leader.toLowerCase()}` }).click();
    await page.locator('.demo-servers li', { hasText: leader }).getByText('does not answer yet').waitFor(); // until its card is no longer down
    await page.locator('.demo-servers li', { hasText: leader }).getByText(/runs|leads/).waitFor();
    assert.notEqual(await page.locator('.server', { hasText: leader }).locator('.badge').innerText(), 'down');
    // not the one that has just been started: it knows of no lot yet, so nobody bids there
    const victim = page.locator('.demo-servers li').filter({ hasText: /runs/, hasNotText: leader }).first();
    const name = await victim.locator('strong').innerText();
    const cut = page.locator('.demo-servers li', { hasText: name });
    await cut.getByRole('button', { name: `Cut off ${name.toLowerCase()}` }).click();
    await cut.getByText('cut off', { exact: true }).waitFor();
    await cut.getByText('NO_MAJORITY').waitFor({ timeout: 30_000 });
    const goesOn = await figure('Acknowledged');
    await until(async () => await figure('Acknowledged') > goesOn + 3, 30_000);
    const host = await page.locator('.server', { hasText: name }).locator('.mono').last().innerText();
    const refused = await fetch(`http://${host}/v1/commands`, {
      method: 'POST', body: JSON.stringify({ op: 'register' }), headers: { 'Gavel-User': 'zoe', 'Content-Type': 'application/json' },
    });
    assert.equal((await refused.json()).code, 'NO_MAJORITY');
    const other = await openPage(context, `http://${host}/#/`);
    const where = async () => /live from (server \d+)$/.exec(await other.locator('.connection').getAttribute('title'))?.[1];
    await until(async () => (await where() ?? name.toLowerCase()) !== name.toLowerCase(), 30_000);
    await other.close();
    await cut.getByRole('button', { name: `Join again ${name.toLowerCase()}` }).click();
    await cut.getByText(/^(runs|leads)$/).waitFor();
    await until(async () => (await (await fetch(`http://${host}/readyz`)).json()).ready, 30_000);
    const looked = /(\d[\d,]*) looked up again/;
    await until(async () => Number(looked.exec(await page.locator('.demo').innerText())[1].replace(/\D/g, '')) > before, 30_000);
    assert.equal(await figure('Lost'), 0);
    assert.equal(await figure('Doubled'), 0);
  } finally {
    await context.close();
    demo.stdin.write('q\n');
    demo.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
