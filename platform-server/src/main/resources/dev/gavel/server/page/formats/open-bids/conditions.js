/** The conditions of sale that only kinds with open bids have, in words. Pure. */
import { money } from '../../format/money.js';
import { many, span } from '../../format/time.js';
import { reserve } from '../shared/reserve.js';

/**
 * What is to be known of one with open bids, in the order in which a bidder needs it.
 * @param {object} view as the house gives it; what it does not say is left out
 * @param {import('./room.js').Words} words
 */
export function conditionsOf(view, words) {
  const show = minor => money(minor, view.currency);
  return [
    view.increment !== undefined && { name: 'Least step', text: stepText(view, show, words) },
    view.grid === true && { name: 'Amounts', text: `Only those on the ladder that begins at ${show(view.start)} and goes by the step.` },
    view.proxy !== undefined && { name: 'Maxima', text: { never: 'None: every bid stands at its own amount.', ...words.maxima }[view.proxy] },
    reserve(view, words.reserve),
    view.buyNow !== undefined && { name: words.buyName, text: `${show(view.buyNow)} ends it at once, ${view.buyNowUntil === 'reserveMet' ? 'until the reserve is met' : 'until the first bid'}.` },
    view.softClose && softClose(view, words),
    view.group && { name: 'Group', text: `“${view.group}”: more time for one lot of it is more time for all.` },
    retraction(view),
    view.retractUntil && view.retractionBinds === true && { name: 'Bidding again', text: words.binding },
  ];
}

function stepText({ increment }, show, { step: better, of = 'the price' }) {
  if (typeof increment === 'number') return `${show(increment)} ${better} ${of}`;
  if (typeof increment === 'string') return `by the table “${increment}”, which grows with the price`;
  if (Array.isArray(increment)) return increment.map(([from, step]) => `${show(step)} from ${show(from)}`).join(', ');
  return `${increment.percent}% of ${of}`;
}

function softClose(view, words) {
  const { hardEnd } = view.softClose;
  return { name: 'Soft close', text: `${softCloseText(view, words)}${hardEnd ? ' Never past' : ''}`, at: hardEnd };
}

/** Which late bids move the end, by what an auction counts. */
export const LATE = { price: 'that moves the price', lead: 'that changes who leads' };

/** Which late bids move the end, and how far. */
export function softCloseText({ softClose: soft }, { a, bids: { one }, late = LATE }) {
  const kind = soft.trigger === 'accepted' ? `Any ${one}` : `${a} ${one} ${late[soft.trigger] ?? late.price}`;
  const gives = soft.mode === 'add' ? `adds ${span(soft.extendMillis)}` : `leaves at least ${span(soft.extendMillis)} after it`;
  const most = soft.maxExtensions === undefined ? '' : ` At most ${many(soft.maxExtensions, 'time')}.`;
  return `${kind} in the last ${span(soft.windowMillis)} ${gives}.${most}`;
}

function retraction(view) {
  if (view.retractUntil) return { name: 'Taking a bid back', text: 'Possible until', at: view.retractUntil };
  return view.proxy !== undefined && { name: 'Taking a bid back', text: 'Not possible: a bid binds.' };
}
