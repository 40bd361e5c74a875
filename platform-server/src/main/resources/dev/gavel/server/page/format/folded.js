/** Text as people search it: without accents and case, as the house compares it. */

/** Letters that Unicode does not take apart, as those type them who have no such key. */
const PLAIN = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ς: 'σ' };

export function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[ßøłđæœıς]/g, letter => PLAIN[letter]);
}
