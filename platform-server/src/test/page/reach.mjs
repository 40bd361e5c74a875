/** Everybody can use it: with a keyboard, a screen reader, on a phone, and safely. */
import { alone, test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SLOW_MILLIS, as, house, picture } from './support/scene.mjs';
import { PHONE, axe, giveAxe } from './support/axe.mjs';
import { openBrowser } from './support/browser.mjs';
import { until } from './support/until.mjs';

const FIRST_VIEW_BYTES = 200_000;

/** One auction of each kind that shows a panel of its own. */
let lots;

async function paths() {
  lots ??= {
    english: await house.sell({ name: 'Oak refectory table, c. 1780', durationMillis: 3_600_000, increment: 500, softClose: { windowMillis: 30_000 } }),
    dutch: await house.sell({ name: 'Tulips, by the box', format: 'dutch', start: 900_000, step: 1, periodMillis: 3_600_000, quantity: 20 }),
    sealed: await house.sell({ name: 'Letters of a sea captain', format: 'sealed', start: 5_000, durationMillis: 3_600_000 }),
    clock: await house.sell({ name: 'Bay mare', format: 'clock', start: 100, step: 5, periodMillis: 3_600_000, open: false }),
    uniform: await house.sell({ name: 'Bonds', format: 'uniform', start: 900, quantity: 10, durationMillis: 3_600_000 }),
    vickrey: await house.sell({ name: 'Stamp with inverted frame', format: 'vickrey', start: 5_000, durationMillis: 3_600_000 }),
    reverse: await house.sell({ name: 'Repair of the town hall’s roof', format: 'reverse', start: 9_000_000, increment: 10_000, durationMillis: 3_600_000 }),
    running: await house.sell({ name: 'Grey gelding', format: 'clock', start: 100, step: 5, periodMillis: 3_600_000, open: false }),
    committed: await house.sell({ name: 'Sealed letter', format: 'sealed', start: 5_000, commit: true, durationMillis: 3_600_000 }),
    ended: await house.sell({ name: 'Brass sextant', durationMillis: 3_600_000 }),
    paused: await house.sell({ name: 'Tall case clock', durationMillis: 3_600_000 }),
    confirming: await house.sell({ name: 'Chestnut mare', format: 'clock', start: 100, step: 5, periodMillis: 3_600_000, confirm: 'confirm', open: false }),
    held: await house.sell({ name: 'Chestnut colt', format: 'clock', start: 100, step: 5, periodMillis: 3_600_000, confirm: 'confirm', open: false }),
    sellerRun: await house.sell({ name: 'Ox cart', format: 'clock', start: 100, step: 5, periodMillis: 1_000, runBy: 'seller', open: false }),
    own: await house.sell({ name: 'Pair of opera glasses', durationMillis: 3_600_000 }, 'eva'),
    ownDraft: await house.sell({ name: 'Hat box', durationMillis: 3_600_000, open: false }, 'eva'),
    ownOffer: await house.sell({ name: 'Fur coat', durationMillis: 3_600_000, reserve: 90_000, belowReserve: 'offer' }, 'eva'),
  };
  for (const id of [lots.confirming, lots.held]) {
    for (const name of ['eva', 'ewan']) await house.command(name, { op: 'join', auction: id });
    await house.command('sue', { op: 'open', auction: id });
  }
  for (const id of [lots.paused, lots.held]) await house.command('sue', { op: 'pause', auction: id });
  await house.command('ewan', { op: 'bid', auction: lots.ownOffer, amount: 10_000 });
  await house.command('eva', { op: 'close', auction: lots.ownOffer });
  for (const name of ['eva', 'ewan']) await house.command(name, { op: 'join', auction: lots.running });
  await house.command('sue', { op: 'open', auction: lots.running });
  await house.command('ewan', { op: 'bid', auction: lots.ended, amount: 10_000 });
  await house.command('sue', { op: 'close', auction: lots.ended });
  const longest = 'Maximilian'.repeat(6) + 'Karl';
  for (const [name, amount] of [['eva', 10_000], [longest, 12_500]]) await house.command(name, { op: 'bid', auction: lots.english, amount });
  return ['/', '/?state=ended', '/mine', '/sell', '/sell/new', '/house', '/nowhere', ...Object.values(lots).map(id => `/auctions/${id}`)];
}

