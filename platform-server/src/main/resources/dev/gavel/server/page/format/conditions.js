/** The conditions of sale in words: all that binds a bidder, before the first bid. Pure. */
import { money } from './money.js';
import { span } from './time.js';
import { roomOf } from '../formats/rooms.js';

/**
 * What is to be known, in the order in which a bidder needs it: what all auctions have, and between it what is of
 * this kind alone.
 * @param {object} view as the house gives it; what it does not say is left out
 * @returns {{name: string, text?: string, at?: string}[]} `at` is an instant that follows the text
 */
export function conditionsOf(view) {
  const room = roomOf(view);
  return [
    { name: 'How it is sold', text: room.about },
    { name: 'Currency', text: view.currency },
    { name: room.startName, text: view.start > 0 ? money(view.start, view.currency) : 'any amount' },
    ...room.conditions(view),
    view.maxPauseMillis !== undefined && { name: 'Pauses', text: pauseText(view) },
    view.visibility !== undefined && { name: 'Who sees it', text: SEEN[view.visibility]?.(room) },
    view.outageGraceMillis !== undefined && { name: 'If bids cannot be taken', text: `An end that falls into an outage of more than ${span(view.outageGraceMillis)} is moved by its length.` },
    view.opensAt && { name: view.state === 'scheduled' ? 'Opens' : 'Opened', at: view.opensAt },
  ].filter(one => one && (one.text || one.at));
}

const SEEN = {
  public: room => room.seenByEverybody,
  participants: () => 'Only those who take part see bidders and price; everybody sees how it ended.',
  invited: () => 'Only those invited see it and may bid.',
};

function pauseText({ maxPauseMillis: most }) {
  if (most === 0) return 'None: it cannot be paused.';
  return `The seller may pause it for ${span(most)} in all. Then it goes on by itself.`;
}
