/** What binds a bidder is said: before the first bid, while the clock runs, and when somebody is dropped. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house, picture } from './support/scene.mjs';
import { noteShown } from './support/shown.mjs';
import { until } from './support/until.mjs';
import { commandsOf } from './support/sent.mjs';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const standing = page => page.locator('.panel-standing').first();
const condition = (page, name) => page.locator('.conditions .facts > div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd').innerText();

/** Tells the house that these stay in, round by round, until what it gives is called. */
function keepIn(id, names) {
  const timer = setInterval(async () => {
    const view = await house.read(`/v1/auctions/${id}`, names[0]);
    if (view.state !== 'open') return;
    for (const name of names) await house.command(name, { op: 'confirm', auction: id, round: view.round });
  }, 300);
  return () => clearInterval(timer);
}

test('who must confirm rounds is told by when, and why they are out', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Dun mare', format: 'clock', start: 1_000, step: 100, periodMillis: 3_000, confirm: 'confirm', grace: 1, open: false });
  for (const name of ['alma', 'bert', 'cora']) await house.command(name, { op: 'join', auction: id });
  await as('alma', `/auctions/${id}`, async page => {
    await page.getByText('Each round must be confirmed before it ends: who misses more than 1 in a row is out.').first().waitFor();
    await house.command('sue', { op: 'open', auction: id });
    const end = keepIn(id, ['bert', 'cora']);
    try {
      const duty = await noteShown(page, 'main p');
      const stands = await noteShown(page, '.panel-standing');
      await page.getByRole('button', { name: /^I stay in at €1\d\.00$/ }).click();
      await duty(/You confirmed this round\./);
      await duty(/You may miss 1 round more before you are out\./);
      await duty(/Confirm by \d+(\.\d)? s or you are out\. You missed 1 round in a row\./);
      await stands(/You are in, and must confirm/);
      await picture(page, 'auction-confirm');
      await standing(page).getByText('You are out: you did not confirm 2 rounds in a row.').waitFor();
      await page.locator('.toast').getByText('You are out of Dun mare: you did not confirm 2 rounds in a row.').waitFor();
      await page.locator('.events').getByText('alma is out: not confirmed in time').waitFor();
      await page.reload();
      await standing(page).getByText('You are out: you did not confirm 2 rounds in a row.').waitFor();
    } finally {
      end();
    }
  });
});

test('what a pause means for a round that was confirmed is said, and the round asks anew', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'White mare', format: 'clock', start: 1_000, step: 100, periodMillis: 600_000, confirm: 'confirm', open: false });
  for (const name of ['alma', 'bert']) await house.command(name, { op: 'join', auction: id });
  await house.command('sue', { op: 'open', auction: id });
  await as('alma', `/auctions/${id}`, async page => {
    const confirms = async () => {
      await page.getByRole('button', { name: 'I stay in at €10.00' }).click();
      await page.getByText('You confirmed this round.').waitFor();
      await until(async () => (await house.read(`/v1/auctions/${id}`, 'alma')).yourConfirmedRound === 0);
    };
    await confirms();
    await house.command('sue', { op: 'pause', auction: id });
    await page.locator('.duty').getByText('Confirmations of this round do not count: you are asked again when the auction goes on.').waitFor();
    await page.locator('.ends').getByText('The clock stands with 10 min left.').waitFor();
    assert.equal(await page.getByText('You confirmed this round.').count(), 0);
    await house.command('sue', { op: 'resume', auction: id });
    await page.locator('.duty').getByText(/^Confirm by \d+:\d\d or you are out\. The round began anew after a pause: what was confirmed before does not count\.$/).waitFor();
    await standing(page).getByText('You are in, and must confirm').waitFor();
    await confirms();
    assert.equal(await page.getByText('began anew').count(), 0);
  });
});

