/** What kinds have in common in which a clock calls prices, round by round. Pure. */
import { closing, COMMON } from '../shared/room.js';

/**
 * What a room of rounds begins with.
 * @param {{moves: string}} words which way the price goes: `rises` or `falls`
 * @returns {Partial<import('../rooms.js').Room>}
 */
export function rounds({ moves }) {
  return {
    ...COMMON,
    hasRounds: true,
    priceWord: view => (view.state === 'open' && view.price !== undefined ? 'Price now' : 'Starts at'),
    price: view => view.price ?? view.start,
    next: view => (view.roundEndsAt ? { word: 'Next price in', at: view.roundEndsAt, short: moves, isRound: true } : closing(view)),
  };
}
