/** What operators see and do. */
import { alone, test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house } from './support/scene.mjs';
import { until } from './support/until.mjs';

alone('operators see the cluster and hand leadership over', { timeout: SLOW_MILLIS }, async () => {
  const leader = await house.leader();
  const next = house.ids.find(id => id !== leader);
  await as('', '/house', async page => {
    await page.getByText('Open: all 5 servers are up.').waitFor();
    assert.equal(await page.locator('.server').count(), 5);
    await page.locator('.server.is-leader').getByText(`Server ${leader}`).waitFor();
    await page.locator('.figures').getByText('yes').waitFor();
    await page.locator('.figures').getByText(/\d [MGT]B/).waitFor();
    for (const name of ['Records', 'Disk free']) {
      assert.match(await page.locator('.server').first().locator('.facts div', { hasText: name }).locator('dd').innerText(), /^\d[\d.,]* [kMGT]?B$/, name);
    }
    assert.equal(await page.getByRole('button', { name: /kill/ }).count(), 0, 'nothing to kill with outside of a demonstration');
    await page.locator('.server', { hasText: `Server ${next}` }).getByRole('button', { name: 'Let it lead' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click();
    await page.locator('.answer').getByText(`Server ${next} leads now.`).waitFor();
    await page.locator('.server.is-leader').getByText(`Server ${next}`).waitFor();
    await page.locator('.timeline').getByText(`Server ${next} leads`).first().waitFor();
  });
  assert.equal(await house.leader(), next);
  await as('', '/house', async page => {
    await page.locator('.timeline').getByText(`Server ${leader} leads`).first().waitFor();
    await page.locator('.timeline').getByText(`Server ${next} leads`).first().waitFor();
  }, { server: leader });
});

alone('operators see a server die and come back', { timeout: SLOW_MILLIS }, async () => {
  const victim = house.ids.find(id => id !== 0);
  await as('', '/house', async page => {
    await page.getByText('Open: all 5 servers are up.').waitFor();
    await house.kill(victim);
    await page.getByText('Open: 4 of 5 servers are up, 3 are needed.').waitFor();
    await page.locator('.server.is-down').getByText(`Server ${victim}`).waitFor();
    const before = (await house.read('/v1/cluster/elections')).elections.length;
    assert.ok(before > 0);
    await house.restart(victim);
    await page.getByText('Open: all 5 servers are up.').waitFor();
    const told = await (await fetch(house.origins[victim] + '/v1/cluster/elections')).json();
    assert.equal(told.server, victim);
    assert.ok(told.elections.length > 0 && Date.parse(told.elections.at(-1).at) < Date.now() - 1_000, 'it remembers from before it was killed');
  });
});

alone('where too few servers are up the lot says so, and a bid waits for another and counts once', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Rosewood fan', durationMillis: 600_000 });
  const dead = house.ids.filter(one => one > 1);
  await as('agnes', `/auctions/${id}`, async page => {
    await page.locator('.connection.is-live').waitFor();
    await Promise.all(dead.map(one => house.kill(one)));
    await page.locator('.connection.is-undecided').getByText('No majority').waitFor();
    await page.locator('.lot .fault').getByText(/^No majority of the servers is up: bids wait/).waitFor();
    await page.getByRole('button', { name: /^Bid / }).click();
    await page.locator('.answer').getByText(/^No majority of the servers is up: asking /).waitFor();
    await Promise.all(dead.map(one => house.restart(one)));
    await page.locator('.answer').getByText('Accepted: you lead at €100.00').waitFor();
    await page.locator('.connection.is-live').waitFor();
    await page.locator('.lot .fault').waitFor({ state: 'detached' });
    assert.equal((await house.read(`/v1/auctions/${id}`)).bids, 1);
  });
});

test('percentiles come from what was answered between two looks', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Bracket clock', start: 100, durationMillis: 600_000 });
  let bid = 0;
  await as('', '/house', async page => {
    for (const name of ['Answer time, p50', 'Answer time, p99']) {
      const figure = page.locator('.figures div', { hasText: name }).locator('dd');
      await until(async () => {
        await house.command(['hal', 'hob'][bid % 2], { op: 'bid', auction: id, amount: 100 + bid++ });
        return /^\d[\d,.]* ms/.test(await figure.innerText());
      });
    }
    const found = await page.evaluate(async () => {
      const { between, percentile, bucketsOf } = await import('/page/store/percentiles.js');
      const looked = rows => new Map(Object.entries(rows).map(([origin, counts]) => [origin, new Map([1, 2, 4, Infinity].map((bound, i) => [bound, counts[i]]))]));
      const before = looked({ a: [2, 4, 8, 9], b: [2, 4, 8, 9] });
      const counts = between(before, looked({
        a: [2, 54, 106, 109], // 50 more within 2 ms, 48 within 4, 2 beyond
        b: [0, 0, 0, 0], // started again, nothing answered since
        c: [100, 100, 100, 100], // not there before
      }));
      const text = 'gavel_submit_latency_seconds_bucket{le="2.5E-4"} 3\ngavel_submit_latency_seconds_bucket{le="+Inf"} 7\nother_bucket{le="1"} 9\n';
      return { counts, read: [...bucketsOf(text)], still: between(before, before), of: [0.5, 0.74, 0.99].map(part => percentile(counts, part)) };
    });
    assert.deepEqual(found.counts, [[1, 0], [2, 50], [4, 48], [Infinity, 2]]);
    assert.deepEqual(found.of, [2, 3, 4], 'beyond the last bound nothing is known but that it is more');
    assert.deepEqual(found.still.map(([, count]) => count), [0, 0, 0, 0]);
    assert.deepEqual(found.read, [[0.25, 3], [Infinity, 7]]);
  });
});