/** Goes to a path of the page and waits until it shows what it has to show. */
async function visit(page, path) {
  await page.evaluate(to => { location.hash = to; }, path);
  await page.locator('.connection.is-live').waitFor();
  await until(async () => await page.locator('h1, .empty').count() > 0 && await page.locator('.loading').count() === 0);
}

/** What there is to be seen on some lots, so that it is that which is looked at. */
const STANDS = {
  paused: 'The seller has paused this.', confirming: /^Confirm by .* or you are out\.$/, held: 'Confirmations of this round do not count',
  sellerRun: 'Take part from your own machine', own: /^Pause$/, ownDraft: /^Open now$/, ownOffer: /^Accept$/,
};

const LOOKS = [{}, { viewport: PHONE, isMobile: true, hasTouch: true }];

for (const look of LOOKS) {
  test(`axe finds nothing on any screen, in light and dark: ${look.isMobile ? 'on a phone' : 'at a desk'}`, { timeout: SLOW_MILLIS }, async () => {
    const all = await paths();
    const shows = Object.fromEntries(Object.entries(STANDS).map(([lot, text]) => [`/auctions/${lots[lot]}`, text]));
    const found = [];
    await as('eva', '/', async page => {
      await giveAxe(page);
      for (const path of all) {
        if (look.isMobile && path in shows) continue; // the same at a desk, and that it fits is another test
        await visit(page, path);
        if (path in shows) await page.locator('.lot-side').getByText(shows[path]).first().waitFor();
        found.push(...await axe(page, path));
      }
      await visit(page, `/auctions/${lots.english}`);
      await page.locator('.why summary').click();
      await page.locator('.why li').first().waitFor();
      await page.getByLabel('Your own amount').fill('1,2,3');
      await page.getByRole('button', { name: 'Place bid' }).click();
      await page.getByRole('alert').first().waitFor();
      found.push(...await axe(page, 'a fault, and why it stands so'));
      await page.getByLabel('Your own amount').fill('90000');
      await page.getByRole('button', { name: 'Place bid' }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...await axe(page, 'a question'));
      await page.getByRole('button', { name: 'Not now' }).click();
      await page.getByRole('button', { name: /^You are eva/ }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...await axe(page, 'the name'));
      await page.getByRole('button', { name: 'Not now' }).click();
      await page.getByRole('button', { name: /^Notices/ }).click();
      await page.locator('.popover').waitFor();
      found.push(...await axe(page, 'the notices'));
      await page.keyboard.press('Escape');
      const committed = await house.sell({ name: 'Sealed letter', format: 'sealed', start: 5_000, commit: true, durationMillis: 3_600_000 });
      await visit(page, `/auctions/${committed}`);
      await page.getByText('I sealed my bid in another browser').click();
      found.push(...await axe(page, 'a bid from another browser'));
      await page.getByLabel('Your bid').fill('70');
      await page.getByRole('button', { name: /my (sealed )?bid$/ }).first().click();
      await page.locator('.slip').waitFor();
      found.push(...await axe(page, 'a sealed bid'));
      await page.getByRole('button', { name: 'Print' }).waitFor();
      await page.evaluate(() => { globalThis.print = () => {}; });
      await page.getByRole('button', { name: 'Print' }).click();
      await house.command('sue', { op: 'close', auction: committed });
      await page.getByRole('button', { name: 'Open my bid', exact: true }).waitFor();
      found.push(...await axe(page, 'bids are opened'));
      await visit(page, `/auctions/${lots.own}`);
      await page.getByRole('button', { name: 'Close now' }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...await axe(page, 'a question to the seller'));
      await page.getByRole('button', { name: 'Not now' }).click();
      await visit(page, '/sell/new');
      for (const format of ['Rising clock', 'Dutch', 'Sealed', 'Uniform', 'Reverse', 'English']) {
        await page.getByLabel(new RegExp('^' + format)).check();
        found.push(...await axe(page, `selling: ${format}`));
      }
      await page.getByLabel('Ends', { exact: true }).selectOption('On a day, at a time');
      await page.getByRole('button', { name: 'Create and open' }).click();
      await page.getByRole('alert').first().waitFor();
      found.push(...await axe(page, 'selling: faults'));
    }, { ...look, reducedMotion: 'reduce' });
    assert.deepEqual(found, []);
  });
}

