/** What a wish in open bidding comes to: a command, a fault, or a question that is asked first. Pure. */
import { LEAST, MOST, money } from '../format/money.js';
import { falls, priceOf } from '../format/words.js';

/** An amount so many times the price is asked about again. */
const LARGE = 3;

/**
 * What is to be done about a wish. No command of it asks for more than the wish names.
 * @param {object} view as the house gives it
 * @param {string} me who bids; empty for somebody who has not said
 * @param {{kind: 'next' | 'plain' | 'maximum' | 'buy', amount: number}} wish the amount that stood on the
 *     button, or that was typed
 * @returns {{fault?: string, command?: object, question?: {title: string, text: string, yes: string}}}
 *     a question is asked before the command beside it is sent
 */
export function planOf(view, me, wish) {
  const at = situation(view, me);
  if (wish.amount < 1) return { fault: `At least ${at.show(1)}: the house takes no bid of nothing.` };
  const plan = (at.leads ? asLeader : asOther)(at, wish);
  return plan.fault || wish.kind === 'buy' ? plan : inspected(at, wish, plan);
}

/** The least that a secret bid can be: the start, and never nothing. */
export function leastOf(view) {
  return Math.max(view.start, 1);
}

/** Whether the house takes maxima here. */
export function takesMaxima(view) {
  return view.proxy !== 'never';
}

/** Whether every amount is a maximum here. */
export function takesOnlyMaxima(view) {
  return view.proxy === 'always';
}

/** What the next bid of the reader, who does not lead, must be; undefined where there can be none. */
export function nextOf(view) {
  const next = nextOfAll(view);
  return next !== undefined && isBoundBy(view, next) ? view.yourRetracted : next;
}

/** Whether what the reader took back asks for more than the house asks of everybody. */
export function isBound(view) {
  const next = nextOfAll(view);
  return next !== undefined && isBoundBy(view, next);
}

function isBoundBy({ yourRetracted: own, format }, amount) {
  return own !== undefined && (falls(format) ? own < amount : own > amount);
}

/** What the next bid of somebody who took nothing back must be. */
function nextOfAll(view) {
  return falls(view.format) ? view.maximumNext : view.minimumNext;
}

/** Whether who leads can still change the own bid: name a better one, or take a maximum back as far as the price. */
export function mayChangeOwn(view) {
  const own = view.yourMaximum ?? view.price;
  return own !== (falls(view.format) ? LEAST : MOST) || takesMaxima(view) && own !== view.price;
}

/** That no better bid is possible any more, and why. */
export function noFurther(view) {
  return falls(view.format)
    ? `No lower offer is possible any more: it would have to be less than ${money(LEAST, view.currency)}, the least that the house takes.`
    : `No higher bid is possible any more: it would have to be more than ${money(MOST, view.currency)}, the most that the house takes.`;
}

function situation(view, me) {
  const down = falls(view.format);
  return {
    view, down, next: nextOf(view), opens: nextOfAll(view), leads: me !== '' && view.leader === me,
    show: minor => money(minor, view.currency),
    beats: (a, b) => (down ? a < b : a > b),
    least: down ? 'At most' : 'At least',
    /** Only that: what comes too late is refused, and is no bid at a price that nobody needs to pay any more. */
    buy: amount => ({ op: 'bid', auction: view.auction, amount, buy: true }),
    bid: (amount, max) => ({ op: 'bid', auction: view.auction, amount, ...(max === undefined || max === amount ? {} : { max }) }),
  };
}

function asOther(at, { kind, amount }) {
  if (kind === 'next') return { command: at.bid(amount) };
  if (kind === 'buy') return buys(at, amount);
  if (at.next === undefined) return { fault: noFurther(at.view) };
  if (at.beats(at.next, amount)) return { fault: isBound(at.view) ? tookBack(at) : `${at.least} ${at.show(at.next)}.` };
  return { command: kind === 'maximum' ? at.bid(at.opens, amount) : at.bid(amount) };
}

