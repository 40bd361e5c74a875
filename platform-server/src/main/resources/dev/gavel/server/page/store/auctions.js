/** Views of auctions, kept true by events and read again where an event does not tell all. */
import { store, useStore } from '../lib/store.js';
import { useEffect } from '../lib/html.js';
import { read, Trouble } from '../net/api.js';
import { user } from './identity.js';
import { onEvents, onFresh } from './live.js';
import { applyEvent, needsReading } from './apply-event.js';

/** Shortest time between two readings of one auction. */
const READ_EVERY_MILLIS = 400;
const KEPT = 2_000;

/** By id: `{view}`, or `{trouble}` where it could not be read. */
const auctions = store(new Map());
const watched = new Map();
const reading = new Map();

/** The auction with this id: `{view}`, `{trouble}`, or null while it is read. */
export function useAuction(id) {
  useEffect(() => {
    watched.set(id, (watched.get(id) ?? 0) + 1);
    refresh(id);
    return () => {
      const left = watched.get(id) - 1;
      if (left > 0) watched.set(id, left);
      else watched.delete(id);
    };
  }, [id]);
  return useStore(auctions, all => all.get(id) ?? null);
}

/** All auctions known here, for lists of them. */
export function useAuctions() {
  return useStore(auctions);
}

/** The views known at the moment. */
export function knownViews() {
  return [...auctions.value.values()].flatMap(one => one?.view ?? []);
}

/** Takes views that were read elsewhere, as in a list. */
export function learn(views) {
  const replaced = [];
  auctions.set(before => {
    const after = new Map(before);
    for (const view of views) {
      const known = after.get(view.auction)?.view;
      if (known && (known.asOf ?? known.index) > view.index) continue;
      after.set(view.auction, { view });
      if (known) replaced.push([known, view]);
    }
    for (const id of after.keys()) {
      if (after.size <= KEPT) break;
      if (!watched.has(id)) after.delete(id);
    }
    return after;
  });
  for (const [before, after] of replaced) for (const heard of readAnew) heard(before, after);
}

/** Reads one again, soon; many calls in a row cost one reading. */
export function refresh(id) {
  const under = reading.get(id);
  if (under) {
    under.again = true;
    return;
  }
  const job = { again: false };
  reading.set(id, job);
  readOne(id).finally(() => setTimeout(() => {
    reading.delete(id);
    if (job.again) refresh(id);
  }, READ_EVERY_MILLIS));
}

async function readOne(id) {
  try {
    const view = await read('/v1/auctions/' + encodeURIComponent(id), user.value);
    learn([view]);
    if (auctions.value.get(id)?.view !== view) refresh(id); // events have overtaken it
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    auctions.set(before => (before.get(id)?.view ? before : new Map(before).set(id, { trouble })));
  }
}

const beforeEvent = new Set();
const readAnew = new Set();

/** Hears each event with the views before and after it. @returns {() => void} ends it */
export function onChange(heard) {
  beforeEvent.add(heard);
  return () => beforeEvent.delete(heard);
}

/**
 * Hears a known view with the one that was read in its place: a reading can be quicker than the events it
 * holds, which then change nothing any more. @returns {() => void} ends it
 */
export function onReadAnew(heard) {
  readAnew.add(heard);
  return () => readAnew.delete(heard);
}

onEvents(events => {
  let after = auctions.value;
  for (const event of events) {
    const known = event.auction && after.get(event.auction)?.view;
    const view = known && applyEvent(known, event);
    for (const heard of beforeEvent) heard(event, known, view);
    if (!known || view === known) continue;
    if (after === auctions.value) after = new Map(after);
    after.set(event.auction, { view });
    if (watched.has(event.auction) && needsReading(event, view, user.value)) refresh(event.auction);
  }
  auctions.set(after);
});

onFresh(() => { for (const id of watched.keys()) refresh(id); });

/** Fields that only the one who read a view may see. */
const PRIVATE = ['yourMaximum', 'yourRetracted', 'yourBid', 'yourQuantity', 'yourStandingQuantity', 'yourConfirmedRound', 'yourMissedRounds', 'reserve'];

user.listen(() => {
  auctions.set(before => new Map([...before].filter(([id]) => watched.has(id)).map(([id, known]) => [id, known?.view ? { view: withoutSecrets(known.view) } : null])));
  for (const id of watched.keys()) refresh(id);
});

function withoutSecrets(view) {
  return Object.fromEntries(Object.entries(view).filter(([name]) => !PRIVATE.includes(name)));
}
