/** People bid on an English auction while servers die. */
import { alone, test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house, picture } from './support/scene.mjs';
import { FEED_EVENTS } from './support/house.mjs';
import { until } from './support/until.mjs';

const panel = page => page.locator('.panel').first();
const standing = page => page.locator('.panel-standing').first();
const bidNext = page => page.getByRole('button', { name: /^Bid / });
const answer = page => page.locator('.answer');

/** All bids of an auction, as the house knows them. */
async function bids(id) {
  return (await house.read(`/v1/auctions/${id}/bids?limit=1000`)).bids;
}

alone('two bidders outbid each other while the leader is killed, and nothing is lost or reloaded', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Oak refectory table, c. 1780', itemName: 'Oak refectory table', itemDescription: 'On turned legs, with old repairs. From a house in Kent.', increment: 500, durationMillis: 600_000, softClose: { windowMillis: 30_000 } });
  const leader = await house.leader();
  await as('ann', `/auctions/${id}`, async ann => {
    await as('bob', `/auctions/${id}`, async bob => {
      for (const page of [ann, bob]) {
        await page.evaluate(() => { globalThis.neverReloaded = true; });
      }
      await bidNext(ann).click();
      await answer(ann).getByText('Accepted: you lead at €100.00').waitFor();
      await answer(ann).getByText(/Receipt no\. \d+/).waitFor();
      await bidNext(bob).getByText('€105.00').waitFor();
      await bidNext(bob).click();
      await standing(bob).getByText('You lead').waitFor();
      await standing(ann).getByText('You were outbid').waitFor();
      await ann.locator('.toast').getByText(/You were outbid on Oak refectory table.* €105.00 by bob/).waitFor();
      await picture(ann, 'auction-outbid');

      await house.kill(leader);
      await Promise.all([
        (async () => {
          await bidNext(ann).click();
          await answer(ann).getByText('Accepted: you lead at €110.00').waitFor({ timeout: 30_000 });
        })(),
        ann.locator('.connection.is-live').waitFor({ timeout: 30_000 }),
      ]);
      await bidNext(bob).getByText('€115.00').waitFor({ timeout: 30_000 });
      await bidNext(bob).click();
      await answer(bob).getByText('Accepted: you lead at €115.00').waitFor();
      await standing(ann).getByText('You were outbid').waitFor();

      for (const page of [ann, bob]) {
        assert.equal(await page.evaluate(() => globalThis.neverReloaded), true);
        await page.locator('.connection').getByText('Live').waitFor();
        assert.doesNotMatch(await page.locator('.connection').getAttribute('title'), new RegExp(`server ${leader}$`));
        await until(async () => (await page.locator('.history tbody tr').count()) === 4);
      }
      await ann.getByRole('button', { name: 'Check with the house' }).first().click();
      await ann.locator('.receipt-check').getByText('The house gives the same answer.').first().waitFor();
    }, { server: leader });
  }, { server: leader });
  assert.deepEqual((await bids(id)).map(bid => [bid.bidder, bid.amount]),
    [['ann', 10_000], ['bob', 10_500], ['ann', 11_000], ['bob', 11_500]]);
  await house.launch(leader);
});

alone('a bid under way when its server freezes is resolved under the same number, and counts once', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Brass telescope', durationMillis: 600_000 });
  const leader = await house.leader();
  await as('ann', `/auctions/${id}`, async page => {
    const keys = [];
    const tellPanel = async failure => {
      throw new Error(`${keys.length} tries; ${await panel(page).innerText()}`, { cause: failure });
    };
    let asked;
    page.on('request', request => {
      const url = new URL(request.url());
      if (url.pathname === '/v1/commands') keys.push(request.headers()['idempotency-key']);
      if (url.pathname.startsWith('/v1/auctions/')) asked = house.origins.indexOf(url.origin);
    });
    await page.reload();
    await page.locator('.connection.is-live').waitFor();
    await bidNext(page).waitFor();
    const frozen = await until(() => asked);
    house.pause(frozen);
    try {
      await bidNext(page).click();
      await answer(page).getByText(/with the same number/).waitFor().catch(tellPanel);
      assert.equal(await answer(page).locator('.is-success').count(), 0, 'not shown as accepted before the house said so');
      await answer(page).getByText('Accepted: you lead at €100.00').waitFor().catch(tellPanel);
      await until(() => page.locator('.connection.is-live').count());
    } finally {
      house.resume(frozen);
    }
    assert.ok(keys.length > 1, 'it was asked more than once');
    assert.equal(new Set(keys).size, 1, 'under one key');
  }, { server: house.ids.find(one => one !== leader) });
  assert.equal((await bids(id)).length, 1);
});

test('a bid under way when the page is reloaded is resolved by the next page', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Globe of 1890', durationMillis: 600_000 });
  const leader = await house.leader();
  const other = house.ids.find(one => one !== leader);
  await as('ann', `/auctions/${id}`, async page => {
    await page.locator('.connection.is-live').waitFor();
    await page.route('**/v1/commands', route => route.abort());
    await bidNext(page).click();
    await answer(page).getByText('Sending').or(answer(page).getByText('same number')).waitFor();
    await page.reload();
    await page.unroute('**/v1/commands');
    await page.locator('.toast').getByText(/was under way when the page was reloaded: Accepted/).waitFor();
    await standing(page).getByText('You lead').waitFor();
  }, { server: other });
  assert.equal((await bids(id)).length, 1);
});

