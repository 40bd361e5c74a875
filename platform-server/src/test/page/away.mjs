/** Without a network nothing goes out by itself that has grown old. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { until } from './support/until.mjs';

const bidNext = page => page.getByRole('button', { name: /^Bid / });
const bids = async id => (await house.read(`/v1/auctions/${id}`)).bids;

test('the page asks every server once before it pauses, and pauses for longer each time', { timeout: SLOW_MILLIS }, async () => {
  await as('agnes', '/', async page => {
    const { asked, pauses } = await page.evaluate(async () => {
      const [{ Hunt, PAUSES }, { Servers }] = await Promise.all([import('/page/net/hunt.js'), import('/page/net/servers.js')]);
      const told = { asked: [], pauses: [] };
      const shared = new Servers(['a', 'b', 'c']);
      const hunt = new Hunt(shared, async millis => { told.pauses.push([told.asked.length, millis / PAUSES.first]); });
      const fail = async how => {
        told.asked.push(hunt.origin);
        await hunt.next(hunt.origin, how);
      };
      for (let tries = 0; tries < 5; tries++) await fail();
      hunt.found();
      await fail({ stay: true });
      shared.leave(hunt.origin); // another hunt led all on
      await fail();
      return told;
    });
    assert.deepEqual(asked, ['a', 'b', 'c', 'a', 'b', 'c', 'a']);
    assert.deepEqual(pauses.map(([after]) => after), [3, 4, 5, 6]);
    for (const [i, most] of [1, 2, 4, 1].entries()) {
      const factor = pauses[i][1];
      assert.ok(factor >= most / 2 && factor <= most, `pause ${i} of ${factor} times the first`);
    }
  });
});

test('offline the page says so, and a bid that waits can be cancelled', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Rosewood box', durationMillis: 600_000 });
  await as('agnes', `/auctions/${id}`, async (page, context) => {
    await page.locator('.connection.is-live').waitFor();
    await context.setOffline(true);
    await page.locator('.connection.is-offline').getByText('Offline').waitFor();
    await bidNext(page).click();
    await page.locator('.answer').getByText('You are offline. This waits here, and you are asked before it goes out.').waitFor();
    await page.locator('.answer').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.answer').getByText('Cancelled: nothing was sent.').waitFor();
    await context.setOffline(false);
    await page.locator('.connection.is-live').waitFor();
    await house.command('bruno', { op: 'bid', auction: id, amount: 10_000 });
    await page.locator('.price-notes').getByText('by bruno').waitFor();
    assert.equal(await bids(id), 1);
    await bidNext(page).click();
    await page.locator('.answer').getByText('Accepted: you lead at €100.01').waitFor();
  });
});

test('after the network is back an old bid is asked about, and goes out only then', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Ebony box', increment: 500, durationMillis: 600_000 });
  await as('agnes', `/auctions/${id}`, async (page, context) => {
    await page.locator('.connection.is-live').waitFor();
    for (const sends of [false, true]) {
      await context.setOffline(true);
      await page.locator('.connection.is-offline').waitFor();
      await bidNext(page).click();
      await page.locator('.answer').getByText('You are offline').waitFor();
      const since = performance.now();
      await until(() => performance.now() - since > 2_500); // until it is old
      await context.setOffline(false);
      const question = page.locator('.answer .question');
      await question.getByText(/^Bid €100\.00: this is .* old, and the house does not know of it: .* Send it now\?$/).waitFor();
      await page.locator('.connection.is-live').waitFor();
      assert.equal(await bids(id), 0, 'nothing goes out by itself');
      await question.getByRole('button', { name: sends ? 'Send it now' : 'Do not send it' }).click();
      await page.locator('.answer').getByText(sends ? 'Accepted: you lead at €100.00' : 'Not sent: the house knows nothing of it.').waitFor();
    }
    assert.equal(await bids(id), 1);
  });
});

test('a bid that waits offline is not sent once its page is left', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Walnut box', durationMillis: 600_000 });
  await as('agnes', `/auctions/${id}`, async (page, context) => {
    await page.locator('.connection.is-live').waitFor();
    await context.setOffline(true);
    await page.locator('.connection.is-offline').waitFor();
    await bidNext(page).click();
    await page.locator('.answer').getByText('You are offline').waitFor();
    await page.evaluate(() => { location.hash = '/mine'; });
    const since = performance.now();
    await until(() => performance.now() - since > 2_500); // until it is old
    await context.setOffline(false);
    await page.locator('.toast').getByText('Your bid on Walnut box was not sent').waitFor();
    assert.equal(await bids(id), 0);
  });
});

test('a bid cancelled when it was under way is looked up, and what became of it is told', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Cedar box', durationMillis: 600_000 });
  await as('agnes', `/auctions/${id}`, async page => {
    await page.locator('.connection.is-live').waitFor();
    await page.route('**/v1/commands', async route => {
      await route.fetch(); // it arrives, and its answer does not
      await route.abort();
    });
    await bidNext(page).click();
    await page.locator('.answer').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.answer').getByText('Should it reach the house all the same').waitFor();
    await page.locator('.toast').getByText(/Your bid on Cedar box reached the house all the same: Accepted/).waitFor();
    assert.equal(await bids(id), 1);
  });
});

test('a page that was reloaded as it asked whether an old bid may go out does not send it', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Larch box', durationMillis: 600_000 });
  await as('agnes', `/auctions/${id}`, async (page, context) => {
    await page.locator('.connection.is-live').waitFor();
    await context.route('**/v1/**', route => route.abort());
    await bidNext(page).click();
    const since = performance.now();
    await until(() => performance.now() - since > 13_000); // until it is old
    await context.unroute('**/v1/**');
    await page.locator('.answer .question').waitFor();
    await page.reload();
    await page.locator('.toast').getByText('The house does not know of your earlier bid on Larch box. It was not sent again').waitFor();
    await page.locator('.connection.is-live').waitFor();
    assert.equal(await bids(id), 0);
  });
});

test('a bid that waits offline is left to the tab that has it, however long', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Alder box', durationMillis: 600_000 });
  await as('agnes', `/auctions/${id}`, async (page, context) => {
    await page.locator('.connection.is-live').waitFor();
    await context.setOffline(true);
    await page.locator('.connection.is-offline').waitFor();
    await bidNext(page).click();
    await page.locator('.answer').getByText('You are offline').waitFor();
    const longAgo = await page.evaluate(() => {
      const before = Date.now() - 600_000;
      localStorage.setItem('gavel.pending', JSON.stringify(JSON.parse(localStorage.getItem('gavel.pending')).map(job => ({ ...job, sentAt: before, aliveAt: before }))));
      return before;
    });
    await until(() => page.evaluate(before => JSON.parse(localStorage.getItem('gavel.pending')).every(job => job.aliveAt > before), longAgo));
    await context.setOffline(false);
    await page.locator('.answer .question').waitFor();
    const other = await context.newPage();
    const asked = [];
    other.on('request', request => { if (request.url().includes('/v1/requests/')) asked.push(request.url()); });
    await other.goto(house.origins[0] + '/#/mine');
    await other.locator('.connection.is-live').waitFor();
    await page.getByRole('button', { name: 'Send it now' }).click();
    await page.locator('.answer').getByText('Accepted: you lead').waitFor();
    assert.deepEqual(asked, []);
    assert.equal(await other.locator('.toast').count(), 0);
  });
});
