/** Money: whole minor units to and from what people read and type. */

const formats = new Map();

function formatOf(currency) {
  let format = formats.get(currency);
  if (!format) {
    try {
      format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
    } catch {
      format = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    }
    formats.set(currency, format);
  }
  return format;
}

/** Decimal places of a currency: 2 for EUR, 0 for JPY. */
export function digitsOf(currency) {
  return formatOf(currency).resolvedOptions().maximumFractionDigits;
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
 * Reads what somebody typed. Grouping marks are taken as such, either decimal mark is understood.
 * @returns {{minor?: number, fault?: string}}
 */
export function parseAmount(text, currency) {
  const digits = digitsOf(currency);
  const clean = text.replace(/[\s\u00a0\u202f'’_]/g, '').replace(/^[^\d.,-]+|[^\d.,]+$/g, '');
  if (clean === '') return { fault: text.trim() ? 'Type an amount in digits.' : 'Type an amount.' };
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(clean)) return { fault: 'Type an amount in digits.' };
  const last = Math.max(clean.lastIndexOf('.'), clean.lastIndexOf(','));
  const mark = clean[last];
  const behind = clean.length - last - 1;
  const groups = last < 0 || clean.indexOf(mark) !== last
    || (behind === 3 && (mark === marks().group || digits < 3) && mark !== marks().decimal);
  const whole = (groups ? clean : clean.slice(0, last)).replace(/[.,]/g, '');
  const part = groups ? '' : clean.slice(last + 1);
  if (part.length > digits) {
    return { fault: digits ? `${currency} has ${digits} digits after the decimal mark.` : `${currency} has no smaller units.` };
  }
  const minor = Number(whole + part.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? { minor } : { fault: 'That is more than the house can count.' };
}

let known = null;

function marks() {
  if (!known) {
    const parts = new Intl.NumberFormat(undefined).formatToParts(11111.1);
    known = {
      decimal: parts.find(part => part.type === 'decimal')?.value ?? '.',
      group: parts.find(part => part.type === 'group')?.value ?? ',',
    };
  }
  return known;
}
