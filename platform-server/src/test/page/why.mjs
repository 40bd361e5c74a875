/** Why an auction stands as it does is told in the reader's own money, zone and words, and follows what happens. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { until } from './support/until.mjs';

/** A reader whose money and times look like nothing that the house itself writes. */
const READER = { locale: 'de-DE', timezoneId: 'America/New_York' };
const formatOf = options => new Intl.DateTimeFormat(READER.locale, { timeZone: READER.timezoneId, ...options });
const TIMES = [formatOf({ hour: '2-digit', minute: '2-digit', second: '2-digit' }), formatOf({ dateStyle: 'medium', timeStyle: 'short' })];
/** What is no reader's: `10.00`, `EUR` or `NOT_OPEN`, `reserveMet`, `100000`, `{0}`, `5 ms`, an instant, a first round 0. */
const RAW = /\d\.\d\d(?!\d)|[A-Z]{2}|[a-z][A-Z]|\d{4}|[{}]|\d ms\b|\dT|\dZ|[Rr]ound 0/;

/** The sentences, one a line and each time in them as `@`; fails where something is not in the reader's words. */
async function whyOf(page) {
  const { text, times } = await page.locator('.why ul').evaluate(list => {
    const copy = list.cloneNode(true);
    const inIt = [...copy.querySelectorAll('time')];
    const found = inIt.map(time => ({ at: time.dateTime, shown: time.textContent }));
    for (const time of inIt) time.replaceWith('@');
    return { text: [...copy.children].map(one => one.textContent.replace(/\s+/g, ' ')).join('\n'), times: found };
  });
  for (const { at, shown } of times) assert.ok(TIMES.some(format => format.format(new Date(at)) === shown), `${at} is shown as ${shown}`);
  assert.doesNotMatch(text, RAW);
  return text;
}

const NONCE = 'ab'.repeat(32);
const hashOf = (...parts) => createHash('sha256').update(parts.join('|')).digest('hex');
const by = (user, op, fields) => id => house.command(user, { op, auction: id, ...fields });
const seals = (user, amount) => id => house.command(user, { op: 'commit', auction: id, hash: hashOf(id, user, amount, NONCE) });
const opens = (user, amount) => by(user, 'reveal', { amount, nonce: NONCE });
const bids = (user, amount, more) => by(user, 'bid', { amount, ...more });
const sues = op => by('sue', op);

const OPENED = [sues('open')];
const OFFER = { reserve: 900_000, belowReserve: 'offer', durationMillis: 600_000 };
const IN_ROUNDS = /^The round is void and begins again when the clock runs on\.$/m;
/** Any from the second on, each with its own price. */
const SOME_ROUND = `(${Array.from({ length: 19 }, (_, i) => i + 1).map(steps => (
  `Round ${steps + 1} shows 1\\.${String(50 * steps).padStart(3, '0')},00 €: the start of 1\\.000,00 € and ${steps} step${steps === 1 ? '' : 's'} of 50,00 €\\.`)).join('|')})`;
const PAUSED = /^The clock stands since @, until its seller, sue, resumes it\.$/m;

/** Pages that are looked at beside one another: most of their time they wait for the house. */
const AT_ONCE = 4;

