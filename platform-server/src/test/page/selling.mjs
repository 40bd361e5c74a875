/** A seller from the item to the hammer. */
import { test } from './support/stage.mjs';
import assert from 'node:assert/strict';
import { SLOW_MILLIS, as, house, picture } from './support/scene.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const state = page => page.locator('.state');

test('a seller consigns, creates, opens, pauses, resumes and closes', { timeout: SLOW_MILLIS }, async () => {
  await as('vera', '/sell', async page => {
    await page.getByText('Nothing consigned.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Walnut bureau');
    await page.getByLabel('Price you have in mind, if any').fill('1,200');
    await button(page, 'Consign').click();
    await page.locator('.people').getByText('Walnut bureau').waitFor();
    await page.getByRole('link', { name: 'put up' }).click();
    await page.getByRole('heading', { name: 'New auction' }).waitFor();
    await page.getByLabel('Start').fill('five');
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('Type an amount in digits.').waitFor();
    await page.getByLabel('Start').fill('500');
    await page.getByLabel('Step').fill('10');
    await page.getByLabel('Reserve').fill('800');
    await page.getByLabel(/let me decide/).check();
    await page.getByText(/Walnut bureau goes to the highest bid, from €500\.00, each at least €10\.00 above/).waitFor();
    await picture(page, 'sell');
    await button(page, 'Create and open').click();
    await state(page).getByText('Open').waitFor();
    const id = new URL(page.url()).hash.split('/').at(-1);
    await page.getByText('your reserve is €800.00').waitFor();

    await button(page, 'Pause').click();
    await state(page).getByText('Paused').waitFor();
    assert.equal((await house.command('abel', { op: 'bid', auction: id, amount: 50_000 })).code, 'PAUSED');
    await button(page, 'Resume').click();
    await state(page).getByText('Open').waitFor();
    assert.equal((await house.command('abel', { op: 'bid', auction: id, amount: 50_000 })).status, 'success');
    await page.locator('.price').getByText('€500.00').waitFor();
    await page.locator('.people').getByText('abel').waitFor();

    await button(page, 'Close now').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close now' }).click();
    await page.getByText('abel offers €500.00, below your reserve.').waitFor();
    await button(page, 'Accept').click();
    await state(page).getByText('Sold').waitFor();
  });
});

test('a seller sees who takes part, and refuses an offer below the reserve', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Writing slope', start: 100, reserve: 90_000, belowReserve: 'offer', durationMillis: 600_000 });
  await as('sue', `/auctions/${id}`, async page => {
    await house.command('abel', { op: 'bid', auction: id, amount: 500 });
    await house.command('boris', { op: 'bid', auction: id, amount: 700 });
    for (const name of ['abel', 'boris']) await page.locator('.people').getByText(name).waitFor();
    await button(page, 'Close now').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close now' }).click();
    await page.getByText('boris offers €7.00, below your reserve.').waitFor();
    await button(page, 'Refuse').click();
    await state(page).getByText('Not sold').waitFor();
  });
});

test('what is consigned for anybody to start is started by another, and stays its owner’s', { timeout: SLOW_MILLIS }, async () => {
  await as('olga', '/sell', async page => {
    await page.getByLabel('Name', { exact: true }).fill('Ship in a bottle');
    await page.getByLabel('Price you have in mind, if any').fill('30');
    await page.getByLabel(/Anybody may start its sale/).check();
    await button(page, 'Consign').click();
    await page.locator('.people').getByText('in the catalogue, anybody may start its sale').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Items that anybody may start' }).count(), 0);
    assert.equal(await page.getByLabel(/Anybody may start its sale/).isChecked(), false);
  });
  await as('piet', '/sell', async page => {
    await page.locator('.people li', { hasText: 'Ship in a bottle' }).getByText('of olga').waitFor();
    await button(page, 'start its sale').click();
    await state(page).getByText('Open').waitFor();
    await page.getByText('Sold by olga').waitFor();
    await page.getByRole('button', { name: /^Bid €30.00/ }).click();
    await page.locator('.answer').getByText('Accepted: you lead at €30.00').waitFor();
    assert.equal(await button(page, 'Close now').count(), 0);
    await page.getByRole('link', { name: 'Sell' }).click();
    await page.getByText('You have no auctions yet.').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Items that anybody may start' }).count(), 0);
  });
});

