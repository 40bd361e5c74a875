/** Many tabs of one browser; the first test of all, as streams of closed pages count until the house has noticed. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { until } from './support/until.mjs';

const bidNext = page => page.getByRole('button', { name: /^Bid / });
const answer = page => page.locator('.answer');

test('ten tabs of one browser work as one', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Violin', durationMillis: 600_000 });
  await as('ann', `/auctions/${id}`, async (first, context) => {
    const tabs = [first];
    for (let i = 1; i < 10; i++) {
      const tab = await context.newPage();
      await tab.goto(first.url());
      tabs.push(tab);
    }
    for (const tab of tabs) await tab.locator('.connection.is-live').waitFor();
    await bidNext(tabs[9]).click();
    await answer(tabs[9]).getByText('Accepted').waitFor();
    for (const tab of tabs) await tab.locator('.price-notes').getByText('by you').waitFor();
    let watchers;
    await until(async () => (watchers = await house.watchers()) === 1)
      .catch(() => assert.equal(watchers, 1, 'one stream for all tabs'));
  });
});
