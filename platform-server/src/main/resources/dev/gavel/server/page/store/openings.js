/**
 * Sealed bids of which the house has a fingerprint only: amount and secret number, which open them after
 * the end. They are kept in this browser, and can be carried to another as a file or on paper.
 */
import { store } from '../lib/store.js';
import { load, loadStored, save } from '../lib/saved.js';
import { sha256 } from '../lib/sha256.js';

const KEPT = 100;
const NONCE = /^[0-9a-f]{64}$/;

/**
 * Newest first: `{auction, lot, user, amount, nonce, hash, held, index, unsent, carried, opened}`; `held` once the house has its
 * fingerprint, under the number `index`; `unsent` where its sender did not let it go out; `lot`
 * tells lots of the same id apart, since another house at this address counts from 1 again.
 */
export const openings = store(load('openings', []));

/** Those sealed by this page, by their fingerprint, whatever happens to what is kept. */
const sealedHere = new Map();

addEventListener('storage', event => {
  if (event.key === 'gavel.openings') openings.set(known());
});

/**
 * A new one, before its fingerprint is sent: an earlier one stays until the house has taken this.
 * @returns {{hash: string, nonce: string, isKept: boolean}} `isKept` whether it outlasts the page
 */
export function seal(view, user, amount) {
  const { auction } = view;
  const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
  const hash = hashOf(auction, user, amount, nonce);
  const sealed = { auction, lot: lotOf(view), user, amount, nonce, hash, held: false, carried: false, opened: false };
  sealedHere.set(hash, sealed);
  return { hash, nonce, isKept: change(list => [sealed, ...list]) };
}

/**
 * Notes what became of a command, whoever asked for its answer and when. A fingerprint that the house took takes
 * the place of those of its bidder that it took before; one that it refused opens nothing. All others are kept:
 * what the house does not know of may still arrive.
 * @param {{status: string, index?: number}} outcome of which `isNeverSent` says that its sender did not let it go out
 */
export function settle(command, user, outcome, isNeverSent) {
  if (command.op === 'reveal' && outcome.status === 'success') {
    change(list => list.map(one => (one.nonce === command.nonce ? { ...one, held: true, opened: true } : one)));
  }
  if (command.op !== 'commit') return;
  if (outcome.status === 'success') change(list => taken(list, command, user, outcome.index ?? 0));
  else if (outcome.status === 'fail') change(list => list.filter(one => one.hash !== command.hash));
  else if (isNeverSent) change(list => list.map(one => (one.hash === command.hash ? { ...one, unsent: true } : one)));
}

/** The list once it is known that the house took a fingerprint under the number `index`: the latest counts. */
function taken(list, { auction, hash }, user, index) {
  const own = list.find(one => one.hash === hash) ?? sealedHere.get(hash);
  if (!own) return list;
  const isHeld = one => one.held && one.hash !== hash && isOf(one, auction, user) && one.lot === own.lot;
  if (list.some(one => isHeld(one) && one.index > index)) return list.filter(one => one.hash !== hash);
  return [{ ...own, held: true, unsent: false, index }, ...list.filter(one => one.hash !== hash && !isHeld(one))];
}

/** It is not to be sent, and never was. */
export function discard(nonce) {
  change(list => list.filter(one => one.nonce !== nonce));
}

/** It was saved or printed, or comes from there. */
export function carried(nonce) {
  change(list => list.map(one => (one.nonce === nonce ? { ...one, carried: true } : one)));
}

/** Those of a bidder in an auction: what the house has, then what it may have, then what was not to go out. */
export function openingsOf(list, view, user) {
  const rank = one => (one.held ? 0 : one.unsent ? 2 : 1);
  return list.filter(one => isOf(one, view.auction, user) && (one.lot === undefined || one.lot === lotOf(view))).sort((a, b) => rank(a) - rank(b));
}

/** Whether the house says that the bid of the one who reads is opened: before, it knows no amount. */
export function isOpened(view) {
  return view.yourBid > 0;
}

/** What is in a file of a saved bid. */
export function fileOf(opening, view) {
  return JSON.stringify({
    gavel: 'sealed bid', lot: view.name, auction: opening.auction, bidder: opening.user,
    amount: opening.amount, currency: view.currency, nonce: opening.nonce,
  }, null, 2) + '\n';
}

/**
 * Takes over a bid that was sealed in another browser.
 * @param {{view: object, user: string}} where it is to be opened
 * @param {{auction?: string, bidder?: string, amount: number, nonce: string}} found as in its file
 * @returns {string} what is wrong with it; empty if nothing
 */
export function bring({ view, user }, found) {
  const { auction } = view;
  if (found.auction !== undefined && String(found.auction) !== auction) return `This bid is for lot ${found.auction}.`;
  if (found.bidder !== undefined && found.bidder !== user) return `This bid is ${found.bidder}’s: take that name first.`;
  const nonce = String(found.nonce ?? '').replace(/\s/g, '').toLowerCase();
  if (!Number.isSafeInteger(found.amount) || found.amount < 0) return 'There is no amount to open it with.';
  if (!NONCE.test(nonce)) return 'The secret number has 64 digits and letters from a to f.';
  change(list => [{ auction, lot: lotOf(view), user, amount: found.amount, nonce, hash: hashOf(auction, user, found.amount, nonce), held: true, carried: true, opened: false },
    ...list.filter(one => one.nonce !== nonce)]);
  return '';
}

/** What a file says; null where it is none of ours. */
export function readFile(text) {
  try {
    const found = JSON.parse(text);
    return found && found.gavel === 'sealed bid' ? found : null;
  } catch {
    return null;
  }
}

/** Two houses at one address have hardly opened two lots of the same seller and name at the same time. */
function lotOf(view) {
  return [view.seller, view.name, view.opensAt].join('|');
}

function hashOf(auction, user, amount, nonce) {
  return sha256([auction, user, amount, nonce].join('|'));
}

function isOf(one, auction, user) {
  return one.auction === auction && one.user === user;
}

/** Those of this page, and those that another tab stored while this one could not. */
function known() {
  const here = load('openings', openings.value);
  const isReplaced = one => one.held && here.some(newer => newer.held && isOf(newer, one.auction, one.user) && newer.index > (one.index ?? 0));
  return [...here, ...loadStored('openings', []).filter(one => !here.some(same => same.nonce === one.nonce) && !isReplaced(one))];
}

function change(how) {
  openings.set(how(known()).slice(0, KEPT));
  return save('openings', openings.value);
}

function hex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
