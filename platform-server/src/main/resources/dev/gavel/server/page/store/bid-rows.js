/** Rows of a bid history: as they were read, and as events add to them. Pure. */

/** Events after which rows change that were read before. */
const STARTS_OVER = new Set(['bidRetracted', 'auctionClosed', 'offerSettled']);

/** Whether the history must be read from its beginning after this event. */
export function changesRows(event) {
  return STARTS_OVER.has(event.type);
}

/** The rows that an event adds, oldest first; none where it adds none. */
export function rowsOf(event) {
  const at = { at: event.at, index: Number(event.position.split('.')[0]) };
  if (event.type === 'unitsTaken') return [{ bidder: event.bidder, amount: event.price, quantity: event.quantity, ...at }];
  if (event.type === 'unitsBid') return [{ bidder: event.bidder, amount: event.amount, quantity: event.quantity, ...(event.allOrNothing ? { allOrNothing: true } : {}), ...at }];
  if (event.type !== 'bidAccepted') return [];
  const own = { bidder: event.bidder, amount: event.amount, ...at };
  return event.automatic ? [own, { ...event.automatic, ...at, automatic: true }] : [own];
}

/** What was read, and what events told since. */
export function joined(read, told) {
  const last = read.at(-1)?.index ?? -1;
  return [...read, ...told.filter(row => row.index > last)];
}

/**
 * Which row stands: the last one of who leads, where it carries the price that the view tells. While the
 * two are not of one moment none does, so that the page never says two things at once.
 * @returns {object | undefined}
 */
function standingRow(rows, view) {
  if (!view.leader) return undefined;
  const last = rows.findLast(row => !row.retracted && row.bidder === view.leader);
  return last && last.amount === view.price ? last : undefined;
}

/** Which rows stand: the one of who leads, or of each who would get units the last one, where it carries their price. */
export function standingRows(rows, view) {
  if (!view.standingAwards) return [standingRow(rows, view)];
  return view.standingAwards.flatMap(({ winner, price }) => {
    const last = rows.findLast(row => row.bidder === winner);
    return last?.amount === price ? [last] : [];
  });
}

/** Whether the rows lack what the view tells already. */
export function isBehind(rows, view) {
  return Boolean(view.leader) && view.state !== 'closed' && standingRow(rows, view) === undefined;
}

/** How many bids there are: what the house bid for somebody is none of its own. */
export function bidsIn(rows) {
  return rows.filter(row => !row.automatic).length;
}
