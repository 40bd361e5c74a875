/** Dutch auctions: the price falls by itself, and the first to take it wins. */
import { money } from '../../format/money.js';
import { joinFirst } from '../../panel/join-first.js';
import { pace as paceCondition } from '../rounds/conditions.js';
import { rounds } from '../rounds/room.js';
import { ChartAndBids } from '../shared/happened.js';
import { units } from '../shared/units.js';
import { form } from './form.js';
import { Dutch } from './panel.js';

const ROUNDS = rounds({ moves: 'falls' });

/** @type {import('../rooms.js').Room} */
export const dutch = {
  ...ROUNDS,
  name: 'Dutch',
  about: 'The price falls by itself; the first to take it wins.',
  priceOfRound: (view, round) => Math.max(view.floor, view.start - round * view.step),
  standing: view => (view.yourQuantity === undefined ? null : { tone: 'good', text: `You bought ${view.yourQuantity.toLocaleString()}` }),
  activity: view => (view.quantity > 1 && view.quantityLeft !== undefined ? `${view.quantityLeft} left` : ROUNDS.activity(view)),
  conditions: view => [
    paceCondition(view, 'Falls by'),
    view.floor !== undefined && { name: 'Floor', text: `${money(view.floor, view.currency)}; if nobody takes the lot by then, it is not sold.` },
    units(view),
  ],
  afterRound: event => ({ minimumNext: event.price }),
  Panel: joinFirst(Dutch),
  Happened: ChartAndBids,
  form,
};