test('every page fits a phone 360 px wide', { timeout: SLOW_MILLIS }, async () => {
  const all = await paths();
  await as('eva', '/', async page => {
    for (const path of all) {
      await visit(page, path);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 360, `${path} is wider than the screen`);
    }
    await visit(page, `/auctions/${lots.english}`);
    await house.command('ewan', { op: 'bid', auction: lots.english, amount: 14_000 });
    await page.locator('.history').getByText('ewan').waitFor();
    await picture(page, 'auction-phone');
  }, { viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
});

/** Presses Tab until the focus is on what is called so, and is seen to be there. */
async function tabTo(page, what) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const at = document.activeElement;
      return at.labels?.[0]?.textContent || at.getAttribute('aria-label') || at.textContent;
    });
    if (what.test(name)) {
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, 'none', `one sees that the focus is on ${what}`);
      return;
    }
  }
  throw new Error(`never reached ${what}`);
}

test('a bid can be placed with the keyboard alone', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Keyboard harpsichord', durationMillis: 600_000 });
  await as('', '/?q=harpsichord', async page => {
    await page.locator('.card').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await tabTo(page, /harpsichord/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /harpsichord/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main', 'a new page begins at its content');
    await tabTo(page, /^Bid /);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('kim');
    await page.keyboard.press('Enter');
    await page.locator('.answer').getByText('Accepted: you lead at €100.00').waitFor();
    assert.equal((await house.read(`/v1/auctions/${id}`)).leader, 'kim');
  });
});

alone('every kind of auction, and the servers, can be handled with the keyboard alone', { timeout: SLOW_MILLIS }, async () => {
  await paths();
  const own = {
    clock: await house.sell({ name: 'Roan pony', format: 'clock', start: 100, step: 5, periodMillis: 3_600_000, open: false }),
    vickrey: await house.sell({ name: 'Stamp, perforated', format: 'vickrey', start: 5_000, durationMillis: 3_600_000 }),
  };
  await as('kay', '/', async page => {
    const press = async (what, key = 'Enter') => {
      await tabTo(page, what);
      await page.keyboard.press(key);
    };
    const type = async (what, text) => {
      await tabTo(page, what);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    };
    const standing = text => page.locator('.panel-standing').first().getByText(text).waitFor();
    await visit(page, `/auctions/${lots.dutch}`);
    await type(/^How many/, '2');
    await press(/^Take/);
    await page.locator('.answer').getByText(/Yours: 2 at/).waitFor();
    await visit(page, `/auctions/${own.vickrey}`);
    await type(/^Your bid/, '75.50');
    await press(/^Place my bid/);
    await standing('Your bid: €75.50');
    await press(/^Withdraw my bid/);
    await standing('You have no bid here');
    await visit(page, `/auctions/${lots.uniform}`);
    await type(/^Your price for each/, '9.20');
    await type(/^How many/, '3');
    await press(/^Place my bid/);
    await standing('Your bid: €9.20 for 3');
    await visit(page, `/auctions/${lots.reverse}`);
    await press(/^Offer €90,000.00/);
    await standing('Your offer is the lowest');
    await visit(page, `/auctions/${own.clock}`);
    await press(/^Join/);
    await standing('You are in from the start');
    await press(/^Leave/);
    await standing(/You are not in|Join/);
    const leader = await house.leader();
    await visit(page, '/house');
    await page.locator('.server.is-leader').waitFor();
    await press(/^Let it lead/);
    await page.getByRole('dialog').waitFor();
    await press(/^Hand over/);
    await page.locator('.answer').getByText(/^Server \d leads now/).waitFor();
    assert.notEqual(await house.leader(), leader);
  });
});

