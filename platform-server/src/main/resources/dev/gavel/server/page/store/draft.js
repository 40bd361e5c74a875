/** An auction that is being drawn up: from what was typed to a command, and to a sentence. */
import { money, parseAmount } from '../format/money.js';
import { exactly, span } from '../format/time.js';
import { faultOfNumber, parseCount, parseDecimal } from '../format/numbers.js';
import { capital } from '../format/words.js';
import { allRooms, roomOf, usualKind } from '../formats/rooms.js';
import { endingOf } from './ending.js';

export const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN', 'JPY', 'KWD'];

const MAX_TITLE_CHARS = 500;

/** Stands in a sentence for a field in which something is wrong. */
const UNCLEAR = Symbol('unclear');

const SECOND_MILLIS = 1_000;
const MINUTE_MILLIS = 60_000;
/** Four weeks: the house takes no longer pause. */
const MAX_PAUSE_MINUTES = 28 * 24 * 60;

/** What the form shows at first, whatever kind is chosen. */
const COMMON = {
  name: '', item: '', description: '', currency: 'EUR', opensAt: '', ends: 'after', days: '', hours: '', minutes: '10', endsAt: '',
  maxPause: '', visibility: '', invited: '', open: true,
};

/** What the form shows at first: all fields of all kinds, of which those of the chosen kind count. */
export function blank() {
  const own = allRooms().flatMap(([, { form }]) => fieldsOf(form)).map(({ name, first }) => [name, first]);
  return { ...COMMON, format: usualKind(), ...Object.fromEntries(own) };
}

const fieldsOf = ({ price, when, who }) => [...price, ...when, ...who];

/** How what was typed into a field is read, by the field's kind: a value or a fault; nothing where it is left empty. */
const READERS = {
  amount(text, { isNeeded, least }, { currency }) {
    if (text === '') return isNeeded ? { fault: 'Type an amount.' } : {};
    const { minor, fault } = parseAmount(text, currency);
    if (fault) return { fault };
    return minor < least ? { fault: `At least ${money(least, currency)}.` } : { value: minor };
  },
  seconds(text, { isNeeded, least, most }) {
    if (text === '' && !isNeeded) return {};
    const number = parseDecimal(text);
    if (!(number > 0)) return { fault: faultOfNumber(text) };
    const value = Math.round(number * SECOND_MILLIS);
    return value >= least && value <= most ? { value } : { fault: `From ${span(least)} to ${span(most)}.` };
  },
  count(text, { usual }) {
    const value = text === '' ? usual : parseCount(text);
    return value === undefined ? { fault: 'A whole number from 1 to 1000000000.' } : { value };
  },
};

function readField(field, draft) {
  const typed = draft[field.name];
  if (field.kind !== 'choice') return READERS[field.kind](typed.trim(), field, draft);
  return typed ? { value: true } : {};
}

/** What the fields mean: `values`, and by field what is wrong. */
function readDraft(draft, now) {
  const { form, hasRounds } = roomOf(draft);
  const values = {};
  const faults = {};
  const note = (name, { value, fault }) => {
    if (fault) faults[name] = fault;
    else if (value !== undefined) values[name] = value;
  };
  for (const field of fieldsOf(form)) note(field.name, readField(field, draft));
  Object.assign(faults, form.check?.(values, minor => money(minor, draft.currency)));
  note('maxPause', readPause(draft.maxPause.trim()));
  if (!hasRounds) {
    const ending = endingOf(draft, now);
    Object.assign(faults, ending.faults);
    values.durationMillis = ending.durationMillis;
    values.endsAt = ending.endsAt;
  }
  return { values, faults };
}

function readPause(text) {
  if (text === '') return {};
  const minutes = parseDecimal(text);
  return minutes <= MAX_PAUSE_MINUTES ? { value: Math.round(minutes * MINUTE_MILLIS) }
    : { fault: `Minutes from 0 to ${MAX_PAUSE_MINUTES}, such as 30 or 1.5.` };
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
  for (const { name, sends } of fieldsOf(roomOf(draft).form)) {
    if (values[name] !== undefined) Object.assign(command, sends(values[name], values));
  }
  const fields = {
    durationMillis: values.durationMillis, endsAt: values.endsAt, maxPauseMillis: values.maxPause,
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

/** What the auction will be like, for people; `…` stands for what is missing, or is not yet understood. */
export function sentenceOf(draft, now) {
  const { form, hasRounds } = roomOf(draft);
  const { values, faults } = readDraft(draft, now);
  const v = { ...values, ...Object.fromEntries(Object.keys(faults).map(name => [name, UNCLEAR])) };
  const say = {
    show: unlessUnclear(minor => money(minor, draft.currency)), lasts: unlessUnclear(span), number: unlessUnclear(String),
  };
  const name = draft.name.trim();
  const how = form.sentence(v, say, name || 'the lot');
  return [
    name ? how : capital(how),
    !hasRounds && endingSentence(draft, values),
    ...form.timeSentences(v, say),
    v.maxPause !== undefined && (v.maxPause === 0 ? 'It cannot be paused.' : `You may pause it for ${say.lasts(v.maxPause)} in all; then it goes on by itself.`),
    ...form.priceSentences(v, say),
    draft.opensAt && `It opens by itself on ${exactly(draft.opensAt)}.`,
  ].filter(Boolean).join(' ');
}

function unlessUnclear(words) {
  return value => (value === undefined || value === UNCLEAR ? '…' : words(value));
}

function endingSentence({ ends }, { durationMillis, endsAt }) {
  if (durationMillis) return `It runs for ${span(durationMillis)}.`;
  if (endsAt) return `It ends on ${exactly(endsAt)}.`;
  return ends === 'hand' ? 'It runs until you close it.' : 'It ends …';
}