/** Of each kind what is done, one thing after another, and what is told then. */
const KINDS = [
  [{ format: 'english', increment: 500, softClose: { windowMillis: 30_000 }, ...OFFER }, [
    [OPENED, /^Nobody has bid, so the price is the start, 1\.000,00 €\.\n.*at least 1\.000,00 €\.\n.*\nIt ends at @\.\nA bid that moves the price in the last 30 s leaves at least 30 s after it\.$/],
    [[bids('bert', 100_000, { max: 700_000 }), bids('alma', 200_000)], /^bert leads at 2\.005,00 €\.[^]*^The next bid must be at least 2\.010,00 €: the price and one increment of 5,00 €\.[^]*^It ends at @\.$/m],
    [[sues('pause')], PAUSED],
    [[sues('resume'), sues('close')], /^It closed at @\.\nThe highest bid of 2\.005,00 € by bert is below the reserve; the seller may take it until @\.$/m],
    [[sues('acceptOffer')], /^Sold to bert for 2\.005,00 €\.$/m],
  ]],
  [{ format: 'reverse', start: 9_000_000, increment: 10_000, ...OFFER }, [
    [[...OPENED, bids('alma', 9_000_000), bids('bert', 8_000_000)], /^bert leads at 80\.000,00 €\.[^]*^The next offer must be at most 79\.900,00 €: the price less one increment of 100,00 €\.$/m],
    [[sues('pause')], PAUSED],
    [[sues('resume'), sues('close')], /^The lowest offer of 80\.000,00 € by bert is above the reserve; the seller may take it until @\.$/m],
    [[sues('refuseOffer')], /^Not sold, the reserve was not met\.$/m],
  ]],
  [{ format: 'sealed', ...OFFER }, [
    [[...OPENED, bids('alma', 200_000)], /^Bids are secret until the close: [^]*is the start, 1\.000,00 €\.[^]*^Your bid of 2\.000,00 € counts\.\nIt ends at @\.$/m],
    [[sues('pause')], PAUSED],
    [[sues('resume'), sues('close')], /^The highest bid of 2\.000,00 € by alma \(you\) is below the reserve; the seller may take it until @\.$/m],
    [[sues('acceptOffer')], /^Sold to alma \(you\) for 2\.000,00 €\.$/m],
  ]],
  [{ format: 'vickrey', ...OFFER, reserve: 150_000 }, [
    [[...OPENED, bids('bert', 180_000), bids('alma', 200_000)], /^Your bid of 2\.000,00 € counts\.$/m],
    [[sues('pause')], PAUSED],
    [[sues('resume'), sues('close')], /^Sold to alma \(you\) for 1\.800,00 €\.[^]*^The highest bid was 2\.000,00 € by alma \(you\)\.\nThe next highest was 1\.800,00 € by bert\.$/m],
  ]],
  [{ format: 'vickrey', ...OFFER }, [
    [[...OPENED, bids('alma', 200_000), sues('close')], /^The highest bid of 2\.000,00 € by alma \(you\) is below the reserve; the seller may take it until @\.$/m],
    [[sues('refuseOffer')], /^Not sold, the reserve was not met\.$/m],
  ]],
  [{ format: 'sealed', commit: true, revealMillis: 6_000, ...OFFER }, [
    [[...OPENED, seals('alma', 200_000)], /^Hashes of bids are taken now; they are opened after the end\.\nYour hash is in; [^\n]*\nBids are opened from @\.$/m],
    [[sues('pause')], PAUSED],
    [[sues('resume'), sues('close')], /^Bids are opened now; what is not opened is void\.[^]*^Bids can be opened until @\.$/m],
    [[opens('alma', 200_000)], /^Your bid of 2\.000,00 € counts\.$/m],
    [[], /^The highest bid of 2\.000,00 € by alma \(you\) is below the reserve; the seller may take it until @\.$/m],
    [[sues('acceptOffer')], /^Sold to alma \(you\) for 2\.000,00 €\.$/m],
  ]],
  [{ format: 'uniform', quantity: 1_200, durationMillis: 600_000 }, [
    [[...OPENED, bids('alma', 200_000, { quantity: 1_000 })], /^The highest are served until all 1\.200 are gone[^]*^Your bid of 2\.000,00 € for 1\.000 counts\.$/m],
    [[sues('pause')], PAUSED],
    [[sues('resume'), bids('bert', 150_000, { quantity: 900 }), sues('close')], /^Sold 1\.200 to 2 buyers\.\nalma \(you\) gets 1\.000\.\nbert gets 200 of 900 bid for: 200 were left, since the bid of alma \(you\), at 2\.000,00 €, ranks before it\.\nAll pay 1\.500,00 €: /m],
  ]],
  [{ format: 'yankee', quantity: 1_200, durationMillis: 600_000 }, [
    [[...OPENED, bids('alma', 200_000, { quantity: 1_000 })], /^The higher price comes first, [^]*^alma \(you\) would get 1\.000 at 2\.000,00 €\.\nYour bid of 2\.000,00 € for 1\.000 would get all of them\.\nThe next bid must be at least 1\.000,00 € for one unit[^]*^It ends at @; no bid moves that\.$/m],
    [[sues('pause')], PAUSED],
    [[sues('resume'), bids('bert', 250_000, { quantity: 900 }), sues('close')], /^bert gets 900 at 2\.500,00 €\.\nalma \(you\) gets 300 at 2\.000,00 €\.\nYour bid of 2\.000,00 € for 1\.000 got 300: the others went to better bids\.$/m],
  ]],
  [{ format: 'dutch', start: 900_000, step: 500, floor: 1_000, periodMillis: 3_600_000, quantity: 1_200 }, [
    [OPENED, /^Round 1 shows the start, 9\.000,00 €\.\n.*of 1\.200 units 1\.200 are left\.\nThe round ends at @; then the price is 8\.995,00 €\.$/],
    [[by('alma', 'accept', { quantity: 3 })], /of 1\.200 units 1\.197 are left\.$/m],
    [[sues('pause')], IN_ROUNDS],
    [[sues('resume'), sues('close')], /^Sold 3 to 1 buyer\.\nalma \(you\) took 3 at the price of the round, 9\.000,00 €\.$/m],
  ]],
  [{ format: 'clock', step: 5_000, periodMillis: 1_500 }, [
    [[by('alma', 'join'), by('bert', 'join'), by('cora', 'join'), ...OPENED], /^Round 1 shows the start, 1\.000,00 €\.\n3 of 3 participants are still in/],
    [[by('cora', 'withdraw')], /^2 of 3 participants are still in/m],
    [[], new RegExp(`^${SOME_ROUND}[^]*^The round ends at @; then the price is 1\\.\\d[05]0,00 €\\.$`, 'm')],
    [[sues('pause')], IN_ROUNDS],
    [[sues('resume'), by('bert', 'withdraw')], new RegExp(`^Sold to alma \\(you\\) for 1\\.\\d[05]0,00 €\\.\n${SOME_ROUND}\nThat round alma \\(you\\) was the last one in\\.$`, 'm')],
  ]],
];

