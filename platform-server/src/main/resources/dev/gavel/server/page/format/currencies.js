/**
 * The digits of currencies after the decimal mark, as the house counts them. A browser's own table is
 * another one for some currencies, and an amount would be shown a hundred times too large.
 */
const DIGITS = new Map([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
].flatMap(([digits, codes]) => codes.split(' ').map(code => [code, digits])));

/** Decimal places of a currency: 2 for EUR, 0 for JPY, 3 for KWD. */
export function digitsOf(currency) {
  return DIGITS.get(currency) ?? 2;
}
