/** Whatever is pressed and typed at random in open bidding, the page asks for no more than was meant. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { commandsOf } from './support/sent.mjs';
import { chance } from './support/random.mjs';
import { until } from './support/until.mjs';

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

/** Says yes where something is asked, once the page has drawn it. */
async function yes(page) {
  await page.evaluate(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const button = page.getByRole('dialog').getByRole('button').first();
  if (await button.isVisible()) await button.click();
}

/** Open bidding of all kinds, with what a test may choose from. */
const KINDS = [
  {}, { reserve: 6_000 }, { proxy: 'never' }, { proxy: 'always' }, { grid: true }, { buyNow: 30_000, buyNowUntil: 'reserveMet', reserve: 20_000 },
  { buyNow: 30_000 }, { visibility: 'participants' }, { format: 'reverse' }, { format: 'reverse', reserve: 60_000, buyNow: 10_000 },
];
const ACTIONS = 6;

for (const [number, kind] of KINDS.entries()) {
  test(`whatever is pressed and typed, the page asks for no more than was meant: ${JSON.stringify(kind)}`, { timeout: 2 * SLOW_MILLIS }, async () => {
    const luck = chance(Number(process.env.GAVEL_SEED ?? 1) * 100 + number);
    const down = kind.format === 'reverse';
    const step = 100;
    const id = await house.sell({ name: 'Larch chest', start: down ? 100_000 : 1_000, increment: step, durationMillis: 600_000, ...kind });
    await as('ava', `/auctions/${id}`, async page => {
      await ready(page);
      if (kind.visibility) {
        await page.getByRole('button', { name: 'Join', exact: true }).click();
        await main(page).waitFor();
      }
      const sent = commandsOf(page);
      let most = down ? Infinity : 0; // the best that was meant so far, which a rival may draw out
      for (let i = 0; i < ACTIONS; i++) {
        const before = await settled(page, id, 'ava');
        if (before.state !== 'open') break;
        const rival = () => {
          const next = down ? before.maximumNext : before.minimumNext;
          const amount = down ? Math.max(100, next - step * luck.number(0, 9)) : next + step * luck.number(0, 9);
          return house.command(luck.one(['bo', 'cy']), { op: 'bid', auction: id, amount });
        };
        const meant = await act({ page, luck, before, down, step, rival });
        await until(async () => !(await answer(page).first().innerText()).includes('Sending'));
        const tells = `seed ${luck.seed}, action ${i}: ${JSON.stringify(meant)}`;
        for (const command of sent.since()) {
          const asked = command.max ?? command.amount;
          assert.ok(down ? asked >= meant.amount : asked <= meant.amount, `${tells} sent ${JSON.stringify(command)}`);
          assert.equal(command.buy ?? false, meant.kind === 'buy', `${tells} sent ${JSON.stringify(command)}`);
        }
        most = down ? Math.min(most, meant.amount) : Math.max(most, meant.amount);
        const after = await view(id, 'ava');
        if (meant.kind === 'buy' && after.state === 'open') assert.equal(after.yourMaximum, before.yourMaximum, `${tells} bought nothing, and bid`);
        if (after.leader !== 'ava') continue;
        assert.ok(down ? after.price >= Math.min(before.price ?? Infinity, most) : after.price <= Math.max(before.price ?? 0, most), `${tells}: ${before.price} to ${after.price}`);
        if (before.leader === 'ava' && meant.kind === 'maximum' && !meant.rival) {
          const meets = kind.reserve !== undefined && !before.reserveMet && after.reserveMet;
          assert.ok(meets || Math.abs(after.price - before.price) <= (before.bids > 1 ? step : 0), `${tells} of a leader moved ${before.price} to ${after.price}`);
        }
      }
    });
  });
}

/** One thing that somebody does at the panel; what they meant by it at most. */
async function act({ page, luck, before, down, step, rival }) {
  const text = minor => (minor / 100).toFixed(2);
  const meddles = luck.yes(0.4);
  if (before.buyNow !== undefined && luck.yes(0.15)) {
    const buys = page.getByRole('button', { name: down ? /^Close the deal/ : /^Buy now/ });
    if (!await buys.isVisible()) return { kind: 'nothing', amount: down ? Infinity : 0 };
    await buys.click();
    if (luck.yes(0.7)) await rival();
    if (luck.yes(0.7)) await yes(page);
    else await page.getByRole('button', { name: 'Not now' }).click();
    return { kind: 'buy', amount: before.buyNow };
  }
  const field = page.locator('.panel form input[inputmode=decimal]');
  if (luck.yes(0.4) && await main(page).isVisible()) {
    const box = await main(page).boundingBox();
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.down();
    const said = (await main(page).innerText()).replace(/[^\d.]/g, '');
    if (meddles) await rival();
    await page.mouse.up();
    await yes(page);
    return { kind: 'next', amount: Math.round(Number(said) * 100), rival: meddles };
  }
  const box = page.getByLabel(/Bid for me|Go down for me/);
  if (await box.isVisible()) await box.setChecked(luck.yes(0.7));
  const asMaximum = await page.getByRole('button', { name: /^Set my/ }).isVisible();
  const base = before.price ?? before.start;
  const far = step * luck.number(-3, 12);
  const amount = Math.max(100, down ? base - far : base + far);
  await field.fill(text(amount));
  if (meddles) await rival();
  await field.press('Enter');
  await yes(page);
  return { kind: asMaximum ? 'maximum' : 'plain', amount, rival: meddles };
}
