/** An auction that is being drawn up: from what was typed to a command, and to a sentence. */
import { money, parseAmount } from '../format/money.js';
import { exactly, span } from '../format/time.js';
import { faultOfNumber, parseCount, parseDecimal } from '../format/numbers.js';
import { endingOf } from './ending.js';

export const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN', 'JPY', 'KWD'];

const MAX_TITLE_CHARS = 500;

const MINUTE_MILLIS = 60_000;
/** Four weeks: the house takes no longer pause. */
const MAX_PAUSE_MINUTES = 28 * 24 * 60;

/** What the form shows at first. */
export const BLANK = {
  name: '', item: '', description: '', format: 'english', currency: 'EUR', start: '', increment: '', buyNow: '',
  reserve: '', offer: false, step: '', period: '5', floor: '', quantity: '', opensAt: '', ends: 'after', days: '', hours: '', minutes: '10', endsAt: '',
  softClose: '30', maxPause: '', visibility: '', invited: '', commit: false, open: true,
};

const OPEN_OUTCRY = new Set(['english', 'reverse']);
const ROUNDS = new Set(['clock', 'dutch']);

/** Which fields count for a format. */
function counts(name, format) {
  switch (name) {
    case 'increment':
    case 'buyNow':
    case 'softClose': return OPEN_OUTCRY.has(format);
    case 'reserve':
    case 'ends': return !ROUNDS.has(format);
    case 'step':
    case 'period': return ROUNDS.has(format);
    case 'floor': return format === 'dutch';
    case 'quantity': return format === 'dutch' || format === 'uniform';
    default: return true;
  }
}

/** Amounts without which it cannot begin: a falling clock without a floor would sell for next to nothing. */
const NEEDED = { clock: ['start', 'step'], dutch: ['start', 'step', 'floor'], reverse: ['start'] };

/** What the fields mean: `values`, and by field what is wrong. */
function readDraft(draft, now) {
  const values = {};
  const faults = {};
  const needed = NEEDED[draft.format] ?? [];
  for (const name of ['start', 'increment', 'buyNow', 'reserve', 'step', 'floor']) {
    if (!counts(name, draft.format)) continue;
    const text = draft[name].trim();
    if (text === '') {
      if (needed.includes(name)) faults[name] = 'Type an amount.';
      continue;
    }
    const { minor, fault } = parseAmount(text, draft.currency);
    if (fault) faults[name] = fault;
    else values[name] = minor;
  }
  if (values.floor >= values.start) faults.floor = `Below the start, ${money(values.start, draft.currency)}.`;
  for (const [name, unit] of [['softClose', 1_000], ['period', 1_000]]) {
    if (!counts(name, draft.format) || draft[name].trim() === '') continue;
    const number = parseDecimal(draft[name]);
    if (!(number > 0)) faults[name] = faultOfNumber(draft[name]);
    else values[name] = Math.round(number * unit);
  }
  if (draft.maxPause.trim() !== '') {
    const minutes = parseDecimal(draft.maxPause);
    if (minutes <= MAX_PAUSE_MINUTES) values.maxPause = Math.round(minutes * MINUTE_MILLIS);
    else faults.maxPause = `Minutes from 0 to ${MAX_PAUSE_MINUTES}, such as 30 or 1.5.`;
  }
  if (ROUNDS.has(draft.format) && !values.period) faults.period ??= faultOfNumber(draft.period);
  if (counts('quantity', draft.format)) {
    const isOne = draft.format === 'dutch' && draft.quantity.trim() === '';
    values.quantity = isOne ? 1 : parseCount(draft.quantity);
    if (values.quantity === undefined) faults.quantity = 'A whole number from 1 to 1000000000.';
  }
  if (counts('ends', draft.format)) {
    const ending = endingOf(draft, now);
    Object.assign(faults, ending.faults);
    values.durationMillis = ending.durationMillis;
    values.endsAt = ending.endsAt;
  }
  return { values, faults };
}

/**
 * The command that creates it.
 * @returns {{command: object, faults: Record<string, string>}} with faults, `command` is not to be sent
 */