test('who leaves by their own wish is told so, and not dropped', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Dapple mare', format: 'clock', start: 1_000, step: 100, periodMillis: 600_000, confirm: 'confirm', open: false });
  for (const name of ['alma', 'bert', 'cora']) await house.command(name, { op: 'join', auction: id });
  await house.command('sue', { op: 'open', auction: id });
  await as('alma', `/auctions/${id}`, async page => {
    await page.locator('.duty').getByText(/^Confirm by \d+:\d\d or you are out\.$/).waitFor();
    await page.route('**/v1/commands', async route => { // the event is told before the answer
      const response = await route.fetch();
      await standing(page).getByText('You left: you asked to, and that is for good.').waitFor();
      await route.fulfill({ response });
    });
    await page.getByRole('button', { name: 'Leave for good' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await until(async () => !(await page.locator('.answer').innerText()).includes('Sending'));
    await standing(page).getByText('You left: you asked to, and that is for good.').waitFor();
    assert.equal(await page.locator('.toast').filter({ hasText: 'Dapple mare' }).count(), 0);
  });
});

test('all conditions that bind a bidder are on the page, in words', { timeout: SLOW_MILLIS }, async () => {
  const far = new Date(Date.now() + 86_400_000).toISOString();
  const cases = [
    [{ start: 1_000, increment: 250, buyNow: 90_000, reserve: 5_000, belowReserve: 'offer', retractUntil: far, group: 'silver', durationMillis: 600_000, softClose: { windowMillis: 60_000, extendMillis: 120_000, trigger: 'lead', mode: 'add', maxExtensions: 3 } }, {
      'Least step': /^€2\.50 above the price$/, 'Buy now': /^€900\.00 ends it at once, until the first bid\.$/, Reserve: /secret one.*the seller may take the best bid all the same/,
      'Taking a bid back': /^Possible until \d/, 'Bidding again': /^After you take bids back, your next bid must be at least the highest of them\..*maximum/, Group: /“silver”/, Maxima: /name a maximum/,
      'Soft close': /^A bid that changes who leads in the last 60 s adds (120 s|2 min)\. At most 3 times\.$/, 'Who sees it': /^Everybody/,
    }],
    [{ format: 'reverse', start: 100_000, increment: { percent: 5 }, proxy: 'never', grid: false, durationMillis: 600_000, visibility: 'participants', maxPauseMillis: 0 }, {
      Pauses: /^None: it cannot be paused\.$/,
      'Least step': /^5% of the price$/, Maxima: /^None/, 'Taking a bid back': /^Not possible/, 'Who sees it': /^Only those who take part/,
    }],
    [{ format: 'reverse', start: 100_000, retractUntil: far, durationMillis: 600_000 }, {
      'Bidding again': /^After you take offers back, your next offer must be at most the lowest of them\./, Pauses: /^The seller may pause it for 24 h in all\. Then it goes on by itself\.$/,
    }],
    [{ start: 1_000, increment: 'ebay-uk', grid: true, proxy: 'always', durationMillis: 600_000 }, { 'Least step': /“ebay-uk”/, Amounts: /ladder/, Maxima: /^Every bid is a maximum/ }],
    [{ format: 'clock', start: 1_000, step: 100, periodMillis: 5_000, confirm: 'confirm', grace: 2, open: false }, { 'Staying in': /misses more than 2 in a row is out/, 'Rises by': /^€1\.00 each 5 s$/ }],
    [{ format: 'dutch', start: 90_000, step: 100, floor: 1_000, periodMillis: 600_000, quantity: 12 }, { 'Falls by': /^€1\.00 each 10 min$/, Floor: /^€10\.00/, Units: /^12$/ }],
    [{ format: 'sealed', start: 1_000, durationMillis: 600_000, commit: true, revealMillis: 7_200_000 }, { 'Sealed by': /within 2 h; what is not opened is void/ }],
    [{ format: 'yankee', start: 1_000, quantity: 5, increment: 250, durationMillis: 600_000, softClose: { windowMillis: 30_000 } }, {
      'Least step': /^€2\.50 above the bid that must be beaten$/, 'Soft close': /^A bid that moves the price or takes units from somebody else in the last 30 s leaves at least 30 s after it\.$/,
    }],
    [{ format: 'uniform', start: 1_000, quantity: 5, durationMillis: 600_000 }, { Units: /^5$/, 'Last price': /earliest is served first/ }],
  ];
  await as('alma', '/', async page => {
    for (const [more, expected] of cases) {
      const id = await house.sell({ name: 'Lot of conditions', ...more });
      await page.evaluate(to => { location.hash = to; }, `/auctions/${id}`);
      await page.locator('.crumbs').getByText(`Lot ${id}`).waitFor();
      for (const [name, pattern] of Object.entries(expected)) assert.match(await condition(page, name), pattern, `${JSON.stringify(more)}: ${name}`);
    }
  });
});

test('a bid sealed by commitment can be saved, is warned about, and is opened in another browser', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1702', format: 'sealed', start: 1_000, commit: true, revealMillis: 600_000, durationMillis: 600_000 });
  await as('alma', `/auctions/${id}`, async page => {
    await page.getByLabel('Your bid').fill('55');
    await page.getByRole('button', { name: 'Seal my bid' }).click();
    await page.getByText('Save or print it before you leave').waitFor();
    const asked = new Promise(done => page.once('dialog', async dialog => {
      await dialog.dismiss();
      done(dialog.type());
    }));
    await page.close({ runBeforeUnload: true });
    assert.equal(await asked, 'beforeunload');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
    await page.getByText('You saved what opens your bid.').waitFor();
    const file = await download.path();
    await page.evaluate(() => { globalThis.print = () => { globalThis.printed = getComputedStyle(document.querySelector('.slip-paper')).display; }; });
    await page.getByRole('button', { name: 'Print' }).click();
    assert.equal(await page.evaluate(() => globalThis.printed), 'none', 'on the screen it is not seen');
    await page.emulateMedia({ media: 'print' });
    assert.match(await page.locator('.slip-paper').innerText(), /€55\.00[\s\S]*([0-9a-f]{8} ){7}[0-9a-f]{8}/);
    assert.equal(await page.locator('.top').isVisible(), false, 'the paper bears nothing else');
    await page.emulateMedia({ media: 'screen' });
    await as('alma', `/auctions/${id}`, async other => {
      await other.locator('.connection.is-live').waitFor();
      await house.command('sue', { op: 'close', auction: id });
      for (const each of [page, other]) {
        await each.locator('.toast').getByText('Letter of 1702: open your sealed bid now, or it is void.').waitFor();
        await each.locator('.duty').getByText(/^Bids can be opened for \d+:\d\d more\./).waitFor();
      }
      await other.getByText('This browser holds no bid of yours').waitFor();
      await other.locator('.card-top').getByText('Open your bid', { exact: true }).waitFor();
      await other.getByLabel('Its file').setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{"gavel":"sealed bid","auction":"999999"}') });
      await other.getByRole('alert').getByText('This bid is for lot 999999.').waitFor();
      await other.getByLabel('Its file').setInputFiles(file);
      await other.getByRole('button', { name: 'Open my bid' }).click();
      for (const each of [page, other]) await standing(each).getByText('Your bid is opened: €55.00').waitFor();
    });
  });
});

