/** What a person meant is what the page asks for: no more, whatever happens meanwhile. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { commandsOf } from './support/sent.mjs';
import { until } from './support/until.mjs';

const panel = page => page.locator('.panel').first();
const main = page => page.locator('.panel > .button.is-main').first();
const answer = page => page.locator('.answer');
const view = (id, name) => house.read(`/v1/auctions/${id}`, name);
const ready = page => page.locator('.connection.is-live').waitFor();

/** Waits until the page has its answer and shows what the house shows. */
async function settled(page, id, name) {
  await until(async () => !(await answer(page).first().innerText()).includes('Sending'));
  const now = await view(id, name);
  await until(async () => {
    const shown = await page.evaluate(async auction => (await import('/page/store/auctions.js')).knownViews().find(one => one.auction === auction), id);
    return shown && shown.price === now.price && shown.leader === now.leader && shown.yourMaximum === now.yourMaximum;
  });
  return now;
}

/** Presses what may be asked about, and agrees. */
async function agree(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  await yes(page);
}

/** Says yes where something is asked, once the page has drawn it. */
async function yes(page) {
  await page.evaluate(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const button = page.getByRole('dialog').getByRole('button').first();
  if (await button.isVisible()) await button.click();
}

test('a leader raises and lowers the own maximum, and the price stays', { timeout: SLOW_MILLIS }, async () => {
  for (const more of [{}, { format: 'reverse' }, { proxy: 'always' }, { grid: true }]) {
    const down = more.format === 'reverse';
    const at = up => (down ? 20_000 - up : up);
    const id = await house.sell({ name: 'Maple chest', start: at(1_000), increment: 100, durationMillis: 600_000, ...more });
    await house.command('amy', { op: 'bid', auction: id, amount: at(1_000), max: at(9_000) });
    await house.command('ben', { op: 'bid', auction: id, amount: at(3_000) });
    const { price } = await view(id, 'amy');
    assert.equal(price, at(3_100));
    await as('amy', `/auctions/${id}`, async page => {
      await ready(page);
      const sent = commandsOf(page);
      await page.locator('.panel.is-leading').waitFor();
      const box = page.getByLabel(/Bid for me|Go down for me/);
      if (await box.count() > 0) await box.check();
      for (const wish of [at(20_000 - (down ? 100 : 0)), at(9_500), at(4_000), at(3_100)]) {
        await page.getByLabel(/^(Your maximum|The lowest you would go)/).fill((wish / 100).toFixed(2));
        await agree(page, down ? 'Set my lowest' : 'Set my maximum');
        const now = await until(async () => {
          const found = await view(id, 'amy');
          return found.yourMaximum === wish && found;
        });
        assert.equal(now.price, price, JSON.stringify([more, wish]));
        assert.equal(now.leader, 'amy');
        await settled(page, id, 'amy');
      }
      for (const one of sent.since()) assert.equal(one.amount, price, 'the amount beside a maximum is the price that stands');
      await page.getByLabel(/^(Your maximum|The lowest you would go)/).fill((at(2_000) / 100).toFixed(2));
      await page.getByRole('button', { name: /^Set my/ }).click();
      await panel(page).getByRole('alert').getByText(/your bid stands for that/).waitFor();
      assert.deepEqual(sent.since(), []);
    });
  }
});

test('a leader who bids more without a maximum is asked, since only the price would rise', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Pine chest', start: 1_000, durationMillis: 600_000, proxy: 'never' });
  await house.command('amy', { op: 'bid', auction: id, amount: 1_000 });
  await as('amy', `/auctions/${id}`, async page => {
    await ready(page);
    assert.equal(await page.getByLabel(/Bid for me/).count(), 0, 'this house bids for nobody here');
    await page.getByLabel('Raise your own bid').fill('15');
    await page.getByRole('button', { name: 'Place bid' }).click();
    await page.getByRole('dialog').getByText('This raises what you pay from €10.00 to €15.00').waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();
    assert.equal((await view(id, 'amy')).price, 1_000);
  });
});

test('one who says their name with a bid and leads already bids nothing against themselves', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Elm chest', start: 1_000, durationMillis: 600_000 });
  await house.command('amy', { op: 'bid', auction: id, amount: 1_000 });
  await as('', `/auctions/${id}`, async page => {
    await ready(page);
    await page.getByRole('button', { name: 'Bid €10.01' }).click();
    await page.getByRole('dialog').getByLabel('Your name').fill('amy');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('dialog').getByText('You lead already').waitFor();
    assert.equal((await view(id, 'amy')).price, 1_000);
  });
});

/** Presses in each of the ways that people have; `between` happens while the press is under way. */
const PRESSES = {
  async mouse(page, button, between) {
    const box = await button.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await between();
    await page.mouse.up();
  },
  async space(page, button, between) {
    await button.focus();
    await page.keyboard.down(' ');
    await between();
    await page.keyboard.up(' ');
  },
  async touch(page, button, between) {
    const box = await button.boundingBox();
    const at = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    const session = await page.context().newCDPSession(page);
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at });
    await between();
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  },
};

