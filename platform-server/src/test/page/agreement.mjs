/** Panel, price, history, receipts and notices say one and the same thing, after every event. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { openPage } from './support/browser.mjs';
import { chance } from './support/random.mjs';
import { until } from './support/until.mjs';

/** Notes all that the page shows at once, each time it has drawn something; what contradicts itself is a fault. */
function watchTheScreen() {
  globalThis.contradictions = [];
  const text = selector => document.querySelector(selector)?.innerText.trim() ?? '';
  const look = () => {
    if (!document.querySelector('.panel') || !document.querySelector('.price')) return;
    const price = text('.price');
    const by = text('.price-notes').match(/by (\S+)/)?.[1];
    const standing = text('.panel-standing');
    const row = document.querySelector('.history .is-standing');
    const leads = row?.querySelector('td').innerText.split(/\s/)[0];
    const amount = row?.querySelector('.number')?.firstChild.data;
    const wrong = [];
    if (row && amount !== price) wrong.push(`the row that leads says ${amount}, the price ${price}`);
    if (row && leads !== by) wrong.push(`the row that leads is ${leads}, the price is by ${by}`);
    if (document.querySelectorAll('.history .is-standing').length > 1) wrong.push('two rows lead');
    if (standing === 'You lead' && by !== 'you') wrong.push(`“You lead”, and the price is by ${by}`);
    if (standing === 'You were outbid' && by === 'you') wrong.push('“You were outbid”, and the price is by you');
    const said = text('.answer .is-success').match(/^Accepted: you lead at (\S+?)[,.]?\s/);
    if (said && !text('.answer .is-success').includes('Since then') && standing === 'You were outbid') wrong.push('“you lead” and “You were outbid”');
    for (const one of wrong) if (!globalThis.contradictions.includes(one)) globalThis.contradictions.push(one);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  setInterval(look, 5);
}

/**
 * Notes which price is told of a lot with whom, in `told`, by where that is: on its own page, on its card in a list,
 * and in notices. A card says only whether it is the reader.
 */
function noteWhatIsTold(id) {
  globalThis.told = { lot: [], card: [], notice: [] };
  const text = (of, selector) => of.querySelector(selector)?.innerText.trim() ?? '';
  const note = (where, price, who) => {
    const line = `${price} ${who}`.trim();
    if (globalThis.told[where].at(-1) !== line) globalThis.told[where].push(line);
  };
  const look = () => {
    const lot = document.querySelector('.lot .price-box');
    if (lot) note('lot', text(lot, '.price'), text(lot, '.price-notes').match(/by (\S+)/)?.[1] ?? '');
    const card = document.querySelector(`.card-link[href="#/auctions/${id}"]`);
    if (card) note('card', text(card, '.card-price strong'), text(card, '.standing'));
    for (const notice of document.querySelectorAll('.toast p')) {
      if (!notice.querySelector(`a[href="#/auctions/${id}"]`) || notice.isNoted) continue;
      notice.isNoted = true;
      globalThis.told.notice.push(notice.firstChild.data);
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
}

/** Fails unless each of `lines` is one of what `stood` one after another, and none comes after a later one. */
function inOrder(lines, stood, where) {
  let at = 0;
  for (const line of lines) {
    const next = stood.findIndex((one, i) => i >= at && (Array.isArray(one) ? one.includes(line) : one === line));
    assert.notEqual(next, -1, `${where} told “${line}”, of ${JSON.stringify(lines)}; there stood ${JSON.stringify(stood)}`);
    at = next;
  }
}

const ROUNDS = 12;

for (const [kind, list] of [[{}, '/?q=cherry+chest'], [{ format: 'reverse' }, '/mine'], [{ proxy: 'always' }, '/mine']]) {
  test(`all parts of the page agree while people bid: ${JSON.stringify(kind)}`, { timeout: 2 * SLOW_MILLIS }, async () => {
    const down = kind.format === 'reverse';
    const luck = chance();
    const id = await house.sell({ name: 'Cherry chest', start: down ? 100_000 : 1_000, increment: 500, durationMillis: 600_000, ...kind });
    await as('ada', `/auctions/${id}`, async (page, context) => {
      const other = await openPage(context, `${new URL(page.url()).origin}/#${list}`);
      const tabs = [page, other];
      for (const tab of tabs) {
        await tab.locator('.connection.is-live').waitFor();
        await tab.evaluate(noteWhatIsTold, id);
      }
      await page.evaluate(watchTheScreen);
      const card = other.locator(`.card-link[href="#/auctions/${id}"]`);
      const notices = [];
      const first = `€${(down ? 1_000 : 10).toLocaleString('en-GB')}.00`;
      const onLot = [first];
      const onCard = [first];
      for (let i = 0; i < ROUNDS; i++) {
        const who = luck.one(['ada', 'bea', 'cia']);
        const { maximumNext, minimumNext, yourMaximum, price, leader } = await house.read(`/v1/auctions/${id}`, who);
        const next = down ? maximumNext : minimumNext;
        const better = by => (down ? next - by : next + by);
        const max = better(500 * luck.number(1, 8));
        const leads = leader === who;
        await house.command(who, leads ? { op: 'bid', auction: id, amount: price, max: down ? Math.min(max, yourMaximum - 500) : Math.max(max, yourMaximum + 500) }
          : { op: 'bid', auction: id, amount: next, ...(luck.yes(0.7) ? { max } : {}) });
        const view = await house.read(`/v1/auctions/${id}`, 'ada');
        const { bids } = await house.read(`/v1/auctions/${id}/bids?limit=1000`, 'ada');
        const shown = `€${(view.price / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 })}`;
        await page.locator('.price').getByText(shown, { exact: true }).waitFor();
        const row = page.locator('.history .is-standing');
        await row.getByText(shown).first().waitFor();
        await row.getByText(view.leader === 'ada' ? 'you' : view.leader).first().waitFor();
        assert.equal(bids.findLast(one => !one.retracted).amount, view.price, 'the last row carries the price');
        await until(async () => await page.locator('.history tbody tr').count() === Math.min(12, bids.length));
        const automatic = bids.slice(-12).filter(one => one.automatic).length;
        await until(async () => await page.locator('.history .is-automatic').count() === automatic);
        await page.locator('.panel-standing').first().getByText(view.leader === 'ada' ? /You lead|is the lowest/
          : 'ada' in view.participants ? /outbid|offers less/ : /^$/).waitFor({ state: 'attached' });
        const takesPart = 'ada' in view.participants;
        const word = view.leader === 'ada' ? 'You lead' : takesPart ? 'Outbid' : '';
        onLot.push(`${shown} ${view.leader === 'ada' ? 'you' : view.leader}`);
        onCard.push(word === 'Outbid' ? [`${shown} Outbid`, shown] : `${shown} ${word}`.trim()); // before it is known that the reader has bid
        if (takesPart || list !== '/mine') {
          await card.locator('.card-price').getByText(shown, { exact: true }).waitFor();
          if (word) await card.locator('.standing').getByText(word, { exact: true }).waitFor();
          else assert.equal(await card.locator('.standing').count(), 0);
        }
        if (leader === 'ada' && view.leader !== 'ada') {
          notices.push(`You were outbid on Cherry chest: ${shown} by ${view.leader}.`);
          for (const tab of tabs) await tab.locator('.toast').getByText(notices.at(-1)).waitFor();
        }
      }
      assert.deepEqual(await page.evaluate(() => globalThis.contradictions), []);
      const told = await Promise.all(tabs.map(tab => tab.evaluate(() => globalThis.told)));
      inOrder(told[0].lot, onLot, 'the lot');
      inOrder(told[1].card, onCard, 'the card');
      assert.ok(new Set(told[0].lot).size > ROUNDS / 2 && told[1].card.length > 1, 'it was looked at');
      for (const { notice } of told) assert.deepEqual(notice, notices);
      assert.deepEqual(other.faults, []);
    });
  });
}

test('answer, receipt and history of one bid with a maximum name the same amounts', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Beech chest', start: 1_000, increment: 100, durationMillis: 600_000 });
  await house.command('bea', { op: 'bid', auction: id, amount: 1_000, max: 4_000 });
  await as('ada', `/auctions/${id}`, async page => {
    await page.locator('.connection.is-live').waitFor();
    const bid = async (text, expected) => {
      await page.getByLabel(/Bid for me/).check();
      await page.getByLabel('Your maximum').fill(text);
      await page.getByRole('button', { name: 'Set my maximum' }).click();
      const yes = page.getByRole('dialog').getByRole('button', { name: /^Yes/ });
      if (await yes.isVisible()) await yes.click();
      await page.locator('.answer').getByText(expected).waitFor();
    };
    const receipt = () => page.locator('.receipts li').first().locator('strong').innerText();
    const row = name => page.locator('.history tbody tr').filter({ hasText: name }).first().locator('.number').first().innerText();
    await bid('30', "somebody's maximum is higher than your €30.00: the price is €31.00");
    assert.equal(await receipt(), 'Bid €30.00');
    await until(async () => await row('you') === '€30.00');
    assert.equal(await row('bea'), '€31.00');
    assert.match(await page.locator('.history tbody tr').first().innerText(), /bea\s+automatic\s+leads/);
    await bid('90', 'Accepted: you lead at €41.00, up to €90.00.');
    assert.equal(await receipt(), 'Bid €41.00, up to €90.00');
    await until(async () => /^€41\.00\s+up to €90\.00$/.test(await row('you')));
    await page.locator('.price').getByText('€41.00').waitFor();
  });
});

test('an answer names a limit that came first as it is: better, or only as good', { timeout: SLOW_MILLIS }, async () => {
  for (const [format, start, theirs, cases] of [
    ['english', 1_000, 1_500, [['14', "somebody's maximum is higher than your €14.00: the price is €15.00."], ['15', "somebody's maximum, which came first, is as good as your €15.00: the price is €15.00."]]],
    ['reverse', 2_000, 1_500, [['16', "somebody's lowest is lower than your €16.00: the price is €15.00."], ['15', "somebody's lowest, which came first, is as good as your €15.00: the price is €15.00."]]],
  ]) {
    for (const [typed, expected] of cases) {
      const id = await house.sell({ name: 'Pine chest', format, start, increment: 100, durationMillis: 600_000 });
      await house.command('bea', { op: 'bid', auction: id, amount: start, max: theirs });
      await as('ada', `/auctions/${id}`, async page => {
        await page.locator('.connection.is-live').waitFor();
        await page.getByLabel('Your own amount').fill(typed);
        await page.getByRole('button', { name: /^Place (bid|offer)$/ }).click();
        await page.locator('.answer').getByText('Accepted, but ' + expected).waitFor();
      });
    }
  }
});

test('a receipt of an offer says how low it goes, and one of many units how many', { timeout: SLOW_MILLIS }, async () => {
  const wall = await house.sell({ name: 'Wall, to be painted', format: 'reverse', start: 90_000, durationMillis: 600_000 });
  const bonds = await house.sell({ name: 'Bonds', format: 'uniform', start: 500, quantity: 100, durationMillis: 600_000 });
  await as('ada', `/auctions/${wall}`, async page => {
    const receipt = () => page.locator('.receipts li').first().locator('strong').innerText();
    await page.locator('.connection.is-live').waitFor();
    await page.getByRole('button', { name: 'Offer €900.00' }).click();
    await page.locator('.answer').getByText('Accepted: yours is the lowest at €900.00.').waitFor();
    assert.equal(await receipt(), 'Offer €900.00');
    await page.getByLabel('Lower your own offer').fill('890');
    await page.getByRole('button', { name: 'Place offer' }).click();
    await page.locator('.answer').getByText('Accepted: yours is the lowest at €900.00, down to €890.00.').waitFor();
    assert.equal(await receipt(), 'Offer €900.00, down to €890.00');
    await page.evaluate(id => { location.hash = '/auctions/' + id; }, bonds);
    await page.getByLabel('Your price for each').fill('7');
    await page.getByLabel('How many').fill('20');
    await page.getByRole('button', { name: 'Place my bid' }).click();
    await until(async () => await receipt() === 'Bid €7.00 for 20');
  });
});

test('the chart draws the price, also where the house bid for somebody', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Birch chest', start: 1_000, increment: 500, durationMillis: 600_000 });
  await house.command('bea', { op: 'bid', auction: id, amount: 1_000, max: 90_000 });
  await as('ada', `/auctions/${id}`, async page => {
    await house.command('ada', { op: 'bid', auction: id, amount: 16_000 });
    await page.locator('.price').getByText('€165.00').waitFor();
    await page.getByRole('img', { name: 'The price over time, from €10.00 to €165.00' }).waitFor();
    await page.locator('.u-over').waitFor();
    const beside = await page.evaluate(() => { // on which the last time below it stands with its right half
      const [whole, plot] = ['.chart', '.u-over'].map(one => document.querySelector(one).getBoundingClientRect().right);
      return whole - plot;
    });
    assert.ok(beside >= 35, `${beside} pixels are right of the plot`);
    const { x, y } = await page.evaluate(async auction => {
      const { pointsOf } = await import('/page/ui/chart-points.js');
      const { knownViews } = await import('/page/store/auctions.js');
      const { bids } = await (await fetch(`/v1/auctions/${auction}/bids`)).json();
      const [x, y] = pointsOf(knownViews().find(one => one.auction === auction), bids, Date.now());
      return { x, y };
    }, id);
    assert.deepEqual(y, [1_000, 16_500, 16_500], 'a step to the price at the bid, and then level');
    assert.ok(x[0] < x[1] && x[1] < x[2]);
  });
});

test('panel, card, list and notice say the same of how a lot ended', { timeout: SLOW_MILLIS }, async () => {
  const sell = (name, more) => house.sell({ name, start: 1_000, durationMillis: 600_000, ...more });
  const ends = [
    { name: 'Plum spoon', part: 'Won', notice: 'You won Plum spoon for €10.00.', panel: 'You won for €10.00.', card: 'Won' },
    { name: 'Plum fork', part: 'Lost', notice: 'Plum fork ended; it went to somebody else.', panel: 'Sold to bea for €20.00. You did not win this time.', card: 'Lost', rival: 2_000 },
    { name: 'Plum knife', part: 'Not sold', notice: 'Plum knife was not sold.', panel: 'Not sold.', more: { reserve: 90_000 } },
    { name: 'Plum cup', part: 'The seller decides', notice: 'Plum cup ended below the reserve; the seller decides on your bid.', panel: 'Below the reserve: the seller decides on your bid.', card: 'Seller decides on your bid', more: { reserve: 90_000, belowReserve: 'offer' } },
    { name: 'Plum bowl', part: 'The seller decides', notice: 'Plum bowl ended below the reserve; the seller decides on the highest bid.', panel: 'Ended below the reserve; the seller decides on the highest bid.', more: { reserve: 90_000, belowReserve: 'offer' }, rival: 2_000 },
  ];
  for (const end of ends) {
    end.id = await sell(end.name, end.more);
    await house.command('ada', { op: 'bid', auction: end.id, amount: 1_000 });
    if (end.rival) await house.command('bea', { op: 'bid', auction: end.id, amount: end.rival });
  }
  await as('ada', '/mine', async page => {
    const part = name => page.locator('.part', { has: page.getByRole('heading', { name: new RegExp(`^${name} \\d+$`) }) });
    const told = notice => until(() => page.evaluate(async text => (await import('/page/store/notices.js')).notices.value.some(one => one.text === text), notice));
    await page.locator('.connection.is-live').waitFor();
    for (const { name } of ends) await part('Running').getByText(name).waitFor();
    for (const { id } of ends) await house.command('sue', { op: 'close', auction: id });
    for (const { name, part: where, notice, card } of ends) {
      const shown = part(where).locator('.card', { hasText: name });
      await shown.waitFor();
      if (card) await shown.getByText(card, { exact: true }).waitFor();
      else assert.equal(await shown.locator('.standing').count(), 0, name);
      await told(notice);
    }
    const [cup, bowl] = ends.slice(3);
    await house.command('sue', { op: 'acceptOffer', auction: cup.id });
    await house.command('sue', { op: 'refuseOffer', auction: bowl.id });
    await told('You won Plum cup for €10.00.');
    await told('Plum bowl was not sold.');
    await part('Won').getByText('Plum cup').waitFor();
    await part('Not sold').getByText('Plum bowl').waitFor();
    for (const { id, panel } of ends.slice(0, 3)) {
      await page.evaluate(to => { location.hash = to; }, `/auctions/${id}`);
      await page.locator('.panel-standing').getByText(panel, { exact: true }).waitFor();
    }
  });
});

test('who only joined, or took the own bids back, is not called outbid', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Quince chest', start: 1_000, retractUntil: new Date(Date.now() + 3_600_000).toISOString(), durationMillis: 600_000 });
  await house.command('ada', { op: 'join', auction: id });
  await house.command('bea', { op: 'bid', auction: id, amount: 1_000 });
  await as('ada', `/auctions/${id}`, async page => {
    const standing = page.locator('.panel-standing').first();
    await page.locator('.price-notes').getByText('by bea').waitFor();
    assert.equal(await standing.innerText(), '');
    await page.getByRole('button', { name: /^Bid/ }).click();
    await standing.getByText('You lead').waitFor();
    await house.command('bea', { op: 'bid', auction: id, amount: 2_000 });
    await standing.getByText('You were outbid').waitFor();
    await house.command('bea', { op: 'retract', auction: id, reason: 'a slip' });
    await standing.getByText('You lead').waitFor();
    await page.locator('.toast').getByText('bea took back what was bid on Quince chest: you lead at €10.01.').waitFor();
    await house.command('bea', { op: 'bid', auction: id, amount: 3_000 });
    await house.command('ada', { op: 'retract', auction: id, reason: 'a slip' });
    await until(async () => await standing.innerText() === '');
  });
});