test('a first view is small, comes from the house alone, and runs nothing that was put into it', { timeout: SLOW_MILLIS }, async () => {
  await house.sell({ name: '<img src=x onerror="globalThis.harmed=1">', durationMillis: 600_000 });
  const hosts = new Set();
  const context = { width: 1280, height: 900 };
  await as('eva', '/?q=onerror', async page => {
    await page.locator('.card-name').getByText('<img src=x').waitFor();
    const bytes = await page.evaluate(() => [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
      .reduce((sum, one) => sum + one.transferSize, 0));
    assert.ok(bytes > 10_000 && bytes < FIRST_VIEW_BYTES, `${bytes} bytes`);
    for (const url of await page.evaluate(() => performance.getEntriesByType('resource').map(one => one.name))) hosts.add(new URL(url).origin);
    assert.deepEqual([...hosts].filter(one => !house.origins.includes(one)), []);
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.harmed = 1';
      document.body.append(script);
      return globalThis.harmed;
    });
    assert.equal(ran, undefined);
    page.faults.splice(0, page.faults.length, ...page.faults.filter(one => !/Content Security Policy/.test(one)));
  }, { viewport: context });
});

test('search and filters find lots, and new ones appear by themselves', { timeout: SLOW_MILLIS }, async () => {
  await house.sell({ name: 'Amber necklace', durationMillis: 3_600_000 });
  await house.sell({ name: 'Amber brooch', format: 'sealed', durationMillis: 3_600_000 });
  await house.sell({ name: 'Oak chest', durationMillis: 3_600_000 });
  await as('eva', '/', async page => {
    await page.getByLabel('Search by name').fill('amber');
    await until(async () => await page.locator('.card').count() === 2);
    await page.getByLabel('Format').selectOption('Sealed');
    await until(async () => await page.locator('.card').count() === 1);
    await page.getByLabel('Search by name').fill('amber nothing');
    await page.getByText('No lot fits this search.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).evaluate(async button => { // and types on at once
      button.click();
      await Promise.resolve();
      const search = document.querySelector('input[type=search]');
      search.value = 'amber';
      search.dispatchEvent(new Event('input', { bubbles: true }));
    });
    assert.equal(await page.getByLabel('Search by name').inputValue(), 'amber');
    await until(async () => await page.locator('.card').count() === 2);
    await house.sell({ name: 'Amber ring', durationMillis: 3_600_000 });
    await page.locator('.card').getByText('Amber ring').waitFor();
    await house.sell({ name: 'Écu d’or', itemName: 'Schrank von ÖDÖN Weiß', durationMillis: 3_600_000 });
    for (const text of ['ecu', 'odon weiss', 'ÖDÖN']) { // whatever the case and the accents
      await page.getByLabel('Search by name').fill(text);
      await until(async () => await page.locator('.card').count() === 1);
      await page.locator('.card').getByText('Écu d’or').waitFor();
    }
    await house.sell({ name: 'Odón’s chair', durationMillis: 3_600_000 });
    await page.locator('.card').getByText('Odón’s chair').waitFor();
    await page.getByLabel('Search by name').fill('');
    await until(async () => await page.locator('.card').count() > 3);
  });
});

test('my bids tells what runs, what was won and what was lost', { timeout: SLOW_MILLIS }, async () => {
  const won = await house.sell({ name: 'Silver spoon', durationMillis: 600_000 });
  const lost = await house.sell({ name: 'Silver fork', durationMillis: 600_000 });
  const runs = await house.sell({ name: 'Silver knife', durationMillis: 600_000 });
  for (const id of [won, lost, runs]) await house.command('mia', { op: 'bid', auction: id, amount: 10_000 });
  await house.command('ewan', { op: 'bid', auction: lost, amount: 20_000 });
  for (const id of [won, lost]) await house.command('sue', { op: 'close', auction: id });
  await as('mia', '/mine', async page => {
    const part = name => page.locator('.part', { has: page.getByRole('heading', { name: new RegExp(`^${name}`) }) });
    await part('Running').getByText('Silver knife').waitFor();
    await part('Won').getByText('Silver spoon').waitFor();
    await part('Lost').getByText('Silver fork').waitFor();
    await house.command('mia', { op: 'bid', auction: await house.sell({ name: 'Silver cup', format: 'sealed', start: 100, durationMillis: 600_000 }), amount: 200 });
    await part('Running').getByText('Silver cup').waitFor();
    assert.equal(await part('Running').locator('.card').count(), 2, 'and nothing of others');
  });
});