for (const [way, press] of Object.entries(PRESSES)) {
  test(`what stood on a button when the press began is what is sent: ${way}`, { timeout: SLOW_MILLIS }, async () => {
    const english = await house.sell({ name: 'Ash chest', start: 1_500, increment: 100, durationMillis: 600_000, buyNow: 90_000, buyNowUntil: 'reserveMet', reserve: 80_000 });
    await house.command('ben', { op: 'bid', auction: english, amount: 1_500 });
    const dutch = await house.sell({ name: 'Roses', format: 'dutch', start: 900_000, step: 100, floor: 100, periodMillis: 1_500 });
    const clock = await house.sell({ name: 'Filly', format: 'clock', start: 1_000, step: 100, periodMillis: 1_500, confirm: 'confirm', grace: 50, open: false });
    for (const name of ['amy', 'ben']) await house.command(name, { op: 'join', auction: clock });
    await house.command('sue', { op: 'open', auction: clock });
    await as('amy', `/auctions/${english}`, async page => {
      await ready(page);
      const sent = commandsOf(page);
      await page.getByRole('button', { name: 'Bid €16.00' }).waitFor();
      await press(page, main(page), async () => {
        await house.command('cal', { op: 'bid', auction: english, amount: 5_000 });
        await page.getByRole('button', { name: 'Bid €51.00' }).waitFor();
      });
      await answer(page).getByText(/./).first().waitFor();
      assert.deepEqual(sent.since().map(one => one.amount), [1_600]);
      assert.equal((await view(english)).leader, 'cal');

      for (const [id, button] of [[dutch, /^Take it at/], [clock, /^I stay in at/]]) {
        await page.evaluate(to => { location.hash = to; }, `/auctions/${id}`);
        const live = page.getByRole('button', { name: button });
        await live.waitFor();
        let round;
        const shown = () => page.evaluate(async auction => (await import('/page/store/auctions.js')).knownViews().find(one => one.auction === auction).round, id);
        const begun = await shown();
        await until(async () => await shown() > begun); // early in a round
        await press(page, live, async () => {
          round = await shown();
          await until(async () => await shown() > round);
        });
        await answer(page).getByText(/over before this reached|moved before this reached/).waitFor();
        const [command] = sent.since();
        assert.ok(command.round <= round, `${command.op} of round ${command.round}, pressed in ${round}`);
      }
    }, { hasTouch: way === 'touch' });
  });
}

for (const format of ['english', 'reverse']) {
  test(`who wants to buy at once bids nothing where another was faster, even on the way to the house: ${format}`, { timeout: SLOW_MILLIS }, async () => {
    const down = format === 'reverse';
    for (const types of [false, true]) {
      const id = await house.sell({ name: 'Walnut chest', format, start: down ? 50_000 : 1_000, increment: 100, durationMillis: 600_000, buyNow: down ? 1_000 : 50_000 });
      await as('amy', `/auctions/${id}`, async page => {
        await ready(page);
        await page.route('**/v1/commands', async route => { // the other's bid is in the log before this one
          await house.command('ben', { op: 'bid', auction: id, amount: down ? 50_000 : 1_000 });
          await route.continue();
        });
        if (types) {
          await page.getByLabel('Your own amount').fill(down ? '9' : '600');
          await page.getByRole('button', { name: down ? 'Place offer' : 'Place bid' }).click();
        } else await page.getByRole('button', { name: down ? 'Close the deal at €10.00' : 'Buy now for €500.00' }).click();
        await page.getByRole('dialog').getByRole('button', { name: down ? 'Offer €10.00' : 'Buy for €500.00' }).click();
        await answer(page).getByText('It can no longer be bought at once: nothing was bought, and nothing bid.').waitFor();
        const now = await view(id, 'amy');
        assert.deepEqual([now.state, now.leader, now.price, now.bids], ['open', 'ben', down ? 50_000 : 1_000, 1]);
      });
    }
    const id = await house.sell({ name: 'Walnut chest', format, start: down ? 50_000 : 1_000, durationMillis: 600_000, buyNow: down ? 1_000 : 50_000 });
    await as('amy', `/auctions/${id}`, async page => {
      await ready(page);
      await page.getByRole('button', { name: down ? 'Close the deal at €10.00' : 'Buy now for €500.00' }).click();
      await page.getByRole('dialog').getByRole('button', { name: down ? 'Offer €10.00' : 'Buy for €500.00' }).click();
      await page.getByText(/You won|Sold to you|yours/i).first().waitFor();
      assert.equal((await view(id)).winner, 'amy');
      await page.locator('.receipts').getByText(down ? 'Won at €10.00' : 'Won at €500.00', { exact: true }).waitFor();
    });
  });
}

