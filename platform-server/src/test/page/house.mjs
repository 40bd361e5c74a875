/** What operators see and do. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house, picture } from './support/scene.mjs';

test('operators see the cluster and hand leadership over', { timeout: SLOW_MILLIS }, async () => {
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
    await picture(page, 'house');
  });
  assert.equal(await house.leader(), next);
  await as('', '/house', async page => {
    await page.locator('.timeline').getByText(`Server ${leader} leads`).first().waitFor();
    await page.locator('.timeline').getByText(`Server ${next} leads`).first().waitFor();
  }, { server: leader });
});

test('operators see a server die and come back', { timeout: SLOW_MILLIS }, async () => {
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
