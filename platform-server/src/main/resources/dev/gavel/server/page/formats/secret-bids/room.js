/** What kinds with secret bids have in common: until the close nobody sees amounts, bidders or their number. */
import { money } from '../../format/money.js';
import { isOpened } from '../../store/openings.js';
import { closing, COMMON } from '../shared/room.js';
import { Happened } from './happened.js';

/** What a room of secret bids begins with. @type {Partial<import('../rooms.js').Room>} */
export const SECRET_BIDS = {
  ...COMMON,
  bids: { ...COMMON.bids, takenBack: 'replaced or withdrawn' },
  standing(view) {
    if (view.yourBid === undefined) return null;
    if (view.stage !== 'reveal') return { tone: 'good', text: 'Bid placed' };
    return isOpened(view) ? { tone: 'good', text: 'Bid opened' } : { tone: 'bad', text: 'Open your bid' };
  },
  activity: view => (view.bids === undefined ? 'secret' : COMMON.activity(view)),
  next(view) {
    const next = closing(view);
    return view.stage === 'reveal' && next.at ? { ...next, word: 'Opening ends in' } : next;
  },
  seenByEverybody: 'Everybody sees that it is held. Bids are secret until the close.',
  afterwards: view => [ownBid(view)],
  Happened,
};

function ownBid(view) {
  if (view.commit && view.yourBid === 0) return 'Your bid was not opened in time, so it was void.';
  return view.yourBid === undefined ? '' : `Your bid was ${money(view.yourBid, view.currency)}${view.yourQuantity > 1 ? ` for ${view.yourQuantity}` : ''}.`;
}
