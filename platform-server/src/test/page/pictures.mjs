/** Pictures of a tidy house for the documentation; the tests take the others as they go. */
import { test } from './support/stage.mjs';
import { SLOW_MILLIS, as, house, picture } from './support/scene.mjs';
import { until } from './support/until.mjs';

test('pictures of the catalogue and of the servers', { timeout: SLOW_MILLIS }, async () => {
  const minutes = count => ({ durationMillis: count * 60_000 });
  const lots = [
    await house.sell({ name: 'Brass telescope', start: 8_000, ...minutes(9) }),
    await house.sell({ name: 'Oak refectory table, c. 1780', increment: 500, ...minutes(14) }),
    await house.sell({ name: 'Violin, Mittenwald', start: 45_000, increment: 1_000, ...minutes(21) }),
    await house.sell({ name: 'Road works, lot 4', format: 'reverse', start: 9_000_000, increment: 100_000, ...minutes(34) }),
  ];
  await house.sell({ name: 'Letters of a sea captain', format: 'sealed', start: 5_000, ...minutes(48) });
  await house.sell({ name: 'Bonds', format: 'uniform', start: 900, quantity: 10, ...minutes(55) });
  await house.sell({ name: 'Tea set', format: 'vickrey', start: 1_000, ...minutes(70) });
  await house.sell({ name: 'Tulips, by the box', format: 'dutch', start: 30_000, step: 500, periodMillis: 600_000, floor: 1_000, quantity: 20 });
  const bid = (name, lot, amount, max) => house.command(name, { op: 'bid', auction: lots[lot], amount, ...(max ? { max } : {}) });
  await bid('ann', 0, 8_000);
  await bid('ann', 1, 10_000);
  await bid('bob', 1, 10_500, 14_000);
  await bid('cid', 2, 45_000, 60_000);
  await bid('ann', 2, 52_000, 75_000);
  await bid('bob', 3, 8_800_000);
  await as('ann', '/', async page => {
    await until(async () => await page.locator('.card').count() >= 8);
    await picture(page, 'catalogue');
    let price = 8_800_000;
    await page.evaluate(() => { location.hash = '/house'; });
    await page.getByText('Open: all 5 servers are up.').waitFor();
    const figure = page.locator('.figures div', { hasText: 'Answer time, p99' }).locator('dd');
    await until(async () => {
      await bid(['cid', 'bob'][price / 100_000 % 2], 3, price -= 100_000); // a lot in which the reader has no part
      return /^\d[\d,.]* ms/.test(await figure.innerText()) && await page.locator('.server .fault').count() === 0;
    });
    await page.locator('.toast').waitFor({ state: 'detached' }); // Cid has outbid her on the violin
    await picture(page, 'house');
  });
});
