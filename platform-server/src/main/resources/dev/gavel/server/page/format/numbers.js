/** Numbers as people type them: strict, so that no typing error becomes another number. */

/** Whole numbers are counts of things; the house counts to a thousand million. */
const MOST = 1_000_000_000;
/** Digits with one mark at most, and as many behind it as a length of time needs. */
const DECIMAL = /^\d{1,9}([.,]\d{1,3})?$/;

let known = null;

/** The decimal and the grouping mark of the reader's locale. */
export function marks() {
  if (!known) {
    const parts = new Intl.NumberFormat(undefined).formatToParts(1_234_567.1);
    known = {
      decimal: parts.find(part => part.type === 'decimal')?.value ?? '.',
      group: parts.find(part => part.type === 'group')?.value ?? ',',
    };
  }
  return known;
}

/** A whole number of at least 1 in digits 0 to 9; undefined where the text is none. */
export function parseCount(text) {
  const clean = text.trim();
  return /^\d{1,10}$/.test(clean) && Number(clean) >= 1 && Number(clean) <= MOST ? Number(clean) : undefined;
}

/** What is wrong with a text that {@link parseDecimal} does not take, or that means nothing. */
export function faultOfNumber(text) {
  return /^\d{10,}$/.test(text.trim()) ? 'That is too much.' : 'A number above 0, such as 2 or 1.5.';
}

/** A number of at least 0, such as `2`, `1.5` or `1,5`; undefined where the text is none. */
export function parseDecimal(text) {
  const clean = text.trim();
  return DECIMAL.test(clean) ? Number(clean.replace(',', '.')) : undefined;
}