test('an auction that was called off returns its item', { timeout: SLOW_MILLIS }, async () => {
  const { item } = await house.command('otto', { op: 'consign', name: 'Rocking horse' });
  const { auction } = await house.command('otto', { op: 'create', name: 'Rocking horse', item, start: 100 });
  await as('otto', `/auctions/${auction}`, async page => {
    await button(page, 'Open now').click();
    await state(page).getByText('Open').waitFor();
    await button(page, 'Call off').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Call off' }).click();
    await state(page).getByText('Called off').waitFor();
    await page.getByRole('link', { name: 'Sell' }).click();
    await page.getByRole('link', { name: 'put up' }).waitFor();
  });
});

test('who says no name is asked for one, and a refusal says why', { timeout: SLOW_MILLIS }, async () => {
  const id = await house.sell({ name: 'Box of letters', durationMillis: 600_000 });
  await as('', `/auctions/${id}`, async page => {
    await page.getByRole('button', { name: /^Bid / }).click();
    await page.getByLabel('Your name').fill('sue');
    await button(page, 'Continue').click();
    await page.locator('.answer').getByText(/sell/i).or(page.getByText('You sell this, so you cannot bid on it.')).first().waitFor();
    assert.equal((await house.read(`/v1/auctions/${id}`)).bids, 0);
  });
});

test('a seller says the end by day and time, or in days, and sees in which zone', { timeout: SLOW_MILLIS }, async () => {
  await as('vera', '/sell/new', async page => {
    await page.getByLabel('Name of the lot').fill('Harvest festival banner');
    await page.getByLabel('Start').fill('10');
    await page.getByLabel('Days').fill('7');
    await page.getByLabel('Hours').fill('1,5');
    await page.getByLabel('Minutes', { exact: true }).fill('');
    await page.getByText('It runs for 7.1 days.').waitFor();
    await button(page, 'Create and open').click();
    await state(page).getByText('Open').waitFor();
    const week = await house.read(`/v1/auctions/${new URL(page.url()).hash.split('/').at(-1)}`);
    assert.equal(Date.parse(week.endsAt) - Date.parse(week.opensAt), 7 * 86_400_000 + 5_400_000);

    await page.evaluate(() => { location.hash = '/sell/new'; });
    await page.getByLabel('Name of the lot').fill('Winter festival banner');
    await page.getByLabel('Start').fill('10');
    for (const wrong of ['1e3', '-1', '0x10', '١']) {
      await page.getByLabel('Days').fill(wrong);
      await button(page, 'Create and open').click();
      await page.getByRole('alert').getByText('A number above 0, such as 2 or 1.5.').waitFor();
    }
    await page.getByLabel('Days').fill('999999999999');
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('That is too much.').waitFor();
    await page.getByLabel('Name of the lot').fill('x'.repeat(501));
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('At most 500 characters; these are 501.').waitFor();
    await page.getByLabel('Name of the lot').fill('Winter festival banner');
    await page.getByLabel('Ends', { exact: true }).selectOption('On a day, at a time');
    await page.getByText('In your zone, America/New_York.', { exact: true }).waitFor();
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('Choose a day and a time.').waitFor();
    await page.getByLabel('Ends at').fill('2020-01-01T10:00');
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('That is in the past.').waitFor();
    await page.getByLabel('Ends at').fill('2031-07-01T18:30');
    await page.getByText('That is Tuesday, 1 July 2031 at 18:30:00 GMT-4.').first().waitFor();
    await picture(page, 'sell-ends');
    await button(page, 'Create and open').click();
    await state(page).getByText('Open').waitFor();
    const dated = await house.read(`/v1/auctions/${new URL(page.url()).hash.split('/').at(-1)}`);
    assert.equal(dated.endsAt, '2031-07-01T22:30:00.000Z');
  }, { timezoneId: 'America/New_York' });
});

test('a falling clock is of one unit by default, and asks for its floor', { timeout: SLOW_MILLIS }, async () => {
  await as('vera', '/sell/new', async page => {
    await page.getByLabel('Name of the lot').fill('Crate of plums');
    await page.getByLabel(/^Dutch/).check();
    await page.getByLabel('Start').fill('100');
    await page.getByRole('textbox', { name: 'Falls by' }).fill('5');
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('Type an amount.').waitFor();
    await page.getByLabel('Down to').fill('100');
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('Below the start, €100.00.').waitFor();
    await page.getByLabel('Down to').fill('40');
    await page.getByText('it is at its floor after 60 s').waitFor();
    await button(page, 'Create and open').click();
    await state(page).getByText('Open').waitFor();
    const view = await house.read(`/v1/auctions/${new URL(page.url()).hash.split('/').at(-1)}`);
    assert.deepEqual([view.quantity, view.floor, view.start, view.step], [1, 4_000, 10_000, 500]);
  });
});

