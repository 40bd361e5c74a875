/** In the panel of any kind of auction: what was meant is what the page asks for, and a no is told. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { commandsOf } from './support/sent.mjs';
import { chance } from './support/random.mjs';
import { until } from './support/until.mjs';

const ME = 'pia';
const RIVALS = ['pit', 'pol'];
const ACTIONS = 10;
/** What the house may say to a command that was meant well: somebody else was faster, or the time was over. */
const RACES = new Set(['STALE_ROUND', 'LIMIT_EXCEEDED', 'LATE', 'NOT_OPEN', 'ALREADY_WITHDRAWN', 'LAST_ACTIVE_BIDDER', 'NOTHING_THERE']);
/** What people type, and what they mean by it in minor units; `null` means that it is no amount. */
const TYPED = [
  ['15', 1_500], ['15.50', 1_550], [' 20 ', 2_000], ['€21', 2_100], ['1,500.00', 150_000], ['9.99', 999], ['12.30', 1_230],
  ['', null], ['abc', null], ['1e3', null], ['-15', null], ['1,2,3', null], ['15.505', null], ['0x20', null], ['١٥', null], ['0', 0],
];
const COUNTS = [['1', 1], ['2', 2], [' 3 ', 3], ['0', null], ['', null], ['-1', null], ['1.5', null], ['1e1', null], ['99', 99]];

const answer = page => page.locator('.answer').first();
const view = (id, name = ME) => house.read(`/v1/auctions/${id}`, name);
const drawn = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
const noSending = page => until(async () => !(await answer(page).innerText({ timeout: 2_000 }).catch(() => '')).includes('Sending'));

