/** The conditions of sale in words: all that binds a bidder, before the first bid. Pure. */
import { money } from './money.js';
import { many, span } from './time.js';
import { FORMATS, falls, isSecret } from './words.js';

/**
 * What is to be known, in the order in which a bidder needs it.
 * @param {object} view as the house gives it; what it does not say is left out
 * @returns {{name: string, text?: string, at?: string}[]} `at` is an instant that follows the text
 */
export function conditionsOf(view) {
  const show = minor => money(minor, view.currency);
  const down = falls(view.format);
  return [
    { name: 'How it is sold', text: FORMATS[view.format].about },
    { name: 'Currency', text: view.currency },
    { name: view.format === 'reverse' ? 'Starts at, at most' : 'Starts at', text: show(view.start) },
    view.increment !== undefined && { name: 'Least step', text: stepText(view, show, down) },
    view.grid === true && { name: 'Amounts', text: `Only those on the ladder that begins at ${show(view.start)} and goes by the step.` },
    view.proxy !== undefined && { name: 'Maxima', text: PROXY[view.proxy]?.(down) },
    view.hasReserve !== undefined && { name: 'Reserve', text: reserveText(view, down) },
    view.buyNow !== undefined && { name: down ? 'Closes at once' : 'Buy now', text: `${show(view.buyNow)} ends it at once, ${view.buyNowUntil === 'reserveMet' ? 'until the reserve is met' : 'until the first bid'}.` },
    view.softClose && softClose(view),
    view.group && { name: 'Group', text: `“${view.group}”: more time for one lot of it is more time for all.` },
    view.step !== undefined && { name: view.floor === undefined ? 'Rises by' : 'Falls by', text: `${show(view.step)} each ${span(view.periodMillis)}` },
    view.floor !== undefined && { name: 'Floor', text: `${show(view.floor)}; not taken by then, it is not sold.` },
    view.quantity !== undefined && { name: 'Units', text: view.quantity.toLocaleString() },
    view.margin !== undefined && { name: 'Last price', text: view.margin === 'proRata' ? 'Bids at the last price share what is left.' : 'Of bids at the last price the earliest is served first.' },
    view.confirm !== undefined && { name: 'Staying in', text: stayText(view) },
    view.runBy === 'seller' && { name: 'Run by', text: `The program of its seller, ${view.seller}, calls the rounds.` },
    view.commit === true && { name: 'Sealed by', text: `A fingerprint. After the end each bid is opened by its bidder${view.revealMillis ? `, within ${span(view.revealMillis)}` : ''}; what is not opened is void.` },
    retraction(view),
    view.retractUntil && view.retractionBinds === true && { name: 'Bidding again', text: bindingText(view) },
    view.maxPauseMillis !== undefined && { name: 'Pauses', text: pauseText(view) },
    view.visibility !== undefined && { name: 'Who sees it', text: SEEN[view.visibility]?.(view) },
    view.outageGraceMillis !== undefined && { name: 'If bids cannot be taken', text: `An end that falls into an outage of more than ${span(view.outageGraceMillis)} is moved by its length.` },
    view.opensAt && { name: view.state === 'scheduled' ? 'Opens' : 'Opened', at: view.opensAt },
  ].filter(one => one && (one.text || one.at));
}

const PROXY = {
  allowed: down => (down ? 'A bidder may name a lowest amount; the house then offers for them, no lower than it takes.'
    : 'A bidder may name a maximum; the house then bids for them, no more than it takes.'),
  always: down => (down ? 'Every offer is the lowest its bidder would go; the price is what it takes.' : 'Every bid is a maximum; the price is what it takes to lead.'),
  never: () => 'None: every bid stands at its own amount.',
};

const SEEN = {
  public: view => (isSecret(view.format) ? 'Everybody sees that it is held. Bids are secret until the close.' : 'Everybody sees the bidders and the price.'),
  participants: () => 'Only those who take part see bidders and price; everybody sees how it ended.',
  invited: () => 'Only those invited see it and may bid.',
};

function stepText(view, show, down) {
  const { increment } = view;
  const better = down ? 'below' : 'above';
  if (typeof increment === 'number') return `${show(increment)} ${better} the price`;
  if (typeof increment === 'string') return `by the table “${increment}”, which grows with the price`;
  if (Array.isArray(increment)) return increment.map(([from, step]) => `${show(step)} from ${show(from)}`).join(', ');
  return `${increment.percent}% of the price`;
}

function reserveText(view, down) {
  if (!view.hasReserve && view.quantity > 1) return 'None: the highest bids buy.';
  if (!view.hasReserve) return `None: the ${down ? 'lowest offer' : 'highest bid'} ${down ? 'gets the order' : 'buys'}.`;
  const short = down ? 'Above it' : 'Below it';
  const decides = view.belowReserve === 'offer'
    ? `the seller may take the best ${down ? 'offer' : 'bid'} all the same${view.offerMillis ? `, within ${span(view.offerMillis)}` : ''}` : `nothing is ${down ? 'bought' : 'sold'}`;
  const jump = view.reserveMode === 'jump' ? ' Until it is met, a bid stands at its maximum.' : '';
  return `There is a secret one. ${short}, ${decides}.${jump}`;
}

function softClose(view) {
  const { softClose: soft } = view;
  return { name: 'Soft close', text: `${softCloseText(view)}${soft.hardEnd ? ' Never past' : ''}`, at: soft.hardEnd };
}

/** Which late bids move the end, and how far. */
export function softCloseText({ softClose: soft, format }) {
  const one = falls(format) ? 'offer' : 'bid';
  const a = falls(format) ? 'An' : 'A';
  const kind = { accepted: `Any ${one}`, price: `${a} ${one} that moves the price`, lead: `${a} ${one} that changes who leads` }[soft.trigger] ?? `${a} ${one}`;
  const gives = soft.mode === 'add' ? `adds ${span(soft.extendMillis)}` : `leaves ${span(soft.extendMillis)}`;
  const most = soft.maxExtensions === undefined ? '' : ` At most ${many(soft.maxExtensions, 'time')}.`;
  return `${kind} in the last ${span(soft.windowMillis)} ${gives}.${most}`;
}

function stayText(view) {
  if (view.confirm !== 'confirm') return 'You are in until you leave.';
  const grace = view.grace ?? 0;
  return `Each round must be confirmed before it ends: who misses ${grace === 0 ? 'one' : `more than ${grace} in a row`} is out.`;
}

function pauseText({ maxPauseMillis: most }) {
  if (most === 0) return 'None: it cannot be paused.';
  return `The seller may pause it for ${span(most)} in all. Then it goes on by itself.`;
}

/** What taking bids back means for the next one. */
export function bindingText({ format }) {
  return falls(format) ? 'Who takes offers back offers again only from the lowest of them on, downwards. The lowest they had named to the house counts.'
    : 'Who takes bids back bids again only from the highest of them on. The maximum they had named to the house counts.';
}

/** Only where bids are open can one be taken back at all, apart from secret ones before the end. */
function retraction(view) {
  if (view.retractUntil) return { name: 'Taking a bid back', text: 'Possible until', at: view.retractUntil };
  if (view.proxy !== undefined) return { name: 'Taking a bid back', text: 'Not possible: a bid binds.' };
  return null;
}