test('the house is in no better order than its servers say of themselves', { timeout: SLOW_MILLIS }, async () => {
  await as('', '/house', async page => {
    const said = await page.evaluate(async () => {
      const { verdict } = await import('/page/format/verdict.js');
      const view = (changed, leader = 0) => ({ leader, servers: [0, 1, 2, 3, 4].map(id => ({ id, up: true, ready: true, ...changed[id] })) });
      const not = notReadyBecause => ({ ready: false, notReadyBecause });
      const down = { up: false, ready: false, notReadyBecause: 'it does not answer' };
      return [
        verdict(view({})),
        verdict(view({ 0: not('it leads, and nothing was committed for 2 s') })),
        verdict(view({ 0: not('its clock is at least 3.0 s ahead of 4 of the 5 clocks read') })),
        verdict(view({ 3: not('it is behind') })),
        verdict(view({ 3: not('this server\'s disk is slow'), 4: down })),
        verdict(view({ 2: not('it is behind'), 3: not('it is behind'), 4: not('it is behind') })),
        verdict(view({ 4: down })),
        verdict(view({ 2: down, 3: down, 4: down })),
        verdict(view({}, null)),
      ];
    });
    assert.deepEqual(said, [
      ['good', 'Open: all 5 servers are up.'],
      ['bad', 'Server 0 leads and is not ready: it leads, and nothing was committed for 2 s'],
      ['bad', 'Server 0 leads and is not ready: its clock is at least 3.0 s ahead of 4 of the 5 clocks read'],
      ['warn', 'Open: 4 of 5 servers are ready, 3 are needed.'],
      ['warn', 'Open: 3 of 5 servers are ready, 3 are needed.'],
      ['bad', 'Only 2 of 5 servers are ready, 3 are needed.'],
      ['warn', 'Open: 4 of 5 servers are up, 3 are needed.'],
      ['bad', 'No majority: nothing can be decided until another server is back.'],
      ['bad', 'No leader at the moment: bids wait.'],
    ]);
  });
});

test('a server that was asked a moment ago does not lag behind the one that tells', { timeout: SLOW_MILLIS }, async () => {
  await as('', '/house', async page => {
    const lags = await page.evaluate(async () => {
      const { lag } = await import('/page/format/verdict.js');
      const row = (id, commitIndex, appliedIndex, up = true) => ({ id, up, commitIndex, appliedIndex });
      const lags = view => view.servers.map(server => lag(server, view));
      return [
        lags({ asked: 0, servers: [row(0, 33, 33), row(1, 27, 27), row(2, 27, 27), row(3, 27, 20), row(4, 90, 90, false)] }),
        lags({ asked: 0, servers: [row(0, 20, 20), row(1, 27, 27), row(2, 27, 26)] }),
        lags({ asked: undefined, servers: [row(0, 0, 0)] }),
      ];
    });
    assert.deepEqual(lags, [[0, 0, 0, 7, 0], [7, 0, 1], [0]]);
  });
});
