/** What a wish in open bidding comes to: a command, a fault, or a question that is asked first. Pure. */
import { money } from '../../format/money.js';
import { capital, priceOf } from '../../format/words.js';
import { roomOf } from '../rooms.js';
import { farQuestion, isFar } from '../shared/far.js';

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

function isBoundBy(view, amount) {
  const { yourRetracted: own } = view;
  return own !== undefined && (roomOf(view).falls ? own < amount : own > amount);
}

/** What the next bid of somebody who took nothing back must be. */
function nextOfAll(view) {
  return roomOf(view).falls ? view.maximumNext : view.minimumNext;
}

/** Whether who leads can still change the own bid: name a better one, or take a maximum back as far as the price. */
export function mayChangeOwn(view) {
  const own = view.yourMaximum ?? view.price;
  return own !== roomOf(view).words.last || takesMaxima(view) && own !== view.price;
}

/** That no better bid is possible any more, and why. */
export function noFurther(view) {
  return roomOf(view).words.noFurther(minor => money(minor, view.currency));
}

function situation(view, me) {
  const { falls: down, words } = roomOf(view);
  return {
    view, down, words, next: nextOf(view), opens: nextOfAll(view), leads: me !== '' && view.leader === me,
    show: minor => money(minor, view.currency),
    beats: (a, b) => (down ? a < b : a > b),
    least: capital(words.enough),
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
  const { view, words, show } = at;
  const own = view.yourMaximum ?? view.price;
  if (kind === 'buy') return buys(at, amount);
  if (kind === 'maximum') {
    if (amount === own) return { fault: `That is your ${words.limit} already.` };
    if (at.beats(view.price, amount)) return { fault: `${at.least} ${show(view.price)}: your bid stands for that.` };
    if (isBoundBy(view, amount)) return { fault: tookBack(at) };
    return { command: { op: 'bid', auction: view.auction, amount: view.price, max: amount } };
  }
  if (!at.beats(amount, own)) return { fault: `You lead at ${show(own)}: ${words.better} than that.` };
  return takesMaxima(view) ? further(at, kind, amount) : { command: at.bid(amount), question: dearer(at, amount) };
}

/** Where the house bids for people, a leader's larger bid only lets it go further. */
function further({ view, words, show }, kind, amount) {
  const command = { op: 'bid', auction: view.auction, amount: view.price, max: amount };
  if (kind === 'plain') return { command };
  return {
    command,
    question: {
      title: 'You lead already',
      text: `${words.nobodyBetter} The house would go ${words.bids.way} to ${show(amount)} for you; the price stays at ${show(view.price)}.`,
      yes: `${capital(words.bids.way)} to ${show(amount)}`,
    },
  };
}

/** Where each bid stands at its own amount. */
function dearer({ view, words, show }, amount) {
  return { title: 'You lead already', ...words.dearer(show(view.price), show(amount)) };
}

function buys(at, amount) {
  const { view, show } = at;
  if (view.buyNow === undefined) return { fault: 'It can no longer be bought at once.' };
  if (view.buyNow !== amount) return { fault: `The price for that is ${show(view.buyNow)} by now.` };
  return { command: at.buy(amount), question: buyQuestion(at, amount) };
}

function buyQuestion({ view, words, show }, amount) {
  return words.buyQuestion(view.name, show(amount));
}

/** Asks about a bid that would buy at once, and about one that is far from the price. */
function inspected(at, { kind, amount }, plan) {
  const { view, words, show, down } = at;
  const { command } = plan;
  if (view.buyNow !== undefined && !at.beats(view.buyNow, command.amount)) {
    return { command: at.buy(view.buyNow), question: buyQuestion(at, view.buyNow) };
  }
  if (plan.question) return plan;
  const base = Math.max(priceOf(view), at.next ?? 0, 1);
  if (kind === 'next' || priceOf(view) === 0 || !isFar(amount, base, down)) return plan;
  return { command, question: farQuestion(show(priceOf(view)), kind === 'plain' ? 'bid' : words.letGo, show(amount)) };
}
