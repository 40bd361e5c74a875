/** Money: whole minor units to and from what people read and type. */
import { digitsOf } from './currencies.js';
import { marks } from './numbers.js';

export { digitsOf };

/** The smallest and the largest amount of the house, in minor units. */
export const LEAST = 1;
export const MOST = 1_000_000_000_000_000;
/** Longer than any amount with its sign and all its marks. */
const MAX_CHARS = 40;
const THOUSAND_DIGITS = 3;

const formats = new Map();

function formatOf(currency) {
  let format = formats.get(currency);
  if (!format) {
    const digits = { minimumFractionDigits: digitsOf(currency), maximumFractionDigits: digitsOf(currency) };
    try {
      format = new Intl.NumberFormat(undefined, { style: 'currency', currency, ...digits });
    } catch {
      format = new Intl.NumberFormat(undefined, digits);
    }
    formats.set(currency, format);
  }
  return format;
}

/** `12500` in EUR as the reader's locale writes 125 euros; an empty text for nothing. */
export function money(minor, currency) {
  return minor === undefined || minor === null ? '' : formatOf(currency).format(decimal(minor, currency));
}

/** `12500` in EUR as `125.00`, with the decimal mark of the reader's locale and no grouping. */
export function amountText(minor, currency) {
  return minor === undefined || minor === null ? '' : decimal(minor, currency).replace('.', marks().decimal);
}

/** The currency's sign or code in the reader's locale. */
export function signOf(currency) {
  return formatOf(currency).formatToParts(0).find(part => part.type === 'currency')?.value ?? currency;
}

function decimal(minor, currency) {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return (minor < 0 ? '-' : '') + (digits ? `${whole}.${text.slice(-digits)}` : whole);
}

/**
 * Reads what somebody typed: digits 0 to 9, in groups of three or not, with either decimal mark, and the
 * auction's own currency before or behind. What could be read in two ways is refused, with an example of
 * how it is written. The command line keeps the same rule, as for readers whose decimal mark is the point.
 * @returns {{minor?: number, fault?: string}}
 */
export function parseAmount(text, currency) {
  if (text.trim() === '') return { fault: 'Type an amount.' };
  if (text.trim().length > MAX_CHARS) return { fault: 'That is more than the house can count.' };
  const clean = withoutCurrency(text.trim(), currency);
  if (!/\d/.test(clean) || /[^\d.,'’_\u00a0\u2009\u202f ]/.test(clean)) return { fault: `Type an amount in digits. Write it ${example(currency)}.` };
  const parts = split(clean, currency);
  if (!parts) return { fault: `“${clean}” can be read in more than one way. Write it ${example(currency)}.` };
  const digits = digitsOf(currency);
  if (parts.behind.length > digits) {
    return { fault: digits ? `${currency} has ${digits} digits after the decimal mark. Write it ${example(currency)}.` : `${currency} has no smaller units. Write it ${example(currency)}.` };
  }
  const minor = BigInt(parts.whole + parts.behind.padEnd(digits, '0'));
  return minor > BigInt(MOST) ? { fault: 'That is more than the house can count.' } : { minor: Number(minor) };
}

/** As `like 1,234.50`. */
function example(currency) {
  const digits = digitsOf(currency);
  const format = new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits, numberingSystem: 'latn' });
  return `like ${format.format(digits ? 1234.5 : 1234)}`;
}

function withoutCurrency(text, currency) {
  for (const sign of [signOf(currency), currency, currency.toLowerCase()]) {
    if (text.startsWith(sign)) return text.slice(sign.length).trim();
    if (text.endsWith(sign)) return text.slice(0, -sign.length).trim();
  }
  return text;
}

/** What is before and behind the decimal mark, without groups; null where that cannot be told. */
function split(clean, currency) {
  const last = Math.max(clean.lastIndexOf('.'), clean.lastIndexOf(','));
  const mark = clean[last];
  if (last < 0 || clean.indexOf(mark) !== last) {
    const whole = ungrouped(clean);
    return whole === null ? null : { whole, behind: '' };
  }
  const before = clean.slice(0, last);
  const behind = clean.slice(last + 1);
  if (!/^\d+$/.test(behind)) return null;
  if (behind.length === THOUSAND_DIGITS && mark !== marks().decimal && /^[1-9]\d{0,2}$/.test(before)) {
    // a thousand; in a currency that is as fine, it may be one
    return digitsOf(currency) < THOUSAND_DIGITS ? { whole: before + behind, behind: '' } : null;
  }
  const whole = last === 0 ? '0' : ungrouped(before);
  return whole === null ? null : { whole, behind };
}

/** Digits without the marks between their groups; null where these are no groups. */
function ungrouped(text) {
  if (/^\d+$/.test(text)) return text;
  const isByThree = /^[1-9]\d{0,2}(\D\d{3})+$/.test(text) && new Set(text.replace(/\d/g, '')).size === 1;
  // as in India
  const isByTwo = /^[1-9]\d?(,\d{2})+,\d{3}$/.test(text);
  return isByThree || isByTwo ? text.replace(/\D/g, '') : null;
}
