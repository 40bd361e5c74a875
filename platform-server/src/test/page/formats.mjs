/** Each kind of auction in its own panel. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house, picture } from './support/scene.mjs';
import { openRecorder } from './support/recorder.mjs';
import { until } from './support/until.mjs';

const standing = page => page.locator('.panel-standing').first();
const answer = page => page.locator('.answer');
const button = (page, name) => page.getByRole('button', { name });

test('a sealed auction leaks neither amount, bidder nor number of bids before its close', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letters of a sea captain', format: 'sealed', start: 5_000, durationMillis: 600_000 });
  await house.command('zsofia', { op: 'register' });
  const recorders = [await openRecorder(), await openRecorder()];
  try {
    await as('bill', `/auctions/${id}`, async bill => {
      await as('sue', `/auctions/${id}`, async sue => {
        for (const page of [bill, sue]) await page.locator('.connection.is-live').waitFor();
        await as('zsofia', `/auctions/${id}`, async zsofia => {
          await zsofia.getByLabel('Your bid').fill('76543.21');
          await button(zsofia, 'Place my bid').click();
          await standing(zsofia).getByText('Your bid: €76,543.21').waitFor();
          await picture(zsofia, 'auction-sealed');
          await zsofia.getByLabel('Your bid').fill('65432.19');
          await button(zsofia, 'Replace my bid').click();
          await standing(zsofia).getByText('Your bid: €65,432.19').waitFor();
        });
        // What comes after it in the log has come through, so what was before it would have.
        await house.command('sue', { op: 'pause', auction: id });
        for (const page of [bill, sue]) await page.locator('.state').getByText('Paused').waitFor();
        for (const recorder of recorders) {
          assert.match(recorder.heard(), /"auctionPaused"/, 'the stream was recorded');
          assert.doesNotMatch(recorder.heard(), /7654321|6543219|zsofia|sealedBid/);
        }
        await house.command('sue', { op: 'resume', auction: id });
        await house.command('sue', { op: 'close', auction: id });
        await standing(bill).getByText('Sold to zsofia for €65,432.19').waitFor();
        for (const recorder of recorders) await until(() => /6543219/.test(recorder.heard()));
      }, { proxy: recorders[1].proxy });
    }, { proxy: recorders[0].proxy });
  } finally {
    for (const recorder of recorders) recorder.close();
  }
});

test('a Vickrey bid can be withdrawn, and the winner pays the second price', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Tea set', format: 'vickrey', start: 1_000, durationMillis: 600_000 });
  await as('anja', `/auctions/${id}`, async page => {
    await page.getByLabel('Your bid').fill('100');
    await button(page, 'Place my bid').click();
    await standing(page).getByText('Your bid: €100.00').waitFor();
    await button(page, 'Withdraw my bid').click();
    await standing(page).getByText('You have no bid here').waitFor();
    await page.getByLabel('Your bid').fill('120');
    await button(page, 'Place my bid').click();
    await standing(page).getByText('Your bid: €120.00').waitFor();
    await house.command('bill', { op: 'bid', auction: id, amount: 8_000 });
    await house.command('sue', { op: 'close', auction: id });
    await standing(page).getByText('You won for €80.00.').waitFor();
  });
});

test('a rising clock runs to its end: one leaves, the last one in wins', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Bay mare', format: 'clock', start: 100_000, step: 5_000, periodMillis: 4_000, open: false });
  await as('anja', `/auctions/${id}`, async anja => {
    await as('bill', `/auctions/${id}`, async bill => {
      for (const page of [anja, bill]) {
        await button(page, 'Join').click();
        await standing(page).getByText('You are in from the start').waitFor();
      }
      await house.command('sue', { op: 'open', auction: id });
      await anja.getByText(/Round [1-9] · 2 still in/).waitFor();
      await anja.locator('.price').getByText(/^€1,\d[05]0\.00$/).filter({ hasNotText: '€1,000.00' }).waitFor();
      await picture(anja, 'auction-clock');
      await button(anja, 'Leave for good').click();
      await anja.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
      await standing(bill).getByText(/You won for €1,\d[05]0\.00\./).waitFor();
      await standing(anja).getByText(/Sold to bill .* You did not win this time/).waitFor();
    });
  });
});

test('a falling clock is taken with one button, for several units', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Tulips, by the box', format: 'dutch', start: 30_000, step: 500, periodMillis: 60_000, floor: 1_000, quantity: 20 });
  await as('anja', `/auctions/${id}`, async page => {
    await page.getByLabel('How many').fill('21');
    await button(page, /^Take at/).click();
    await page.getByRole('alert').getByText('A whole number from 1 to 20.').waitFor();
    await page.getByLabel('How many').fill('3');
    await button(page, /^Take at/).click();
    await answer(page).getByText(/Yours: 3 at €(300|295)\.00/).waitFor();
    await page.getByText('17 of 20 left, 3 are yours').waitFor();
    await page.locator('.standing').getByText('You bought 3').waitFor();
    await page.locator('.receipts').getByText(/^Took 3 at €(300|295)\.00$/).waitFor();
    await picture(page, 'auction-dutch');
  });
});

test('offers fall in a reverse auction', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Road works, lot 4', format: 'reverse', start: 9_000_000, increment: 100_000, durationMillis: 600_000 });
  await as('anja', `/auctions/${id}`, async page => {
    await standing(page).getByText('No offers yet: be the first').waitFor();
    await page.locator('.lot-more').getByText('No offers yet.').waitFor();
    await button(page, 'Offer €90,000.00').click();
    await standing(page).getByText('Your offer is the lowest').waitFor();
    await house.command('bill', { op: 'bid', auction: id, amount: 8_800_000 });
    await standing(page).getByText('Somebody offers less').waitFor();
    await page.getByLabel('Your own amount').fill('0');
    await button(page, 'Place offer').click();
    await page.getByText('At least €0.01: the house takes no bid of nothing.').waitFor();
    await button(page, 'Offer €87,000.00').click();
    await answer(page).getByText('Accepted: yours is the lowest at €87,000.00').waitFor();
  });
});

test('where no better bid is possible the page says so and why, and offers none', { timeout: SLOW_MILLIS }, async () => {
  const most = 1_000_000_000_000_000;
  const higher = 'No higher bid is possible any more: it would have to be more than €10,000,000,000,000.00, the most that the house takes.';
  const lower = 'No lower offer is possible any more: it would have to be less than €0.01, the least that the house takes.';
  const cases = [
    { start: most, bill: higher },
    { start: most - 100, increment: 500, leads: 'More than €9,999,999,999,999.00' },
    { start: most - 100, increment: 500, max: most, leads: 'At least €9,999,999,999,999.00, which your bid stands for.' },
    { format: 'reverse', start: 1, bill: lower },
    { format: 'reverse', start: 300, increment: 500, leads: 'Less than €3.00' },
  ];
  await as('anja', '/', async anja => {
    await as('bill', '/', async bill => {
      for (const { bill: told, leads, max, ...more } of cases) {
        const id = await house.sell({ name: 'Rocket', durationMillis: 600_000, ...more });
        for (const page of [anja, bill]) await page.evaluate(to => { location.hash = to; }, `/auctions/${id}`);
        for (const page of [anja, bill]) await button(page, /^(Bid|Offer) €/).waitFor();
        await house.command('bill', { op: 'bid', auction: id, amount: more.start, ...(max ? { max } : {}) });
        const panel = anja.locator('.panel');
        await panel.getByText(more.format === 'reverse' ? lower : higher, { exact: true }).waitFor();
        assert.equal(await panel.locator('button, input').count(), 0, 'nothing is offered to others');
        await standing(bill).getByText(/You lead|is the lowest/).waitFor();
        const own = bill.locator('.panel');
        if (max) await own.getByLabel(/Bid for me/).check();
        await own.getByText(told ?? leads).waitFor();
        assert.equal(await own.locator('form').count(), told ? 0 : 1);
        assert.equal(await own.getByText(/is possible any more/).count(), told ? 1 : 0);
      }
    });
  });
});

test('many units go to secret bids at one price', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Bonds', format: 'uniform', start: 900, quantity: 10, durationMillis: 600_000 });
  const free = await house.sell({ name: 'Shares', format: 'uniform', start: 0, quantity: 10, durationMillis: 600_000 });
  await as('zsofia', `/auctions/${free}`, async page => {
    await page.locator('.price').getByText('any amount').waitFor(); // no €0.00, which would be refused
    await page.evaluate(() => { location.hash = '/?q=shares'; });
    await page.locator('.card-foot').getByText('10 units, secret').waitFor();
  });
  await as('anja', `/auctions/${id}`, async page => {
    await page.getByLabel('Your price for each').fill('9.50');
    await page.getByLabel('How many').fill('6');
    await button(page, 'Place my bid').click();
    await standing(page).getByText('Your bid: €9.50 for 6').waitFor();
    await answer(page).getByText('Your secret bid of €9.50 each for 6 units is in.').waitFor();
    await house.command('bill', { op: 'bid', auction: id, amount: 920, quantity: 6 });
    await house.command('sue', { op: 'close', auction: id });
    await standing(page).getByText('You won').waitFor();
    await page.locator('.people').getByText('6 × €9.20').waitFor();
    await standing(page).getByText('You won 6 for €9.20 each.').waitFor();
    await page.locator('.toast').getByText('You won 6 of Bonds for €9.20 each.').waitFor();
    await page.locator('.history').getByText('€9.50').waitFor();
    assert.equal(await page.getByRole('img', { name: /price over time/ }).count(), 0, 'secret bids were no price over time');
  });
});

test('units go to the best open bids, and each sees how many their own bid gets', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Oak planks', format: 'yankee', start: 700, quantity: 10, durationMillis: 600_000 });
  const row = (page, text) => page.locator('.history tr', { hasText: text });
  await as('anja', `/auctions/${id}`, async page => {
    const wholly = page.getByLabel('All of them or none');
    const goTo = path => page.evaluate(to => { location.hash = to; }, path);
    await page.locator('.price').getByText('€7.00').waitFor();
    await wholly.waitFor();
    await page.getByLabel('Your price for each').fill('900');
    await page.getByLabel('How many').fill('6');
    await button(page, 'Place my bid').click();
    await page.getByRole('dialog').getByText('The price is €7.00; you are about to bid €900.00. A bid is binding.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    assert.equal((await house.read(`/v1/auctions/${id}`)).bids, 0);
    await page.getByLabel('Your price for each').fill('9');
    await button(page, 'Place my bid').click();
    await standing(page).getByText('Your bid: €9.00 for 6. You get 6').waitFor();
    await row(page, '€9.00').getByText('get units').waitFor();
    const price = page.locator('.price-row');
    await price.getByText('Units from').waitFor(); // which a bidder who comes now gets
    await price.getByText('€7.00').waitFor();
    assert.equal(await row(page, '€9.00').locator('.number').first().evaluate(one => getComputedStyle(one).whiteSpace), 'nowrap');
    await wholly.waitFor({ state: 'hidden' }); // her bid takes a part, and binds
    await page.locator('.hint').getByText('To better your bid: at least €9.01 for 6').waitFor();
    await goTo('/house'); // she hears of it on every page
    await house.command('bill', { op: 'bid', auction: id, amount: 950, quantity: 7 });
    await page.locator('.toast').getByText('You get 3 of 6 now in Oak planks: others bid better.').waitFor();
    await goTo(`/auctions/${id}`);
    await standing(page).getByText('You get 3 of 6').waitFor();
    await price.getByText('Sold from').waitFor();
    await price.getByText('€9.00').waitFor();
    await page.locator('.box', { has: page.getByRole('heading', { name: 'As it stands' }) }).getByText('7 × €9.50').waitFor();
    await page.getByLabel('Your price for each').fill('9.60');
    await button(page, 'Better my bid').click();
    await standing(page).getByText('Your bid: €9.60 for 6. You get 6').waitFor();
    await house.command('zsofia', { op: 'bid', auction: id, amount: 1_000, quantity: 4, allOrNothing: true });
    await row(page, '€10.00').getByText('all or none').waitFor();
    await row(page, 'bill').getByText('gets units').waitFor({ state: 'hidden' }); // who gets nothing is not marked
    await page.getByLabel('Your price for each').fill('9.70');
    await page.getByLabel('How many').fill('5');
    await button(page, 'Better my bid').click();
    await answer(page).getByText('Your bid is for 6 and binds: bid for at least as many.').waitFor();
    const { message } = await house.command('anja', { op: 'bid', auction: id, amount: 970, quantity: 6, allOrNothing: true });
    assert.match(await page.evaluate(async text => (await import('/page/format/house-words.js')).inReadersWords(text), message),
      /: bid without “All of them or none”\.$/);
    await house.command('sue', { op: 'close', auction: id });
    await standing(page).getByText('You won 6 for €9.60 each.').waitFor();
    await page.locator('.people').getByText('4 × €10.00').waitFor();
    await page.locator('.price-row').getByText('Sold from').waitFor(); // no price is that of all
    await until(async () => await page.title() === 'Oak planks, from €9.60 · Gavel');
    assert.equal(await page.getByRole('img', { name: /price over time/ }).count(), 0, 'amounts of bids are no price over time');
    await goTo('/mine');
    const card = page.locator('.card', { hasText: 'Oak planks' });
    await card.getByText('10 units, 4 bids').waitFor();
    await card.locator('.card-price').getByText('Sold from').waitFor();
    await house.sell({ name: 'Oak laths', format: 'yankee', start: 700, quantity: 10, visibility: 'participants', durationMillis: 600_000 });
    await goTo('/?q=oak+laths');
    await page.locator('.card-foot').getByText('10 units, only participants see it').waitFor();
  });
});

test('a bid sealed by commitment is opened after the end', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Manuscript', format: 'sealed', start: 1_000, commit: true, revealMillis: 10_000, durationMillis: 600_000 });
  await as('anja', `/auctions/${id}`, async page => {
    await page.getByLabel('Your bid').fill('55');
    await button(page, 'Seal my bid').click();
    await answer(page).locator('.is-success').waitFor();
    await house.command('sue', { op: 'close', auction: id });
    await button(page, 'Open my bid').click();
    await answer(page).getByText(/Receipt no\./).waitFor();
    await standing(page).getByText('You won for €55.00.').waitFor();
  });
});

test('a clock that ends without a winner shows no price that nobody paid', { timeout: SLOW_MILLIS }, async () => {
  for (const [more, word] of [[{ format: 'clock', step: 5_000, open: false }, 'Started at'], [{ format: 'dutch', step: 500, floor: 1_000 }, 'Started at']]) {
    const id = await house.sell({ name: 'Grey mare', start: 30_000, periodMillis: 500, ...more });
    if (more.format === 'clock') {
      for (const name of ['anja', 'bill']) await house.command(name, { op: 'join', auction: id });
      await house.command('sue', { op: 'open', auction: id });
    }
    await until(async () => (await house.read(`/v1/auctions/${id}`, 'anja')).round > 0);
    await house.command('sue', { op: 'close', auction: id });
    await as('anja', `/auctions/${id}`, async page => {
      await standing(page).getByText('Not sold.').waitFor();
      await page.locator('.price-row').getByText(word).waitFor();
      await page.locator('.price').getByText('€300.00').waitFor();
    });
  }
});

test('a kind that came into the house after the page was loaded can be looked at, and is not bid in', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Odd lot', start: 1_000, durationMillis: 600_000 });
  await as('anja', '/house', async page => {
    await page.route(url => url.pathname === `/v1/auctions/${id}`, async route => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...await response.json(), format: 'candle', periodMillis: 5_000 } });
    });
    await page.evaluate(to => { location.hash = to; }, `/auctions/${id}`);
    await page.locator('.lot-head .badge').getByText('candle').waitFor();
    await standing(page).getByText('This page does not know yet how this is sold. Load it anew to bid.').waitFor();
    assert.equal(await page.locator('.panel button').count(), 0);
    await house.command('bill', { op: 'bid', auction: id, amount: 2_000 });
    await page.locator('.price-notes').getByText('by bill').waitFor();
  });
});
