/** What operators see and do. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { as, house, picture } from './support/scene.mjs';

test('operators see the cluster and hand leadership over', { timeout: 60_000 }, async () => {
  const leader = await house.leader();
  const next = house.ids.find(id => id !== leader);
  await as('', '/house', async page => {
    await page.getByText('Open: all 5 servers are up.').waitFor();
    assert.equal(await page.locator('.server').count(), 5);
    await page.locator('.server.is-leader').getByText(`Server ${leader}`).waitFor();
    await page.locator('.figures').getByText('yes').waitFor();
    assert.equal(await page.getByRole('button', { name: /kill/ }).count(), 0, 'nothing to kill with outside of a demonstration');
    await page.locator('.server', { hasText: `Server ${next}` }).getByRole('button', { name: 'Let it lead' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click();
    await page.locator('.answer').getByText(`Server ${next} leads now.`).waitFor();
    await page.locator('.server.is-leader').getByText(`Server ${next}`).waitFor();
    await page.locator('.timeline').getByText(`Server ${next} leads`).waitFor();
    await picture(page, 'house');
  });
  assert.equal(await house.leader(), next);
});

test('operators see a server die and come back', { timeout: 90_000 }, async () => {
  const victim = house.ids.find(id => id !== 0);
  await as('', '/house', async page => {
    await page.getByText('Open: all 5 servers are up.').waitFor();
    await house.kill(victim);
    await page.getByText('Open: 4 of 5 servers are up, 3 are needed.').waitFor();
    await page.locator('.server.is-down').getByText(`Server ${victim}`).waitFor();
    await house.restart(victim);
    await page.getByText('Open: all 5 servers are up.').waitFor();
  });
});
