/**
 * Whether the page's form for a new auction takes what the house takes. Called with a file that holds the answer to
 * `GET /v1/formats`; types the bounds of each field that both know, and one beyond. Prints each command that the page
 * would send, one a line, for the house to read. Needs no browser.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const page = path => pathToFileURL(resolve('../../main/resources/dev/gavel/server/page', path)).href;
const libraries = { preact: page('vendor/preact.js'), 'preact/hooks': page('vendor/preact-hooks.js'), htm: page('vendor/htm.js'), uplot: page('vendor/uplot.js') };
register('data:text/javascript,' + encodeURIComponent(
  `const libraries = ${JSON.stringify(libraries)}; export const resolve = (name, context, next) => next(libraries[name] ?? name, context);`));

// what the page asks of its browser while it is loaded
globalThis.addEventListener = () => {};
globalThis.location = { origin: 'http://127.0.0.1', search: '', hash: '' };
globalThis.document = { cookie: '' };

await import(page('formats/index.js'));
const { allRooms } = await import(page('formats/rooms.js'));
const { blank, commandOf } = await import(page('store/draft.js'));
const formats = JSON.parse(readFileSync(process.argv[2], 'utf8')).formats;

const NOW = Date.parse('2030-01-01T12:00:00.000Z');
const USUAL = { start: '100', step: '1', period: '5', floor: '50', quantity: '3', name: 'A lot' };

/** What is typed so that the page understands a value of the house. */
const TYPED = {
  amount: minor => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`,
  seconds: millis => `${millis / 1000n}.${String(millis % 1000n).padStart(3, '0')}`,
  count: String,
  minutes: millis => String(Number(millis) / 60_000),
};

/** The fault that the page finds in a field, and the command that it would send. */
function drawnUp(kind, typed, name) {
  const { command, faults } = commandOf({ ...blank(), ...USUAL, format: kind, open: false, ...typed }, NOW);
  return { command, fault: faults[name] };
}

/** Types both bounds of a field of the house, and what lies beyond them. */
function holds(kind, name, typed, told, valueIn) {
  const text = TYPED[typed];
  for (const bound of [told.least, told.most]) {
    const { command, fault } = drawnUp(kind, { [name]: text(BigInt(bound)) }, name);
    const isBelow = name === 'floor' && bound > 10_000; // it must lie below the start, which the page knows
    assert.equal(isBelow ? undefined : fault, undefined, `${kind}: ${name} takes ${bound}`);
    if (!isBelow) assert.equal(valueIn(command), bound, `${kind}: ${name} sends ${bound}`);
    if (!isBelow) console.log(JSON.stringify(command));
  }
  for (const beyond of [BigInt(told.least) - 1n, BigInt(told.most) + 1n]) {
    if (beyond < 0n) continue;
    assert.ok(drawnUp(kind, { [name]: text(beyond) }, name).fault, `${kind}: ${name} does not take ${beyond}`);
  }
}

assert.deepEqual(allRooms().map(([kind]) => kind).sort(), formats.map(one => one.format).sort());
for (const [kind, { form, falls, hasRounds }] of allRooms()) {
  const format = formats.find(one => one.format === kind);
  const told = name => format.conditions.find(field => field.name === name);
  assert.equal(hasRounds, format.rounds, `${kind}: rounds`);
  assert.equal(kind === 'dutch' ? false : falls, format.direction === 'down', `${kind}: which way bids go`);
  const offered = new Set();
  for (const field of [...form.price, ...form.when, ...form.who]) {
    const sent = field.sends(field.kind === 'choice' ? true : 1, { reserve: 1 });
    const [name] = Object.keys(sent);
    offered.add(name);
    assert.ok(told(name), `${kind} knows ${name}`);
    if (field.kind === 'choice') continue;
    const inner = typeof sent[name] === 'object' ? Object.keys(sent[name])[0] : undefined;
    const bounds = inner ? told(name).fields.find(part => part.name === inner) : told(name);
    const unit = { amount: 'minorUnits', seconds: 'milliseconds', count: 'units' }[field.kind];
    assert.equal(unit, name === 'increment' ? 'minorUnits' : bounds.unit, `${kind}: the unit of ${name}`);
    holds(kind, field.name, field.kind, bounds, command => (inner ? command[name]?.[inner] : command[name]));
  }
  for (const field of format.conditions) if (field.required) assert.ok(offered.has(field.name), `${kind}: the form has ${field.name}`);
  holds(kind, 'maxPause', 'minutes', told('maxPauseMillis'), command => command.maxPauseMillis);
}