function tookBack({ view, least, show }) {
  return `${least} ${show(view.yourRetracted)}: you took back that much.`;
}

/** A maximum of who leads is told beside the price that stands: it moves nothing by itself. */
function asLeader(at, { kind, amount }) {
  const { view, show } = at;
  const own = view.yourMaximum ?? view.price;
  if (kind === 'buy') return buys(at, amount);
  if (kind === 'maximum') {
    if (amount === own) return { fault: `That is your ${at.down ? 'lowest' : 'maximum'} already.` };
    if (at.beats(view.price, amount)) return { fault: `${at.least} ${show(view.price)}: your bid stands for that.` };
    if (isBoundBy(view, amount)) return { fault: tookBack(at) };
    return { command: { op: 'bid', auction: view.auction, amount: view.price, max: amount } };
  }
  if (!at.beats(amount, own)) return { fault: `You lead at ${show(own)}: ${at.down ? 'less' : 'more'} than that.` };
  return takesMaxima(view) ? further(at, kind, amount) : { command: at.bid(amount), question: dearer(at, amount) };
}

/** Where the house bids for people, a leader's larger bid only lets it go further. */
function further({ view, show, down }, kind, amount) {
  const command = { op: 'bid', auction: view.auction, amount: view.price, max: amount };
  if (kind === 'plain') return { command };
  return {
    command,
    question: {
      title: 'You lead already',
      text: `Nobody ${down ? 'offers less' : 'bids more'}. The house would go ${down ? 'down' : 'up'} to ${show(amount)} for you; the price stays at ${show(view.price)}.`,
      yes: `${down ? 'Down' : 'Up'} to ${show(amount)}`,
    },
  };
}

/** Where each bid stands at its own amount. */
function dearer({ view, show, down }, amount) {
  return {
    title: 'You lead already',
    text: down ? `Nobody offers less. This lowers what you are paid from ${show(view.price)} to ${show(amount)}.`
      : `Nobody bids more. This raises what you pay from ${show(view.price)} to ${show(amount)}.`,
    yes: down ? `Go down to ${show(amount)}` : `Raise it to ${show(amount)}`,
  };
}

function buys(at, amount) {
  const { view, show } = at;
  if (view.buyNow === undefined) return { fault: 'It can no longer be bought at once.' };
  if (view.buyNow !== amount) return { fault: `The price for that is ${show(view.buyNow)} by now.` };
  return { command: at.buy(amount), question: buyQuestion(at, amount) };
}

function buyQuestion({ view, show, down }, amount) {
  return down
    ? { title: 'Close the deal?', text: `${view.name} is yours to deliver at once, for ${show(amount)}.`, yes: `Offer ${show(amount)}` }
    : { title: 'Buy it now?', text: `${view.name} is yours at once, and you owe ${show(amount)}.`, yes: `Buy for ${show(amount)}` };
}

/** Asks about a bid that would buy at once, and about one that is far from the price. */
function inspected(at, { kind, amount }, plan) {
  const { view, show, down } = at;
  const { command } = plan;
  if (view.buyNow !== undefined && !at.beats(view.buyNow, command.amount)) {
    return { command: at.buy(view.buyNow), question: buyQuestion(at, view.buyNow) };
  }
  if (plan.question) return plan;
  const base = Math.max(priceOf(view), at.next ?? 0, 1);
  const isLarge = kind !== 'next' && (down ? amount * LARGE < base : amount > base * LARGE);
  if (!isLarge) return plan;
  return {
    command,
    question: {
      title: 'That is far from the price',
      text: `The price is ${show(priceOf(view))}; you are about to ${kind === 'plain' ? 'bid' : down ? 'let the house go down to' : 'let the house bid up to'} ${show(amount)}. A bid is binding.`,
      yes: `Yes, ${show(amount)}`,
    },
  };
}