test('a sealed bid that the house refused to replace does not take the place of the one it has', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1703', format: 'sealed', start: 1_000, commit: true, durationMillis: 600_000 });
  await as('alma', `/auctions/${id}`, async page => {
    await page.getByLabel('Your bid').fill('55');
    await page.getByRole('button', { name: 'Seal my bid' }).click();
    await standing(page).getByText('Your sealed bid: €55.00').waitFor();
    await page.route('**/v1/commands', route => route.fulfill({ status: 409, contentType: 'application/json', body: '{"status":"fail","code":"LIMIT_EXCEEDED","message":"Too many."}' }));
    await page.getByLabel('Your bid').fill('77');
    await page.getByRole('button', { name: 'Replace my sealed bid' }).click();
    await page.locator('.answer').getByText('Too many.').waitFor();
    await standing(page).getByText('Your sealed bid: €55.00').waitFor();
    await page.unroute('**/v1/commands');
    await house.command('sue', { op: 'close', auction: id });
    await page.getByRole('button', { name: 'Open my bid', exact: true }).click();
    await standing(page).getByText('Your bid is opened: €55.00').waitFor();
  });
});

test('what is typed while an answer is awaited stays, and a sealed bid is the house’s only once it said so', { timeout: SLOW_MILLIS }, async () => {
  const of = more => house.sell({ start: 1_000, durationMillis: 600_000, ...more });
  const lots = [
    { id: await of({ name: 'Letter of 1704', format: 'sealed', commit: true }), press: 'Seal my bid', said: 'Your sealed bid: €25.00' },
    { id: await of({ name: 'Letter of 1705', format: 'sealed' }), press: 'Place my bid', said: 'Your bid: €25.00' },
    { id: await of({ name: 'Letter of 1706', increment: 100 }), field: 'Your own amount', press: 'Place bid', said: 'You lead' },
  ];
  for (const { id, field = 'Your bid', press, said } of lots) {
    await as('alma', `/auctions/${id}`, async page => {
      let arrived;
      let goOn;
      const answered = new Promise(done => { arrived = done; });
      const held = new Promise(done => { goOn = done; });
      await page.route('**/v1/commands', async route => {
        const response = await route.fetch();
        arrived();
        await held;
        await route.fulfill({ response }).catch(() => {}); // the page may have given this call up for another
      });
      await page.getByLabel(field).fill('25');
      await page.getByRole('button', { name: press, exact: true }).click();
      await answered;
      if (press === 'Seal my bid') assert.equal(await standing(page).getByText(said).count(), 0);
      const input = page.locator('.panel form .amount input').first();
      await input.fill('27');
      goOn();
      await page.locator('.answer .receipt-number').waitFor();
      await standing(page).getByText(said).waitFor();
      assert.equal(await input.inputValue(), '27');
    });
  }
});