test('a buy-now price that is gone when it is agreed to buys nothing and bids nothing', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Yew chest', start: 1_000, durationMillis: 600_000, buyNow: 50_000 });
  await as('amy', `/auctions/${id}`, async page => {
    await ready(page);
    const sent = commandsOf(page);
    await page.getByRole('button', { name: 'Buy now for €500.00' }).click();
    await house.command('ben', { op: 'bid', auction: id, amount: 1_000 });
    await page.locator('.price-notes').getByText('by ben').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Buy for €500.00' }).click();
    await panel(page).getByText('It can no longer be bought at once.').waitFor();
    assert.deepEqual(sent.since(), []);
  });
});

for (const { format, slip, price, short } of [
  { format: 'english', slip: 20_000, price: 1_500, short: '120' },
  { format: 'reverse', slip: 200, price: 900, short: '5' },
]) {
  test(`who takes bids back is told first what that means, and is offered only what the house takes: ${format}`, { timeout: SLOW_MILLIS }, async () => {
    const down = format === 'reverse';
    const bound = down ? '€2.00' : '€200.00';
    const id = await house.sell({ name: 'Slip of a chest', format, start: 1_000, increment: 10, retractUntil: new Date(Date.now() + 3_600_000).toISOString(), durationMillis: 600_000 });
    await house.command('bert', { op: 'bid', auction: id, amount: slip });
    await as('bert', `/auctions/${id}`, async page => {
      const panel = page.locator('.panel').first();
      await panel.locator('.panel-standing').getByText(down ? 'Your offer is the lowest' : 'You lead').waitFor();
      const sent = commandsOf(page);
      const taking = down ? 'Take my offers back' : 'Take my bids back';
      await panel.getByRole('button', { name: taking }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(down ? /your next offer must be at most the lowest of them/ : /your next bid must be at least the highest of them/).waitFor();
      await dialog.getByLabel('Why, for everybody to see').fill('a slip');
      await dialog.getByRole('button', { name: 'Not now' }).click();
      assert.equal(sent.answered().length, 0, 'nothing is taken back before that is agreed to');
      await panel.getByRole('button', { name: taking }).first().click();
      await dialog.getByRole('button', { name: taking }).click();
      await page.locator('.answer').getByText('Your bids are taken back.').waitFor();
      const offered = panel.getByRole('button', { name: `${down ? 'Offer' : 'Bid'} ${bound}`, exact: true });
      await offered.waitFor();
      await panel.getByText(`You took back ${bound}`).waitFor();
      assert.equal(await panel.getByRole('button', { name: taking }).count(), 0, 'nothing is left to be taken back');

      await house.command('cora', { op: 'bid', auction: id, amount: price });
      await page.locator('.price-notes').getByText('by cora').waitFor();
      await offered.waitFor();
      await page.getByLabel('Your own amount').fill(short);
      await panel.getByRole('button', { name: down ? 'Place offer' : 'Place bid' }).click();
      await panel.getByText(`${down ? 'At most' : 'At least'} ${bound}: you took back that much.`).waitFor();
      await offered.click();
      await panel.locator('.panel-standing').getByText(down ? 'Your offer is the lowest' : 'You lead').waitFor();
      const outcomes = sent.answered();
      await until(() => outcomes.every(one => one.outcome));
      assert.deepEqual(outcomes.map(one => [one.command.op, one.outcome.status]), [['retract', 'success'], ['bid', 'success']]);
    });
  });
}

test('a maximum that reaches what was taken back opens where everybody’s bid does, and is never set lower', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Slip of a desk', start: 1_000, increment: 10, retractUntil: new Date(Date.now() + 3_600_000).toISOString(), durationMillis: 600_000 });
  await house.command('bert', { op: 'bid', auction: id, amount: 2_000 });
  await house.command('bert', { op: 'retract', auction: id, reason: 'a slip' });
  await as('bert', `/auctions/${id}`, async page => {
    const setMaximum = async amount => {
      await page.getByLabel('Your maximum').fill(amount);
      await panel(page).getByRole('button', { name: 'Set my maximum' }).click();
    };
    await panel(page).getByText('You took back €20.00: your next bid, or its maximum, must be at least that.').waitFor();
    const sent = commandsOf(page);
    await page.getByLabel('Bid for me up to this amount').check();
    await setMaximum('19.99');
    await panel(page).getByText('At least €20.00: you took back that much.').waitFor();
    await setMaximum('30');
    await panel(page).getByText('You lead', { exact: true }).waitFor();
    assert.deepEqual(sent.since().map(({ amount, max }) => [amount, max]), [[1_000, 3_000]]);
    assert.equal((await view(id)).price, 1_000);
    await setMaximum('15');
    await panel(page).getByText('At least €20.00: you took back that much.').waitFor();
    await setMaximum('20');
    await until(async () => (await view(id, 'bert')).yourMaximum === 2_000);
  });
});