alone('a reload while the page’s own server is down goes on where it was, and another server knows the reader', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Sea chest', increment: 500, durationMillis: 600_000 });
  const victim = house.ids.find(one => one !== 0);
  await as('', `/auctions/${id}`, async page => {
    await bidNext(page).click();
    await page.getByRole('dialog').getByLabel('Your name').fill('z'.repeat(300)); // never cut without a word
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByText('A name has at most 64 characters.').waitFor();
    await page.getByRole('dialog').getByLabel('Your name').fill('Zoë Ångström');
    await page.getByRole('button', { name: 'Continue' }).click();
    await answer(page).getByText('Accepted: you lead at €100.00').waitFor();
    await until(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'
      && Boolean(await (await caches.open('gavel-page')).match('/', { ignoreVary: true }))));
    await house.kill(victim);
    await page.reload();
    await page.getByRole('button', { name: /You are Zoë Ångström/ }).waitFor();
    await standing(page).getByText('You lead').waitFor();
    await page.locator('.receipts').getByText(/€100.00/).first().waitFor();
    await house.command('bob', { op: 'bid', auction: id, amount: 12_000 });
    await standing(page).getByText('You were outbid').waitFor();
    await bidNext(page).click();
    await answer(page).getByText('Accepted: you lead at €125.00').waitFor();
    await house.ready(0); // a test before may have killed it
    await page.goto(house.origins[0] + `/#/auctions/${id}`);
    await page.getByRole('button', { name: /You are Zoë Ångström/ }).waitFor();
    await standing(page).getByText('You lead').waitFor();
  }, { server: victim, keepsPage: true });
  await house.launch(victim);
});

test('a late bid is seen to extend the auction, by house time', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Station clock', durationMillis: 60_000, softClose: { windowMillis: 90_000 } });
  await as('ann', `/auctions/${id}`, async page => {
    await page.getByText(/house time, ±\d+ ms/).waitFor();
    await bidNext(page).click();
    await page.locator('.extended').getByText(/Extended by .* a bid came near the end/).waitFor();
    await page.locator('.history').getByText(/Extended by/).waitFor();
    const left = await page.locator('.ends .countdown').innerText();
    assert.match(left.trim(), /^1:[0-3]\d$/);
  });
});

test('an amount far above the price is asked about again, and one too low is refused with what would do', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Silver spoon', durationMillis: 600_000 });
  await as('ann', `/auctions/${id}`, async page => {
    const field = page.getByLabel('Your own amount');
    await field.fill('99');
    await page.getByRole('button', { name: 'Place bid' }).click();
    await panel(page).getByRole('alert').getByText('At least €100.00.').waitFor();
    await field.fill('5,000');
    await page.getByRole('button', { name: 'Place bid' }).click();
    await page.getByRole('dialog').getByText(/about to bid €5,000\.00/).waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();
    assert.equal((await bids(id)).length, 0);
    await page.getByLabel(/Bid for me/).check();
    await page.getByLabel('Your maximum').fill('250');
    await page.getByRole('button', { name: 'Set my maximum' }).click();
    await page.getByText('Your maximum is €250.00').waitFor();
    assert.equal((await house.command('bob', { op: 'bid', auction: id, amount: 15_000 })).leading, false);
    await page.locator('.price').getByText('€150.01').waitFor();
  });
});

alone('a tab whose server restarts, and that missed more than any server still holds, is true again without a reload', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Sextant', durationMillis: 600_000 });
  const leader = await house.leader();
  const server = house.ids.find(one => one !== leader && one !== 0);
  await as('ann', `/auctions/${id}`, async page => {
    await page.locator('.connection.is-live').waitFor();
    await page.evaluate(() => { globalThis.neverReloaded = true; });
    await bidNext(page).click();
    await standing(page).getByText('You lead').waitFor();
    await house.command('ben', { op: 'bid', auction: id, amount: 15_000 });
    await standing(page).getByText('You were outbid').waitFor(); // the stream told it: there is a place to go on from
    let resets = 0;
    page.on('response', answer => { if (/\/v1\/events\?after=/.test(answer.url())) resets++; });
    await page.route('**/v1/events*', route => route.abort());
    await house.kill(server);
    await page.locator('.connection.is-reconnecting').waitFor();
    await house.command('bob', { op: 'bid', auction: id, amount: 20_000 });
    await Promise.all(Array.from({ length: 10 }, async () => {
      const other = await house.sell({ name: 'Something else', durationMillis: 600_000 });
      for (let i = 0; i <= FEED_EVENTS / 10; i++) {
        await house.command('bob', { op: 'bid', auction: other, amount: 10_000 + 100 * i });
      }
    }));
    await page.unroute('**/v1/events*');
    await page.locator('.connection.is-live').waitFor();
    await page.locator('.price').getByText('€200.00').waitFor();
    await until(() => resets > 0); // it asked to go on where it was
    await house.restart(server);
    await bidNext(page).click();
    await standing(page).getByText('You lead').waitFor();
    assert.equal(await page.evaluate(() => globalThis.neverReloaded), true);
  }, { server, noWorker: true });
});