test('a sealed bid of which nobody said whether the house has it is told as that, and can be opened', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1707', format: 'sealed', start: 1_000, commit: true, durationMillis: 600_000 });
  await as('alma', `/auctions/${id}`, async page => {
    const sent = [];
    await page.route('**/v1/commands', async route => {
      sent.push(route.request());
      await route.fulfill({ status: 503, contentType: 'application/json', body: '{"status":"exception","code":"BUSY","message":"Busy."}' });
    });
    await page.getByLabel('Your bid').fill('55');
    await page.getByRole('button', { name: 'Seal my bid' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Nobody has said whether the house has your bid of €55.00.').waitFor();
    await page.getByText('Only this browser holds what opens your bid.').waitFor();
    await page.request.fetch(sent[0]); // it arrives after all
    await standing(page).getByText('Your sealed bid: €55.00').waitFor(); // once it is known
    assert.equal(await page.getByText('Nobody has said whether').count(), 0);
  });
});

test('a sealed bid under way when its page was reloaded is known by the next page, sent again or unknown to the house', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1708', format: 'sealed', start: 1_000, commit: true, durationMillis: 600_000 });
  const nobodySaid = page => page.getByText('Nobody has said whether');
  await as('alma', `/auctions/${id}`, async page => {
    page.on('dialog', dialog => dialog.accept()); // "leave the page?"
    const pressAndReload = async (amount, meanwhile) => {
      await page.getByLabel('Your bid').waitFor();
      await page.route('**/v1/commands', route => route.abort());
      await page.getByLabel('Your bid').fill(amount);
      await page.getByRole('button', { name: /my (sealed )?bid$/ }).click();
      await page.locator('.answer').getByText('Sending').or(page.locator('.answer').getByText('same number')).waitFor();
      await page.evaluate(meanwhile);
      await page.reload();
      await page.unroute('**/v1/commands');
    };
    await pressAndReload('25', () => {});
    await page.locator('.toast').getByText(/was under way when the page was reloaded/).waitFor();
    await standing(page).getByText('Your sealed bid: €25.00').waitFor();
    assert.equal(await nobodySaid(page).count(), 0);

    const grownOld = () => localStorage.setItem('gavel.pending', JSON.stringify(
      JSON.parse(localStorage.getItem('gavel.pending')).map(job => ({ ...job, sentAt: job.sentAt - 100_000 }))));
    await pressAndReload('27', grownOld);
    await page.locator('.toast').getByText('The house does not know of your earlier commit on Letter of 1708. It was not sent again; it may still arrive').waitFor();
    await nobodySaid(page).getByText('€27.00').waitFor();
    await standing(page).getByText('Your sealed bid: €25.00').waitFor();
  });
});