test('who is outbid hears of it on any page, and outside of the page if they allowed it', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Pewter jug', durationMillis: 600_000 });
  await house.command('mia', { op: 'bid', auction: id, amount: 10_000 });
  await as('mia', '/mine', async (page, context) => {
    await context.addInitScript(() => {
      globalThis.shown = [];
      globalThis.Notification = class {
        static permission = 'default';
        static requestPermission = async () => (Notification.permission = 'granted');
        constructor(title, options) { globalThis.shown.push({ title, ...options }); }
      };
      Object.defineProperty(document, 'hidden', { get: () => globalThis.isAway === true });
    });
    await page.reload();
    await page.locator('.connection.is-live').waitFor();
    await page.locator('.card').getByText('Pewter jug').waitFor();
    await page.evaluate(() => { location.hash = '/house'; });
    await page.getByRole('button', { name: /^Notices/ }).click();
    await page.getByRole('button', { name: /when this page is in the background/ }).click();
    await page.getByRole('button', { name: /when this page is in the background/ }).waitFor({ state: 'detached' });
    await page.evaluate(() => { globalThis.isAway = true; });
    await house.command('ewan', { op: 'bid', auction: id, amount: 11_000 });
    await page.locator('.toast').getByText(/You were outbid on Pewter jug.* by ewan/).waitFor();
    const shown = await page.evaluate(() => globalThis.shown);
    assert.equal(shown.length, 1);
    assert.match(shown[0].body, /You were outbid on Pewter jug/);
  });
});

test('who is outbid hears of it also where a reading overtakes the events', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Pewter plate', durationMillis: 600_000 });
  await house.command('mia', { op: 'bid', auction: id, amount: 10_000 });
  await as('mia', '/mine', async page => {
    await page.route('**/v1/events*', route => route.abort());
    await page.reload();
    await page.locator('.card').getByText('Pewter plate').waitFor();
    await house.command('ewan', { op: 'bid', auction: id, amount: 11_000 });
    await page.evaluate(async auction => (await import('/page/store/auctions.js')).refresh(auction), id);
    await page.locator('.toast').getByText(/You were outbid on Pewter plate.* by ewan/).waitFor();
    await page.unroute('**/v1/events*');
    await page.locator('.connection.is-live').waitFor();
    assert.equal(await page.locator('.toast').count(), 1, 'and once');
  }, { noWorker: true });
});

test('an address of the page typed without its hash is the page, and for programs there is nothing', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Bill of lading', durationMillis: 3_600_000 });
  const headings = { [`/auctions/${id}`]: 'Bill of lading', [`/auctions/${id}/`]: 'Bill of lading', '/auctions': 'Auctions', '/auctions?q=lading': 'Auctions', '/mine': 'My bids', '/sell': 'Sell', '/sell/new': 'New auction', '/house': 'House' };
  await as('eva', '/', async page => {
    for (const [path, heading] of Object.entries(headings)) {
      const answer = await page.goto(house.origins[0] + path);
      assert.equal(answer.status(), 200, path);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/', 'and its address is the one that the page gives');
      const program = await fetch(house.origins[0] + path.split('?')[0]);
      assert.equal(program.status, 404, path);
      assert.equal((await program.json()).code, 'NOT_FOUND');
    }
    await page.goto(house.origins[0] + '/auctions?q=lading');
    await until(async () => await page.locator('.card').count() === 1);
    assert.equal((await page.goto(house.origins[0] + '/nothing')).status(), 404);
  });
});