/** Notes every no that is shown in an answer, as soon as it is drawn. */
function watchForNo() {
  globalThis.toldNo = [];
  const look = () => {
    for (const no of document.querySelectorAll('.answer .is-fail')) {
      const text = no.innerText.trim();
      if (text && globalThis.toldNo.at(-1) !== text) globalThis.toldNo.push(text);
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  for (const began of ['pointerdown', 'keydown']) {
    addEventListener(began, event => { globalThis.pressedOn ??= event.target.closest?.('button')?.innerText ?? null; }, true);
  }
}

/**
 * Presses a button as people do, and gives what stood on it when they began. Between down and up, `between` happens.
 * @returns {Promise<string | null>} null where it cannot be pressed
 */
async function press(page, luck, button, between = async () => {}) {
  try {
    if (!await button.isVisible() || !await button.isEnabled()) return null;
    const way = luck.one(['mouse', 'mouse', 'double', 'key', 'held']);
    if (way === 'key' || way === 'held') {
      await button.focus({ timeout: 1_000 });
      await page.evaluate(() => { globalThis.pressedOn = null; });
      await page.keyboard.down('Enter');
      const said = await page.evaluate(() => globalThis.pressedOn);
      if (way === 'held') for (let i = 0; i < 4; i++) await page.keyboard.down('Enter');
      await between();
      await page.keyboard.up('Enter');
      return said;
    }
    const box = await button.boundingBox({ timeout: 1_000 });
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.evaluate(() => { globalThis.pressedOn = null; });
    await page.mouse.down();
    const said = await page.evaluate(() => globalThis.pressedOn); // not what stood there a moment before
    await between();
    await page.mouse.up();
    if (way === 'double') {
      await page.mouse.down({ clickCount: 2 });
      await page.mouse.up({ clickCount: 2 });
    }
    return said;
  } catch {
    return null; // the button was gone, as its round or its auction was over
  }
}

const amountOn = said => Math.round(Number(/€([\d,]+\.\d\d)/.exec(said)[1].replaceAll(',', '')) * 100);

/** Types an amount and perhaps a count into a form and sends it off. */
async function sendForm({ page, luck, before, rival, label, units = false }) {
  const [text, minor] = luck.one(TYPED);
  await page.getByLabel(label).fill(text);
  const [count, quantity] = units ? luck.one(COUNTS) : ['', 1];
  const box = page.getByLabel(/All of them or none/);
  const wholly = units && luck.yes(0.3) && await box.isVisible(); // it is not offered where an own bid binds to take a part
  if (units) {
    await page.getByLabel('How many').fill(count);
    if (await box.isVisible()) await box.setChecked(wholly);
  }
  if (luck.yes(0.3)) await rival();
  if (luck.yes(0.5)) await page.getByLabel(label).press('Enter');
  else await page.locator('.panel form button[type=submit]').first().click();
  const isRight = minor !== null && minor >= Math.max(1, before.start) && quantity !== null && quantity <= (before.quantity ?? 1);
  return { minor, quantity, wholly, isRight };
}

/** One thing that somebody does in a panel; what they meant by it: `sends` says whether something must be sent, `fits` what may be. */
const PANELS = {
  async dutch({ page, luck, rival, before }) {
    if (before.participants === undefined) {
      const said = await press(page, luck, page.getByRole('button', { name: 'Join', exact: true }));
      return { sends: said !== null, isFree: true, fits: one => one.op === 'join', shows: () => gone(page, 'Join') };
    }
    let [count, quantity] = ['1', 1];
    if (before.quantity > 1) {
      [count, quantity] = luck.one(COUNTS);
      await page.getByLabel('How many').fill(count);
    }
    const takes = page.getByRole('button', { name: /^Take/ });
    const between = luck.yes(0.4) ? () => nextRound(before) : luck.yes(0.3) ? rival : undefined;
    const said = await press(page, luck, takes, between);
    return {
      sends: said === null || quantity === null || quantity > before.quantity ? false : undefined,
      fits: one => one.op === 'accept' && (one.quantity ?? 1) === quantity
        && Math.max(before.floor, before.start - one.round * before.step) <= amountOn(said),
    };
  },
  async clock({ page, luck, before }) {
    const between = luck.yes(0.4) ? () => nextRound(before) : undefined;
    if (before.state !== 'open') {
      const said = await press(page, luck, page.getByRole('button', { name: /^(Join|Leave before it starts)$/ }));
      return { sends: said !== null, fits: one => one.op === (said === 'Join' ? 'join' : 'leave'), shows: () => gone(page, said) };
    }
    const leaving = page.getByRole('button', { name: 'Leave for good' });
    if (luck.yes(0.3) && await leaving.isVisible()) {
      const dialog = page.getByRole('dialog');
      if (await press(page, luck, leaving) === null || !await dialog.isVisible()) return { sends: false };
      const leaves = luck.yes(0.2);
      await dialog.getByRole('button', { name: leaves ? 'Leave' : 'Not now', exact: true }).click();
      return { sends: leaves ? undefined : false, fits: one => leaves && one.op === 'withdraw' };
    }
    const said = await press(page, luck, page.getByRole('button', { name: /^I stay in at/ }), between);
    return { sends: said === null ? false : undefined, fits: one => one.op === 'confirm' && before.start + one.round * before.step === amountOn(said) };
  },
  async secret(scene) {
    const { page, luck, before } = scene;
    const withdraws = page.getByRole('button', { name: 'Withdraw my bid' });
    if (luck.yes(0.2) && await withdraws.isVisible()) {
      const said = await press(page, luck, withdraws);
      return { sends: said !== null, fits: one => one.op === 'withdraw', isFree: true, shows: () => gone(page, 'Withdraw my bid') };
    }
    const units = before.quantity !== undefined;
    const { minor, quantity, wholly, isRight } = await sendForm({ ...scene, units, label: units ? 'Your price for each' : 'Your bid' });
    return {
      sends: isRight, isFree: true,
      fits: one => one.op === 'bid' && one.amount === minor && (!units || one.quantity === quantity && (one.allOrNothing ?? false) === wholly),
    };
  },
  async commitment(scene) {
    const { page, luck, before } = scene;
    const held = () => page.evaluate(() => JSON.parse(localStorage.getItem('gavel.openings') ?? '[]'));
    if (before.stage === 'reveal') {
      const [own] = await held();
      const said = await press(page, luck, page.getByRole('button', { name: 'Open my bid', exact: true }));
      return {
        sends: said !== null, isFree: true, fits: one => one.op === 'reveal' && one.amount === own.amount && one.nonce === own.nonce,
        shows: () => gone(page, 'Open my bid'),
      };
    }
    const { minor, isRight } = await sendForm({ ...scene, label: 'Your bid' });
    await drawn(page);
    await noSending(page);
    const all = await held();
    return {
      sends: isRight, isFree: true,
      fits: one => one.op === 'commit' && all.some(({ amount, nonce }) => amount === minor
        && one.hash === createHash('sha256').update([before.auction, ME, minor, nonce].join('|')).digest('hex')),
    };
  },
};

/** Waits until the page offers this no longer: it shows what an order has done a moment after its answer. */
async function gone(page, button) {
  await page.getByRole('button', { name: button, exact: true }).waitFor({ state: 'hidden' });
}

/** Waits until the next round has begun, or the auction is over. */
async function nextRound({ auction, round }) {
  await until(async () => {
    const now = await view(auction);
    return now.state !== 'open' || now.round > round;
  });
}

const wants = (id, luck) => house.command(luck.one(RIVALS), { op: 'bid', auction: id, amount: luck.number(1_000, 3_000) });

const KINDS = [
  { panel: 'dutch', format: 'dutch', start: 30_000, step: 100, floor: 28_700, periodMillis: 900 },
  { panel: 'dutch', format: 'dutch', start: 30_000, step: 100, floor: 28_700, periodMillis: 900, quantity: 9, visibility: 'participants',
    rival: id => house.command(RIVALS[0], { op: 'accept', auction: id }) },
  { panel: 'clock', format: 'clock', start: 1_000, step: 100, periodMillis: 900, confirm: 'confirm', grace: 30, open: false },
  { panel: 'clock', format: 'clock', start: 1_000, step: 100, periodMillis: 900, open: false },
  { panel: 'secret', format: 'sealed', start: 1_000, durationMillis: 600_000, rival: wants },
  { panel: 'secret', format: 'vickrey', start: 1_000, durationMillis: 600_000, rival: wants },
  { panel: 'secret', format: 'uniform', start: 1_000, quantity: 5, durationMillis: 600_000, rival: wants },
  { panel: 'secret', format: 'yankee', start: 1_000, quantity: 5, durationMillis: 600_000, rival: wants },
  { panel: 'commitment', format: 'sealed', start: 1_000, commit: true, revealMillis: 600_000, durationMillis: 600_000 },
];

for (const [number, { panel, rival = async () => {}, ...conditions }] of KINDS.entries()) {
  test(`whatever is pressed and typed, the page asks for what was meant, and tells a no: ${JSON.stringify(conditions)}`, { timeout: SLOW_MILLIS }, async () => {
    const luck = chance(Number(process.env.GAVEL_SEED ?? 1) * 1_000 + number);
    const id = await house.sell({ name: 'Elder chest', ...conditions });
    if (panel === 'clock') for (const name of RIVALS) await house.command(name, { op: 'join', auction: id });
    await as(ME, `/auctions/${id}`, async page => {
      await page.locator('.connection.is-live').waitFor();
      await page.evaluate(watchForNo);
      const sent = commandsOf(page);
      let orders = 0;
      for (let i = 0; i < ACTIONS; i++) {
        if (i === 4 && panel === 'clock') {
          await house.command(ME, { op: 'join', auction: id });
          await house.command('sue', { op: 'open', auction: id });
          await page.getByText(/^Round \d/).waitFor();
        }
        if (i === ACTIONS - 4 && panel === 'commitment') {
          await house.command('sue', { op: 'close', auction: id });
          await page.locator('.duty').first().waitFor();
        }
        const before = await view(id);
        if (before.state === 'closed') break;
        const noes = await page.evaluate(() => globalThis.toldNo.length);
        const meant = await PANELS[panel]({ page, luck, before, rival: () => rival(id, luck) });
        await drawn(page);
        await noSending(page);
        const asked = sent.answered();
        const tells = `seed ${luck.seed}, action ${i}: ${JSON.stringify(asked)}`;
        orders += asked.length;
        if (meant.sends !== undefined) assert.equal(asked.length, meant.sends ? 1 : 0, tells);
        assert.ok(asked.length <= 1, `one press is one order: ${tells}`);
        for (const one of asked) {
          assert.ok(one.command.auction === id && meant.fits(one.command), tells);
          await until(() => one.outcome);
          if (one.outcome.status === 'success') {
            await meant.shows?.();
            continue;
          }
          assert.ok(!meant.isFree && RACES.has(one.outcome.code), `${tells} was refused`);
          await until(() => page.evaluate(before_ => globalThis.toldNo.length > before_, noes), 5_000)
            .catch(() => assert.fail(`${tells} was refused, and the page does not say so`));
        }
      }
      assert.ok(orders > 0, 'something was asked for at all');
    });
  });
}
