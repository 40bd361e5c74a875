/** The house's words: how states, prices and sizes are called. */
import { money } from './money.js';
import { roomOf } from '../formats/rooms.js';

/** How an auction stands, in a word or two. */
export function stateWord(view) {
  switch (view.state) {
    case 'draft': return 'Not opened';
    case 'scheduled': return 'Upcoming';
    case 'open': return 'Open';
    case 'paused': return 'Paused';
    case 'cancelled': return 'Called off';
    default: return { sold: 'Sold', unsold: 'Not sold', pending: 'Seller decides' }[view.result] ?? 'Closed';
  }
}

/** What the shown price is called. */
export function priceWord(view) {
  if (soldAtSeveralPrices(view)) return 'Sold from';
  if (view.state === 'closed') return view.result === 'sold' ? 'Hammer price' : view.leader ? 'Last price' : 'Started at';
  return roomOf(view).priceWord(view);
}

/** Whether its units were sold, and not all at the same price. */
export function soldAtSeveralPrices({ result, hammerPrice, awards }) {
  return result === 'sold' && hammerPrice === undefined && awards !== undefined;
}

/** The price to show, the lowest of several; where there is none to be seen, or nobody bid one, the start. */
export function priceOf(view) {
  if (soldAtSeveralPrices(view)) return view.awards.reduce((least, { price }) => Math.min(least, price), Infinity);
  if (view.state === 'closed') return view.result === 'sold' ? view.hammerPrice ?? view.price ?? view.start : view.leader ? view.price ?? view.start : view.start;
  return roomOf(view).price(view);
}

/** The price in words: what starts at nothing starts at any amount. */
export function priceText(view) {
  const price = priceOf(view);
  return price > 0 ? money(price, view.currency) : 'any amount';
}

/** A size such as `640 kB`, `1.3 GB`, as the reader's locale writes numbers. */
export function bytes(size) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const number = size / 1000 ** step;
  return `${number.toLocaleString(undefined, { maximumFractionDigits: number < 10 && step > 0 ? 1 : 0 })} ${units[step]}`;
}

/** A measured number such as `3.4` or `1,250`: with a decimal only where it tells something. */
export function short(number) {
  return number.toLocaleString(undefined, number < 100 ? { minimumFractionDigits: 1, maximumFractionDigits: 1 } : { maximumFractionDigits: 0 });
}

/** `1 bid`, `3 bids`. */
export function count(number, word) {
  return `${number.toLocaleString()} ${word}${number === 1 ? '' : 's'}`;
}

/** As it begins a sentence. */
export function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
