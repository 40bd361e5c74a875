/** Sentences of the house as the reader writes money, times and lengths of time. Pure. */
import { digitsOf, money } from './money.js';
import { span, when } from './time.js';

const AMOUNT = /\b(\d{1,16})(?:\.(\d{1,4}))? ([A-Z]{3})\b/g;
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const MILLIS = /\b(\d{1,15}) ms\b/g;

const ROUND = /\b([Rr]ound) (\d{1,10})\b/g;

/** How the page calls a bid that takes no part of what it is for. */
export const WHOLLY = 'All of them or none';

/** The house counts rounds from 0, people from 1. */
export function withRounds(text) {
  return text.replace(ROUND, (all, word, number) => `${word} ${Number(number) + 1}`);
}

/** `165.00 EUR` becomes `€165.00`, a UTC instant a time of the reader's zone, and a field what the page calls it. */
export function inReadersWords(text, nowMillis = null) {
  return withRounds(String(text ?? ''))
    .replace(/\ballOrNothing\b/, `“${WHOLLY}”`)
    .replace(AMOUNT, (all, whole, part = '', currency) => (part.length === digitsOf(currency)
      ? money(Number(whole + part), currency) : all))
    .replace(INSTANT, iso => when(iso, nowMillis))
    .replace(MILLIS, (all, millis) => span(Number(millis)));
}
