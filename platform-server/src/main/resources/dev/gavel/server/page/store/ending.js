/** When an auction that is drawn up ends: at a time, or so long after it opens, or by hand. Pure. */
import { faultOfNumber, parseDecimal } from '../format/numbers.js';

const UNITS = [['days', 86_400_000], ['hours', 3_600_000], ['minutes', 60_000]];
/** The house allows some ten years. */
const LONGEST_MILLIS = 10 * 366 * 86_400_000;

/**
 * What was typed.
 * @param {{ends: 'after' | 'at' | 'hand', days: string, hours: string, minutes: string, endsAt: string,
 *     opensAt: string}} draft times as a browser's field gives them, in the reader's zone
 * @param {number} now house time in ms
 * @returns {{durationMillis?: number, endsAt?: string, faults: Record<string, string>}}
 */
export function endingOf(draft, now) {
  if (draft.ends === 'hand') return { faults: {} };
  return draft.ends === 'at' ? endsAt(draft, now) : endsAfter(draft);
}

function endsAt(draft, now) {
  const at = Date.parse(draft.endsAt);
  if (Number.isNaN(at)) return { faults: { endsAt: 'Choose a day and a time.' } };
  const from = draft.opensAt ? Date.parse(draft.opensAt) : now;
  if (at <= from) return { faults: { endsAt: draft.opensAt ? 'That is before it opens.' : 'That is in the past.' } };
  return { endsAt: new Date(at).toISOString(), faults: {} };
}

function endsAfter(draft) {
  let sum = 0;
  for (const [name, unit] of UNITS) {
    if (draft[name].trim() === '') continue;
    const number = parseDecimal(draft[name]);
    if (number === undefined) return { faults: { [name]: faultOfNumber(draft[name]) } };
    sum += number * unit;
  }
  if (sum <= 0) return { faults: { days: 'Say how long, in days, hours or minutes.' } };
  if (sum > LONGEST_MILLIS) return { faults: { days: 'That is more than ten years.' } };
  return { durationMillis: Math.round(sum), faults: {} };
}
