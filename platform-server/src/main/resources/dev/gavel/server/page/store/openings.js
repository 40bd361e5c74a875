/**
 * Sealed bids of which the house has a fingerprint only: amount and secret number, which open them after
 * the end. They are kept in this browser, and can be carried to another as a file or on paper.
 */
import { store } from '../lib/store.js';
import { load, save } from '../lib/saved.js';

const KEPT = 100;
const NONCE = /^[0-9a-f]{64}$/;

/** Newest first: `{auction, user, amount, nonce, hash, held, carried, opened}`; `held` once the house has its fingerprint. */
export const openings = store(load('openings', []));

addEventListener('storage', event => {
  if (event.key === 'gavel.openings') openings.set(load('openings', []));
});

/** A new one, before its fingerprint is sent: an earlier one stays until the house has taken this. */
export async function seal(auction, user, amount) {
  const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
  const hash = hex(await sha256([auction, user, amount, nonce].join('|')));
  change(list => [{ auction, user, amount, nonce, hash, held: false, carried: false, opened: false }, ...list]);
  return hash;
}

/**
 * Notes what became of a command, whoever asked for its answer and when.
 * @param {object} command a fingerprint that the house has takes the place of all earlier ones of its bidder; one
 *     that it does not have opens nothing
 * @param {{status: string}} outcome of which `isNeverSent` says that it did not reach the house
 */
export function settle(command, user, outcome, isNeverSent) {
  if (command.op === 'reveal' && outcome.status === 'success') {
    change(list => list.map(one => (one.nonce === command.nonce ? { ...one, held: true, opened: true } : one)));
  }
  if (command.op !== 'commit') return;
  if (outcome.status === 'success') {
    change(list => list.filter(one => one.hash === command.hash || !isOf(one, command.auction, user))
      .map(one => (one.hash === command.hash ? { ...one, held: true } : one)));
  } else if (outcome.status === 'fail' || isNeverSent) {
    change(list => list.filter(one => one.hash !== command.hash));
  }
}

/** It was saved or printed, or comes from there. */
export function carried(nonce) {
  change(list => list.map(one => (one.nonce === nonce ? { ...one, carried: true } : one)));
}

/** Those of a bidder in an auction, newest first. */
export function openingsOf(list, auction, user) {
  return list.filter(one => isOf(one, auction, user));
}

/** Whether there is nothing left to open for this bidder, as far as is known here. */
export function isOpened(view, user) {
  return view.yourBid > 0 || openings.value.some(one => isOf(one, view.auction, user) && one.opened);
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
 * @param {{auction: string, user: string}} where it is to be opened
 * @param {{auction?: string, bidder?: string, amount: number, nonce: string}} found as in its file
 * @returns {string} what is wrong with it; empty if nothing
 */
export function bring({ auction, user }, found) {
  if (found.auction !== undefined && String(found.auction) !== auction) return `This bid is for lot ${found.auction}.`;
  if (found.bidder !== undefined && found.bidder !== user) return `This bid is ${found.bidder}’s: take that name first.`;
  const nonce = String(found.nonce ?? '').replace(/\s/g, '').toLowerCase();
  if (!Number.isSafeInteger(found.amount) || found.amount < 0) return 'It names no amount.';
  if (!NONCE.test(nonce)) return 'The secret number has 64 digits and letters from a to f.';
  change(list => [{ auction, user, amount: found.amount, nonce, held: true, carried: true, opened: false },
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

function isOf(one, auction, user) {
  return one.auction === auction && one.user === user;
}

function change(how) {
  openings.set(how(load('openings', openings.value)).slice(0, KEPT));
  save('openings', openings.value);
}

async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

function hex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