test('why it stands so is told in the reader’s own money, zone and words, in every kind and state', { timeout: SLOW_MILLIS }, async () => {
  const part = number => as('alma', '/', async page => {
    for (const [conditions, steps] of KINDS.filter((_, i) => i % AT_ONCE === number)) {
      const id = await house.sell({ name: 'Teak chest', start: 100_000, ...conditions, open: false });
      await page.evaluate(to => { location.hash = to; }, `/auctions/${id}`);
      await page.locator('.crumbs').getByText(`Lot ${id}`).waitFor();
      await page.locator('.why summary').click();
      const tells = async (pattern, when) => {
        let told;
        await until(async () => pattern.test(told = await page.locator('.why ul').count() > 0 ? await whyOf(page) : ''), 20_000)
          .catch(cause => { throw new Error(`${JSON.stringify(conditions)}, ${when}: ${pattern} is not in\n${told}`, { cause }); });
      };
      await tells(/^It has not been opened yet\.\nThe price is the start, \d+\.000,00 €\.$/, 'not opened');
      for (const [number, [acts, pattern]] of steps.entries()) {
        for (const act of acts) {
          const outcome = await act(id);
          assert.equal(outcome.status, 'success', JSON.stringify([conditions, outcome]));
        }
        await tells(pattern, `step ${number}`);
      }
    }
  }, READER);
  await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => part(number)));
});
