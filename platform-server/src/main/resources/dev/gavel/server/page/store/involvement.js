/** Which auctions the reader takes part in, and what happens to them there. */
import { user } from './identity.js';
import { isUnderWay } from './commands.js';
import { knownViews, learn, onChange, onReadAnew, refresh } from './auctions.js';
import { onFresh } from './live.js';
import { read, Trouble } from '../net/api.js';
import { receipts } from './receipts.js';
import { notices, notify } from './notices.js';
import { isOpened } from './openings.js';
import { roomOf } from '../formats/rooms.js';
import { money } from '../format/money.js';

/** Whether `name` takes part in an auction, as far as its view tells. */
export function takesPart(view, name) {
  if (!name) return false;
  return view.leader === name || view.winner === name || name in (view.participants ?? {})
    || view.yourBid !== undefined || view.yourMaximum !== undefined || view.yourQuantity !== undefined
    || receipts.value.some(one => one.user === name && one.auction === view.auction
      && one.status === 'success' && OPS.has(one.op));
}

const OPS = new Set(['bid', 'accept', 'join', 'confirm', 'commit']);

/** Events that the house tells to the one alone who did it, without a name. */
const TOLD_TO_ONE = new Set(['sealedBidPlaced', 'sealedBidWithdrawn', 'commitmentPosted', 'commitmentOpened']);

/** Whether `name`, who watches, did something in an auction by this event, and so takes part in it. */
export function isDoneBy(event, name) {
  return event.auction !== undefined && name !== ''
    && (event.bidder === name || event.user === name || TOLD_TO_ONE.has(event.type));
}

/** Whether the reader won: all, or some units. */
export function hasWon(view, name) {
  return view.winner === name || (view.awards ?? []).some(award => award.winner === name);
}

/**
 * What came of a closed auction for `name`, a bidder in it: the one word that panel, card, list and notice put into
 * theirs. `offered` is a best bid below the reserve, on which the seller decides; `pending` is that of somebody else.
 * @returns {'won' | 'lost' | 'offered' | 'pending' | 'unsold'}
 */
export function endFor(view, name) {
  if (hasWon(view, name)) return 'won';
  if (view.result === 'pending') return view.leader === name ? 'offered' : 'pending';
  return view.result === 'sold' ? 'lost' : 'unsold';
}

/** Whether somebody else bid better than `name`, and not merely that `name` takes part or took all bids back. */
export function isOutbid(view, name) {
  return Boolean(name && view.leader) && view.leader !== name && view.yourBid !== undefined;
}

/**
 * What somebody won, as it stands behind the word: ` for €31.00`, ` 3 for €9.20 each`, ` 5` at several prices.
 * @param {string} [of] what it is a part of, where there are units
 */
export function wonText(view, name, of = '') {
  const own = (view.awards ?? []).filter(award => award.winner === name);
  return sharesText(view, own, of) ?? (of ? ` ${of}` : '') + (view.hammerPrice === undefined ? '' : ` for ${money(view.hammerPrice, view.currency)}`);
}

function sharesText(view, awards, of) {
  if (awards.length === 0) return undefined;
  const units = awards.reduce((sum, award) => sum + award.quantity, 0);
  const [{ price }] = awards;
  const each = awards.some(award => award.price !== price) ? '' : ` for ${money(price, view.currency)}${units > 1 ? ' each' : ''}`;
  return ` ${units.toLocaleString()}${of ? ` of ${of}` : ''}${each}`;
}

const COMES_AND_GOES = new Set(['join', 'leave', 'withdraw']);

/** Whether `name` asked to leave this auction, as far as this browser knows. */
export function leftByOwnWish(view, name) {
  if (isUnderWay('withdraw', view.auction, name)) return true;
  const last = receipts.value.find(one => one.user === name && one.auction === view.auction && one.status === 'success' && COMES_AND_GOES.has(one.op));
  return last !== undefined && last.op !== 'join';
}

/** Whether `name` is out of an auction that others may still win. */
function isOut(view, name) {
  return view.participants?.[name] === false;
}

/** Whether the house has just dropped `name` from an auction. */
function isDropped(before, after, name) {
  return roomOf(after).whyDropped(after) !== '' && isRunning(before) && before.participants?.[name] && isOut(after, name) && !leftByOwnWish(after, name);
}

/** Running auctions of the reader that are known from the start, so that they hear of them on every page. */
const KNOWN = 500;
/** Of those that ended while events were missed, so many are read at most. */
const READ_ONE_BY_ONE = 50;

