/** Auctions that their seller's program runs, at the page of a server and at that of a bidder's own program. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { SLOW_MILLIS, as, browser, house, picture } from './support/scene.mjs';
import { openPage } from './support/browser.mjs';
import { start } from './support/program.mjs';
import { until } from './support/until.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const round = async page => Number(/Round (\d+)/.exec(await page.locator('.round').innerText({ timeout: 1_000 }))[1]);

test('a bidder’s own program sits with the seller while all servers are down', { timeout: 2 * SLOW_MILLIS }, async () => {
  const seller = (...words) => start(house, 'sell', ...words, '--grace', '100', '--journal', join(house.folder, 'journal'), '--as', 'sue');
  const first = seller('--name', 'Longcase clock', '--start', '10.00', '--step', '1.00', '--period', '300ms', '--start-when', '2');
  let sue = first;
  const web = start(house, 'client', '--web', '--listen', '127.0.0.1:0');
  const contexts = [];
  const open = async (name, origin, path) => {
    contexts.push(await browser.person(name));
    return openPage(contexts.at(-1), `${origin}/#${path}`);
  };
  try {
    const auction = (await first.says(/ buy (\d+) --as/))[1];
    const agent = (await web.says(/open (http:\S+)\//))[1];
    await as('zoe', `/auctions/${auction}`, async page => {
      await page.getByText(/The program of its seller, sue, runs this auction/).waitFor();
      assert.equal(await button(page, 'Join').count(), 0);
    });
    const [ann, bob] = await Promise.all(['ann', 'bob'].map(name => open(name, agent, `/auctions/${auction}`)));
    await button(ann, 'Join').click();
    await ann.getByText('You are in from the start').waitFor();
    await button(bob, 'Join').click();
    await until(async () => await round(ann) > 1 && await round(bob) > 1);

    await first.kill();
    for (const page of [ann, bob]) await page.getByText('Paused: the seller does not answer').waitFor();
    sue = seller(auction);
    for (const page of [ann, bob]) await page.getByText('You are in', { exact: true }).waitFor();

    await Promise.all(house.ids.map(id => house.kill(id)));
    await ann.getByText('The auction goes on without').waitFor();
    const downAt = await round(ann);
    await until(async () => await round(ann) > downAt + 1);
    await picture(ann, 'seller-run');
    await button(bob, 'Leave for good').click();
    await bob.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await bob.getByText(/Sold to ann/).waitFor();
    await ann.getByText(/You won for €/).waitFor();
    await ann.getByText('So says the seller’s program').waitFor();
    await ann.reload();
    await ann.getByText(/You won for €/).waitFor();

    const majority = house.ids.slice(0, 3); // as many as it takes: the test after this one has servers of its own
    await Promise.all(majority.map(id => house.launch(id)));
    await Promise.all(majority.map(id => house.ready(id)));
    assert.equal(await sue.ended(), 0);
    for (const page of [ann, bob]) await page.getByText('So says the seller’s program').waitFor({ state: 'hidden' });
    await ann.getByText(/You won for €/).waitFor();
    for (const page of [ann, bob]) assert.deepEqual(page.faults, [], 'the page met errors');
  } finally {
    await Promise.all(contexts.map(context => context.close()));
    await Promise.all([first.kill(), sue.kill(), web.kill()]);
  }
});
