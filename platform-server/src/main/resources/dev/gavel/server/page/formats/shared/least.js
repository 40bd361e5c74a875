/** The least that a bid can be: the start, and never nothing. Pure. */
export function leastOf(view) {
  return Math.max(view.start, 1);
}