/** Reads what the reader takes part in, whatever page they are on. */
async function readMine() {
  const me = user.value;
  if (!me) return;
  try {
    const answers = await Promise.all(['open', 'paused'].map(state => read('/v1/auctions?' + new URLSearchParams({ mine: true, state, limit: KNOWN }), me)));
    if (me !== user.value) return;
    const mine = answers.flatMap(answer => answer.auctions);
    learn(mine);
    for (const view of mine) remindToOpen(view, me);
    const running = new Set(mine.map(view => view.auction));
    const ended = knownViews().filter(view => isRunning(view) && takesPart(view, me) && !running.has(view.auction));
    for (const view of ended.slice(0, READ_ONE_BY_ONE)) refresh(view.auction);
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble; // else the next connection tries again
  }
}

onFresh(readMine);
user.listen(readMine);

onChange((event, before, after) => {
  const tellsNot = before?.yourBid === undefined ? isDoneBy(event, user.value) : event.type === 'unitsBid';
  if (tellsNot) refresh(event.auction); // no event tells what the reader has, or would get, there
  if (before && before !== after) tell(before, after, event.position);
});
onReadAnew((before, after) => tell(before, after, after.index));

/** Tells what happened to the reader between two views of an auction, of which the later is of `position`. */
function tell(before, after, position) {
  const me = user.value;
  if (!me) return;
  const about = { auction: after.auction, tag: after.auction + '@' + position };
  const ends = state => before.state !== state && after.state === state;
  const outbid = isRunning(after) && roomOf(after).outbid(before, after, me);
  if (outbid) {
    notify({ ...about, tone: 'bad', text: outbid });
  } else if (isRunning(after) && isRunning(before) && before.leader && before.leader !== me && after.leader === me && after.bids === before.bids) {
    notify({ ...about, tone: 'plain', text: `${before.leader} took back what was bid on ${after.name}: you lead at ${money(after.price, after.currency)}.` });
  } else if (isDropped(before, after, me)) {
    notify({ ...about, tone: 'bad', text: `You are out of ${after.name}: ${roomOf(after).whyDropped(after)}.` });
    if (ends('closed')) notify({ ...about, tag: about.tag + ' end', ...ending(after, me) });
  } else if (before.stage !== 'reveal' && after.stage === 'reveal' && takesPart(before, me)) {
    remindToOpen(after, me);
  } else if ((ends('closed') || isSettled(before, after)) && takesPart(before, me)) {
    notify({ ...about, ...ending(after, me) });
  } else if (ends('cancelled') && takesPart(before, me)) {
    notify({ ...about, tone: 'plain', text: `${after.name} was called off.` });
  } else if (ends('closed') && after.seller === me) {
    notify({ ...about, tone: after.result === 'sold' ? 'good' : 'plain', text: after.result === 'sold'
      ? `You sold${sharesText(after, after.awards ?? [], after.name) ?? ` ${after.name}${after.hammerPrice === undefined ? '' : ` for ${money(after.hammerPrice, after.currency)}`}`}.`
      : after.result === 'pending' ? `${after.name} ended below your reserve: accept or refuse the offer.` : `${after.name} was not sold.` });
  }
}

/** Whether the seller has decided on a best bid below the reserve, or let the time for that go by. */
function isSettled(before, after) {
  return before.result === 'pending' && after.result !== 'pending';
}

/** A sealed bid that is not opened in time is void: told once, also to one who comes back meanwhile. */
function remindToOpen(view, me) {
  const tag = `${view.auction} open your bid, ${me}`;
  if (view.stage !== 'reveal' || isOpened(view) || notices.value.some(one => one.tag === tag)) return;
  notify({ auction: view.auction, tag, tone: 'bad', text: `${view.name}: open your sealed bid now, or it is void.` });
}

function isRunning(view) {
  return view.state === 'open' || view.state === 'paused';
}

function ending(view, me) {
  switch (endFor(view, me)) {
    case 'won': return { tone: 'good', text: `You won${wonText(view, me, view.name)}.` };
    case 'offered': return { tone: 'plain', text: `${view.name} ended below the reserve; the seller decides on your bid.` };
    case 'pending': return { tone: 'plain', text: `${view.name} ended below the reserve; the seller decides on the highest bid.` };
    case 'lost': return { tone: 'plain', text: `${view.name} ended; it went to somebody else.` };
    default: return { tone: 'plain', text: `${view.name} was not sold.` };
  }
}