test('a page of a stranger, whose name was led to this machine, learns nothing and does nothing', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Ivory netsuke', durationMillis: 3_600_000 });
  const led = await openBrowser('--host-resolver-rules=MAP evil.example 127.0.0.1');
  try {
    const page = await (await led.person('')).newPage();
    const origin = house.origins[0].replace('127.0.0.1', 'evil.example');
    const start = await page.goto(origin + '/');
    assert.equal(start.status(), 421);
    const answers = await page.evaluate(async id => {
      const bid = { method: 'POST', body: JSON.stringify({ op: 'bid', auction: id, amount: 10_000 }), headers: { 'Gavel-User': 'ann', 'Idempotency-Key': 'k' } };
      const asked = [['/v1/auctions/' + id], ['/v1/events'], ['/v1/cluster'], ['/v1/commands', bid]].map(words => fetch(...words));
      return Promise.all(asked.map(async asked => { const answer = await asked; return [answer.status, (await answer.json()).code]; }));
    }, id);
    assert.deepEqual(answers, Array(4).fill([421, 'WRONG_HOST']));
  } finally {
    await led.close();
  }
  assert.equal((await house.read(`/v1/auctions/${id}`)).bids, 0);
});

test('amounts are understood as people of either locale type them, and shown as they read them', { timeout: SLOW_MILLIS }, async () => {
  const table = JSON.parse(readFileSync(new URL('amounts.json', import.meta.url), 'utf8'));
  const byMark = { 'en-GB': table.withADecimalPoint, 'en-IN': table.withADecimalPoint, 'de-DE': table.withADecimalComma, 'ar-EG': {} };
  const ofThePage = { 'en-GB': { JPY: { 'JP¥5': 5, '¥5': null } } };
  for (const [locale, own] of Object.entries(byMark)) {
    await as('eva', '/', async page => {
      for (const currencies of [table.everywhere, own, ofThePage[locale] ?? {}]) {
        for (const [currency, amounts] of Object.entries(currencies)) {
          const texts = Object.keys(amounts);
          const read = await page.evaluate(async ([all, of]) => {
            const { parseAmount } = await import('/page/format/money.js');
            return all.map(text => parseAmount(text, of).minor ?? null);
          }, [texts, currency]);
          assert.deepEqual(Object.fromEntries(texts.map((text, i) => [text, read[i]])), amounts, `${locale} ${currency}`);
        }
      }
    }, { locale });
  }
  const none = Object.entries(table.everywhere.EUR).filter(([text, minor]) => minor === null && text !== '').map(([text]) => text);
  const tooMuch = ['10000000000000.01', '99999999999999999999999'];
  await as('eva', '/', async page => {
    const said = await page.evaluate(async texts => {
      const { parseAmount } = await import('/page/format/money.js');
      return texts.map(text => parseAmount(text, 'EUR'));
    }, none);
    for (const [i, text] of none.entries()) {
      assert.equal(said[i].minor, undefined, text);
      assert.match(said[i].fault, tooMuch.includes(text) ? /more than the house can count/ : /rite it like 1,234\.50/, text);
    }
    assert.deepEqual(await page.evaluate(async () => {
      const { money } = await import('/page/format/money.js');
      return [money(123_450, 'EUR'), money(5_000, 'JPY'), money(1_234_567, 'KWD'), money(123_450, 'RSD')].map(text => text.replace(/[^\d.,]/g, ''));
    }), ['1,234.50', '5,000', '1,234.567', '1,234.50'], 'by the house’s own table of digits');
    const counts = await page.evaluate(async () => {
      const { parseCount } = await import('/page/format/numbers.js');
      return ['3', ' 3 ', '1e1', '0x10', '+3', '-3', '3.0', '0', '٣', '', '3,000', '99999999999'].map(text => parseCount(text) ?? null);
    });
    assert.deepEqual(counts, [3, 3, null, null, null, null, null, null, null, null, null, null]);
  });
  await as('eva', '/', async page => {
    const [euros, fault] = await page.evaluate(async () => {
      const { money, parseAmount } = await import('/page/format/money.js');
      return [money(123_450, 'EUR'), parseAmount('100.5', 'JPY').fault];
    });
    assert.match(euros, /^1\.234,50\s€$/);
    assert.match(fault, /no smaller units/);
  }, { locale: 'de-DE' });
});