test('a sealed bid that arrives long after it was cancelled, and after another one, can be opened', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1709', format: 'sealed', start: 1_000, commit: true, revealMillis: 600_000, durationMillis: 600_000 });
  await as('alma', `/auctions/${id}`, async page => {
    let late;
    await page.route('**/v1/commands', async (route, request) => {
      late = { method: 'POST', headers: await request.allHeaders(), body: request.postData() }; // a server that stands still has it
      await route.abort();
    });
    const seal = async amount => {
      await page.getByLabel('Your bid').fill(amount);
      await page.getByRole('button', { name: /my (sealed )?bid$/ }).click();
    };
    await seal('55');
    await page.locator('.answer').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.answer').getByText('Should it reach the house all the same').waitFor();
    await page.unroute('**/v1/commands');
    const asked = await page.waitForResponse(answer => answer.url().includes('/v1/requests/'));
    assert.equal(asked.status(), 404);
    await seal('44');
    await standing(page).getByText('Your sealed bid: €44.00').waitFor();
    await page.getByText('Nobody has said whether the house has your bid of €55.00. It may still arrive, and count then.').waitFor();

    const headers = Object.fromEntries(Object.entries(late.headers).filter(([name]) => /^(gavel-user|content-type|idempotency-key)$/.test(name)));
    const outcome = await (await fetch(house.origins[1] + '/v1/commands', { ...late, headers })).json();
    assert.equal(outcome.status, 'success');
    await page.locator('.toast').getByText('reached the house all the same').waitFor();
    await standing(page).getByText('Your sealed bid: €55.00').waitFor();
    await house.command('sue', { op: 'close', auction: id });
    await page.getByRole('button', { name: 'Open my bid', exact: true }).click();
    await page.locator('.answer').getByText('Your bid of €55.00 is open').waitFor();
  });
});

test('what became of a cancelled command is not taken from a server that may be behind', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1710', durationMillis: 600_000 });
  await as('alma', `/auctions/${id}`, async page => {
    await page.locator('.connection.is-live').waitFor();
    const asked = [];
    await page.route('**/v1/commands', route => route.abort());
    await page.route('**/v1/requests/**', (route, request) => {
      asked.push(request.url());
      return /consistency=local/.test(request.url()) ? route.continue()
        : route.fulfill({ status: 503, contentType: 'application/json', body: '{"status":"exception","code":"NO_MAJORITY","message":"Waiting."}' });
    });
    await page.getByRole('button', { name: /^Bid / }).click();
    await page.locator('.answer').getByRole('button', { name: 'Cancel' }).click();
    await until(() => asked.length > 7);
    assert.deepEqual(asked.filter(url => /consistency=local/.test(url)), []);
    assert.equal(await page.locator('.receipt').getByText('does not know of it').count(), 0);
  });
});

test('a sealed bid that this browser cannot keep is sent only once it was saved, and is not forgotten', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1711', format: 'sealed', start: 1_000, commit: true, revealMillis: 600_000, durationMillis: 600_000 });
  await as('alma', `/auctions/${id}`, async page => {
    const seal = async amount => {
      await page.getByLabel('Your bid').fill(amount);
      await page.getByRole('button', { name: /my (sealed )?bid$/ }).click();
    };
    await seal('20');
    await standing(page).getByText('Your sealed bid: €20.00').waitFor();
    await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
    const sent = commandsOf(page);
    await seal('30');
    const unkept = page.locator('.unkept');
    await unkept.getByText('Not sent yet: this browser cannot keep your bid of €30.00').waitFor();
    await unkept.getByRole('button', { name: 'Do not send it' }).click();
    await unkept.waitFor({ state: 'hidden' });
    await standing(page).getByText('Your sealed bid: €20.00').waitFor();

    await seal('31');
    const sends = unkept.getByRole('button', { name: 'Send it now' });
    assert.ok(await sends.isDisabled());
    assert.deepEqual(sent.since(), []);
    const file = page.waitForEvent('download');
    await unkept.getByRole('button', { name: 'Save as a file' }).click();
    assert.equal(JSON.parse(await readFile(await (await file).path(), 'utf8')).amount, 3_100);
    await sends.click();
    await standing(page).getByText('Your sealed bid: €31.00').waitFor();
    await house.command('sue', { op: 'close', auction: id });
    await page.getByRole('button', { name: 'Open my bid', exact: true }).click();
    await page.locator('.answer').getByText('Your bid of €31.00 is open').waitFor();
  });
});

