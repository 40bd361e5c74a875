/** What an event changes in a view. Pure: the same view and event give the same view. */
import { roomOf } from '../formats/rooms.js';

const CHANGES = {
  auctionScheduled: e => ({ state: 'scheduled', opensAt: e.opensAt }),
  auctionOpened: (e, view) => ({
    state: 'open', opensAt: e.opensAt, ...(hasRounds(view) ? {} : { endsAt: e.endsAt }),
  }),
  participantJoined: (e, view) => ({ participants: { ...view.participants, [e.user]: true } }),
  participantLeft: (e, view) => ({ participants: { ...view.participants, [e.user]: false } }),
  bidAccepted: (e, view) => ({
    price: e.price, leader: e.leader, bids: (view.bids ?? 0) + 1,
    minimumNext: e.minimumNext, maximumNext: e.maximumNext,
    buyNow: view.buyNowUntil === 'reserveMet' ? view.buyNow : undefined, // else the first bid ends that
    participants: { ...view.participants, [e.bidder]: true },
  }),
  bidRetracted: e => ({
    price: e.price, leader: e.leader, minimumNext: e.minimumNext, maximumNext: e.maximumNext,
  }),
  auctionExtended: e => ({ endsAt: e.endsAt }),
  auctionPaused: () => ({ state: 'paused' }),
  auctionResumed: (e, view) => ({ state: 'open', ...(hasRounds(view) ? {} : { endsAt: e.endsAt }) }),
  roundStarted: (e, view) => ({
    round: e.round, price: e.price, roundEndsAt: e.roundEndsAt,
    ...roomOf(view).afterRound(e),
  }),
  sellerReported: e => ({ round: e.round, price: e.price, updatedAt: e.updatedAt }),
  roundConfirmed: () => ({}),
  participantWithdrawn: (e, view) => ({ participants: { ...view.participants, [e.user]: false } }),
  unitsTaken: (e, view) => ({
    quantityLeft: e.quantityLeft, bids: (view.bids ?? 0) + 1,
    participants: { ...view.participants, [e.bidder]: true },
  }),
  unitsBid: (e, view) => ({
    price: e.price, minimumNext: e.minimumNext, bids: (view.bids ?? 0) + 1,
    participants: { ...view.participants, [e.bidder]: true },
  }),
  sealedBidPlaced: () => ({}),
  sealedBidWithdrawn: () => ({}),
  commitmentPosted: () => ({}),
  commitmentOpened: () => ({}),
  revealStarted: e => ({ stage: 'reveal', endsAt: e.revealEndsAt }),
  auctionClosed: closed,
  offerSettled: closed,
  auctionCancelled: e => ({ state: 'cancelled', endsAt: e.cancelledAt }),
};

/** Events after which the view itself tells more than the event does. */
const TELLS_TOO_LITTLE = new Set(['auctionOpened', 'auctionPaused', 'auctionResumed', 'auctionClosed', 'offerSettled',
  'revealStarted', 'sealedBidPlaced', 'sealedBidWithdrawn', 'commitmentPosted', 'commitmentOpened',
  'bidRetracted', 'participantJoined', 'roundConfirmed', 'unitsBid']);

/**
 * The view after an event; the same object where the event is older than the view.
 * @param {object} view as `/v1/auctions/ID` gives it; `asOf` is the index of the last event in it
 * @param {object} event as the feed gives it
 */
export function applyEvent(view, event) {
  const index = Number(event.position.split('.')[0]);
  if (index <= view.index) return view;
  const change = CHANGES[event.type]?.(event, view);
  return change ? { ...view, ...defined(change), asOf: index } : view;
}

/** Whether the view should be read again after this event. */
export function needsReading(event, view, user) {
  return TELLS_TOO_LITTLE.has(event.type)
    || (event.type === 'bidAccepted' && (event.leader === user || event.bidder === user || view.yourMaximum !== undefined || view.buyNow !== undefined));
}

function closed(e) {
  return {
    state: 'closed', result: e.result, endsAt: e.endedAt, winner: e.winner, hammerPrice: e.hammerPrice,
    price: e.hammerPrice ?? e.price, awards: e.awards, leader: e.leader, offerUntil: e.offerUntil,
    minimumNext: undefined, maximumNext: undefined,
  };
}

function hasRounds(view) {
  return roomOf(view).hasRounds;
}

function defined(change) {
  return Object.fromEntries(Object.entries(change)
    .filter(([name, value]) => value !== undefined || name.endsWith('Next') || name === 'buyNow'));
}
