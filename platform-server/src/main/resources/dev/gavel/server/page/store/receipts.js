/** Answers the reader got from the house, kept in this browser. */
import { store } from '../lib/store.js';
import { load, save } from '../lib/saved.js';

const KEPT = 300;

/** Newest first: `{key, user, op, auction, name, currency, amount, index, at, status, code, message}`. */
export const receipts = store(load('receipts', []));

/** Keeps an answer; one under the same key is replaced. */
export function keep(receipt) {
  receipts.set(before => [receipt, ...load('receipts', before).filter(one => one.key !== receipt.key)]
    .slice(0, KEPT));
  save('receipts', receipts.value);
}

addEventListener('storage', event => {
  if (event.key === 'gavel.receipts') receipts.set(load('receipts', []));
});