test('what opens a bid that another tab sealed while this one could store nothing is kept', { timeout: SLOW_MILLIS }, async () => {
  const lot = name => house.sell({ name, format: 'sealed', start: 1_000, commit: true, durationMillis: 600_000 });
  const [first, second] = [await lot('Letter of 1714'), await lot('Letter of 1715')];
  await as('alma', `/auctions/${first}`, async (page, context) => {
    const seal = async (where, amount) => {
      await where.getByLabel('Your bid').fill(amount);
      await where.getByRole('button', { name: /my (sealed )?bid$/ }).click();
    };
    await page.getByLabel('Your bid').waitFor();
    await page.evaluate(() => {
      globalThis.setsItem = Storage.prototype.setItem;
      Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    });
    await seal(page, '30');
    await page.locator('.unkept').waitFor();
    const other = await context.newPage();
    await other.goto(house.origins[0] + `/#/auctions/${second}`);
    await seal(other, '40');
    await standing(other).getByText('Your sealed bid: €40.00').waitFor();
    await page.evaluate(() => { Storage.prototype.setItem = globalThis.setsItem; });
    await seal(page, '31');
    await standing(page).getByText('Your sealed bid: €31.00').waitFor();
    await standing(other).getByText('Your sealed bid: €40.00').waitFor();
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem('gavel.openings')).map(one => one.amount));
    assert.deepEqual(kept.sort(), [3_100, 4_000]);
  });
});

test('of a sealed bid the page tells what this house says, whatever an earlier house at its address left', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1712', format: 'sealed', start: 1_000, commit: true, revealMillis: 600_000, durationMillis: 600_000 });
  const nonce = 'cd'.repeat(32);
  const hash = createHash('sha256').update(`${id}|alma|7000|${nonce}`).digest('hex');
  await as('alma', `/auctions/${id}`, async page => {
    await page.getByLabel('Your bid').waitFor();
    const left = async more => {
      await page.evaluate(one => localStorage.setItem('gavel.openings', JSON.stringify([one])),
        { auction: id, user: 'alma', amount: 1_234, nonce: '0'.repeat(64), hash: '0'.repeat(64), held: true, carried: true, opened: true, ...more });
      await page.reload();
      await page.locator('.connection.is-live').waitFor();
    };
    await left({});
    await standing(page).getByText('Sealed even before the house').waitFor();
    await house.command('alma', { op: 'commit', auction: id, hash });
    await left({ lot: 'sue|Oak table|2020-01-01T00:00:00Z' });
    await until(async () => (await page.evaluate(() => document.querySelector('.panel-standing')?.textContent)) === 'Sealed even before the house');
    await house.command('sue', { op: 'close', auction: id });
    await standing(page).getByText('Bids are being opened').waitFor();
    await left({});
    await standing(page).getByText('Open your bid of €12.34 now').waitFor();
    await house.command('alma', { op: 'reveal', auction: id, amount: 7_000, nonce });
    await standing(page).getByText('Your bid is opened: €70.00').waitFor();
  });
});

test('a bid is sealed also where the browser has no cryptography of its own, as over http from another machine', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Letter of 1713', format: 'sealed', start: 1_000, commit: true, revealMillis: 600_000, durationMillis: 600_000 });
  await as('alma', `/auctions/${id}`, async (page, context) => {
    await context.addInitScript(() => { Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }); });
    await page.reload();
    await page.getByLabel('Your bid').fill('55');
    await page.getByRole('button', { name: 'Seal my bid' }).click();
    await standing(page).getByText('Your sealed bid: €55.00').waitFor();
    await house.command('sue', { op: 'close', auction: id });
    await page.getByRole('button', { name: 'Open my bid', exact: true }).click();
    await page.locator('.answer').getByText('Your bid of €55.00 is open').waitFor();
  });
});

test('the page’s SHA-256 is that of everybody', { timeout: SLOW_MILLIS }, async () => {
  const { sha256 } = await import('../../main/resources/dev/gavel/server/page/lib/sha256.js');
  for (let length = 0; length < 300; length++) {
    for (const text of ['a'.repeat(length), Array.from({ length }, (_, i) => String.fromCodePoint(32 + i * 7_919 % 50_000)).join('')]) {
      assert.equal(sha256(text), createHash('sha256').update(text).digest('hex'), JSON.stringify(text));
    }
  }
});