export function commandOf(draft, now) {
  const { values, faults } = readDraft(draft, now);
  const unnamed = faultOfTitle(draft.name);
  if (unnamed) faults.name = unnamed;
  const command = { op: 'create', name: draft.name.trim(), format: draft.format, currency: draft.currency };
  if (draft.item) command.item = draft.item;
  else Object.assign(command, { itemName: draft.name.trim() }, draft.description ? { itemDescription: draft.description } : {});
  const fields = {
    start: values.start, increment: values.increment, buyNow: values.buyNow, reserve: values.reserve,
    step: values.step, floor: values.floor, quantity: values.quantity, periodMillis: values.period,
    durationMillis: values.durationMillis, endsAt: values.endsAt,
    maxPauseMillis: values.maxPause,
    softClose: values.softClose && { windowMillis: values.softClose },
    belowReserve: draft.offer && values.reserve !== undefined && draft.format !== 'uniform' ? 'offer' : undefined,
    commit: draft.commit && (draft.format === 'sealed' || draft.format === 'vickrey') ? true : undefined,
    visibility: draft.visibility || undefined,
    invited: draft.visibility === 'invited' ? names(draft.invited) : undefined,
    opensAt: draft.opensAt ? new Date(draft.opensAt).toISOString() : undefined,
    open: draft.open ? true : undefined,
  };
  if (draft.visibility === 'invited' && fields.invited.length === 0) faults.invited = 'Name at least one bidder.';
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) command[name] = value;
  return { command, faults };
}

/** What is wrong with the name of a lot or an item; empty if nothing. */
export function faultOfTitle(text) {
  const length = text.trim().length;
  if (length === 0) return 'Give it a name.';
  return length > MAX_TITLE_CHARS ? `At most ${MAX_TITLE_CHARS} characters; these are ${length}.` : '';
}

const names = text => [...new Set(text.split(',').map(name => name.trim()).filter(Boolean))];

/** What the auction will be like, for people. */
export function sentenceOf(draft, now) {
  const { values: v } = readDraft(draft, now);
  const show = minor => (minor === undefined ? '…' : money(minor, draft.currency));
  const name = draft.name.trim();
  const how = HOW[draft.format](v, show, name || 'the lot');
  const parts = [name ? how : how[0].toUpperCase() + how.slice(1)];
  if (!ROUNDS.has(draft.format)) {
    parts.push(v.durationMillis ? `It runs for ${span(v.durationMillis)}.` : v.endsAt ? `It ends on ${exactly(v.endsAt)}.` : draft.ends === 'hand' ? 'It runs until you close it.' : 'It ends …');
  }
  if (v.softClose) parts.push(`A bid in the last ${span(v.softClose)} leaves ${span(v.softClose)} for others to answer.`);
  if (v.maxPause !== undefined) parts.push(v.maxPause === 0 ? 'It cannot be paused.' : `You may pause it for ${span(v.maxPause)} in all; then it goes on by itself.`);
  if (v.reserve !== undefined && draft.format !== 'reverse') {
    parts.push(`Below ${show(v.reserve)}, which only you know, ${draft.offer ? 'you decide on the highest bid' : 'it is not sold'}.`);
  }
  if (v.reserve !== undefined && draft.format === 'reverse') parts.push(`Above ${show(v.reserve)}, which only you know, nothing is bought.`);
  if (v.buyNow !== undefined) parts.push(`Until the first bid, ${show(v.buyNow)} ends it at once.`);
  if (draft.opensAt) parts.push(`It opens by itself on ${exactly(draft.opensAt)}.`);
  return parts.join(' ');
}

/** How long a falling clock takes to its floor. */
function reaches({ start, floor, step, period }) {
  if ([start, floor, step, period].some(one => !one) || floor >= start) return '';
  return ` (it is at its floor after ${span(Math.ceil((start - floor) / step) * period)})`;
}

const HOW = {
  english: (v, show, what) => `${what} goes to the highest bid, from ${show(v.start ?? 0)}${v.increment ? `, each at least ${show(v.increment)} above the one before` : ''}.`,
  reverse: (v, show, what) => `${what} goes to the lowest offer, from ${show(v.start ?? 0)} down${v.increment ? `, each at least ${show(v.increment)} below the one before` : ''}.`,
  clock: (v, show, what) => `The price of ${what} starts at ${show(v.start ?? 0)} and rises by ${show(v.step)} every ${span(v.period ?? 0)}; who leaves is out for good, and the last one in wins.`,
  dutch: (v, show, what) => `The price of ${what} starts at ${show(v.start ?? 0)} and falls by ${show(v.step)} every ${span(v.period ?? 0)} down to ${show(v.floor)}; the first to take it has it${reaches(v)}${v.quantity > 1 ? `, until all ${v.quantity} units are gone` : ''}.`,
  sealed: (v, show, what) => `${what} goes to the highest secret bid of at least ${show(v.start ?? 0)}, which pays what it bid.`,
  vickrey: (v, show, what) => `${what} goes to the highest secret bid of at least ${show(v.start ?? 0)}, which pays what the second highest bid.`,
  uniform: (v, show, what) => `${v.quantity || '…'} units of ${what} go to the highest secret bids of at least ${show(v.start ?? 0)} each; all winners pay the price of the last one served.`,
};
