/** What kinds with open bids have in common: everybody sees the price and who leads, and bids better than that. */
import { joinFirst } from '../../panel/join-first.js';
import { isOutbid } from '../../store/involvement.js';
import { ChartAndBids } from '../shared/happened.js';
import { activityOf, COMMON } from '../shared/room.js';
import { conditionsOf, softCloseText } from './conditions.js';
import { OpenBids } from './panel.js';

/**
 * The words of a kind with open bids, which `english/words.js` and `reverse/words.js` give; `last` is the amount
 * that no bid can better.
 * @typedef {typeof import('../english/words.js').WORDS} Words
 */

/**
 * What a room of open bids begins with.
 * @param {Words} words
 * @returns {Partial<import('../rooms.js').Room>}
 */
export function openBids(words) {
  return {
    ...COMMON,
    words,
    bids: words.bids,
    priceWord: view => (view.leader ? words.price : words.start),
    standing(view, me) {
      if (view.leader === me) return { tone: 'good', text: 'You lead' };
      return isOutbid(view, me) ? { tone: 'bad', text: 'Outbid' } : null;
    },
    activity: view => activityOf(view, words.bids.one),
    softClose: view => (view.softClose ? softCloseText(view, words) : ''),
    conditions: view => conditionsOf(view, words),
    Panel: joinFirst(OpenBids),
    Happened: ChartAndBids,
  };
}