test('a lot without a name is called the lot, within a sentence and at its beginning', { timeout: SLOW_MILLIS }, async () => {
  await as('vera', '/sell/new', async page => {
    await page.getByText(/The lot goes to the highest bid/).waitFor();
    await page.getByRole('radio', { name: /Dutch/ }).check();
    await page.getByText(/The price of the lot starts at/).waitFor();
  });
});

test('the rules in words leave open what was mistyped, and name no price at which nobody can bid', { timeout: SLOW_MILLIS }, async () => {
  await as('stella', '/sell/new', async page => {
    const words = page.getByRole('complementary', { name: 'The rules in words' });
    const press = () => page.getByRole('button', { name: /^Create/ }).first().click();
    await page.getByLabel('Name of the lot').fill('Lamp');
    await words.getByText('Lamp goes to the highest bid, from €0.01.').waitFor();
    for (const [label, typed, said, fault] of [
      ['Start', '1o', 'the highest bid, from ….', 'Type an amount in digits.'],
      ['Step', '1,2,3', 'each at least … above the one before', 'can be read in more than one way'],
      ['Step', '0', 'each at least … above the one before', 'At least €0.01.'],
      ['Buy now', '0', 'Until the first bid, … ends it at once.', 'At least €0.01.'],
      ['Reserve', '0', 'Below …, which only you know', 'At least €0.01.'],
      ['Soft close, in seconds', 'x', 'A bid that moves the price in the last … leaves at least … after it.', 'A number above 0'],
      ['Longest pause, in minutes', '-1', 'You may pause it for … in all', 'Minutes from 0'],
    ]) {
      const field = page.getByLabel(label, { exact: true });
      const before = await field.inputValue();
      await field.fill(typed);
      await words.getByText(said).waitFor();
      await press();
      await page.getByText(fault).waitFor();
      await field.fill(before);
    }
    for (const [format, said] of [
      [/Sealed/, 'at least €0.01, which pays what it bid'], [/Vickrey/, 'at least €0.01, which pays what the second'], [/Uniform/, '… units of Lamp go to the highest secret bids of at least €0.01 each'],
      [/Reverse/, 'the lowest offer, from … down'], [/Rising clock/, 'starts at … and rises by … every 5 s'], [/Dutch/, 'starts at … and falls by … every 5 s down to …'],
    ]) {
      await page.getByRole('radio', { name: format }).check();
      await words.getByText(said).waitFor();
    }
    await page.getByLabel('Every … seconds').fill('x');
    await words.getByText('falls by … every … down to').waitFor();
  });
});

test('what the house refused goes once something in the form is changed', { timeout: SLOW_MILLIS }, async () => {
  await as('stella', '/sell/new', async page => {
    const refusal = page.getByText('The buy-now price must be as good as the start and the reserve.');
    await page.getByLabel('Name of the lot').fill('Lamp');
    await page.getByLabel('Start', { exact: true }).fill('10');
    await page.getByLabel('Buy now', { exact: true }).fill('5');
    for (const change of [
      () => page.getByRole('radio', { name: /Sealed/ }).check(),
      () => page.getByLabel('Buy now', { exact: true }).fill('6'),
    ]) {
      await page.getByRole('radio', { name: /English/ }).check();
      await page.getByRole('button', { name: 'Create and open' }).click();
      await refusal.waitFor();
      await change();
      await refusal.waitFor({ state: 'detached' });
    }
  });
});

test('the longest pause is set in the form and told to bidders, and a paused lot says by when it goes on', { timeout: SLOW_MILLIS }, async () => {
  await as('vera', '/sell/new', async page => {
    await page.getByLabel('Name of the lot').fill('Long clock');
    await page.getByLabel('Start').fill('5');
    await page.getByLabel('Longest pause').fill('50000');
    await button(page, 'Create and open').click();
    await page.getByRole('alert').getByText('Minutes from 0 to 40320').waitFor();
    await page.getByLabel('Longest pause').fill('0.1');
    await page.getByText('You may pause it for 6 s in all; then it goes on by itself.').waitFor();
    await button(page, 'Create and open').click();
    await state(page).getByText('Open').waitFor();
    const id = new URL(page.url()).hash.split('/').at(-1);
    await as('abel', `/auctions/${id}`, async other => {
      await other.locator('.conditions').getByText('The seller may pause it for 6 s in all. Then it goes on by itself.').waitFor();
      await button(page, 'Pause').click();
      for (const each of [page, other]) await each.locator('.ends').getByText(/^It goes on by itself by .*\d.* at the latest\.$/).waitFor();
      for (const each of [page, other]) await state(each).getByText('Open').waitFor();
    });
  });
});
