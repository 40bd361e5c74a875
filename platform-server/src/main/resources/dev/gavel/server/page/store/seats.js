/**
 * Seats in auctions that their seller's program runs: the program that serves this page sits there, hears
 * the seller and tells the page. A server of the house has no seats.
 */
import { useEffect, useState } from '../lib/html.js';
import { store, useStore } from '../lib/store.js';
import { agent } from '../net/served-by.js';
import { userHeader } from '../net/feed.js';
import { refresh } from './auctions.js';

/** A stream for each tab would use up the few connections that a browser opens, and this is near. */
const LOOK_EVERY_MILLIS = 400;
const LOOK_PATIENCE_MILLIS = 3_000;
/** To take a seat the house is asked, which may look for a leader. */
const ACT_PATIENCE_MILLIS = 20_000;
const GONE = { status: 'exception', code: 'NOT_REACHED', message: 'The program that serves this page does not answer: is gavel client --web still running?' };

/** Whether the program that serves this page can sit with sellers. */
export const canSit = agent !== null;
/** Counts what was done here, so that what came of it is looked at soon. */
const acted = store(0);

/**
 * The reader's seat in an auction, kept up to date while it is shown; null where they have none.
 * @param {object | undefined} view as far as the house told it
 */
export function useSeat(id, me, view) {
  const [found, setFound] = useState({ of: '', seat: null });
  const times = useStore(acted);
  const of = `${id} ${me}`;
  const wanted = canSit && me !== '' && (!view || view.runBy === 'seller');
  useEffect(() => {
    if (!wanted) return undefined;
    let gone = false;
    let timer = 0;
    const look = async () => {
      const answer = await ask(id, '', me, 'GET', LOOK_PATIENCE_MILLIS);
      if (gone) return;
      if (answer.seat !== undefined) setFound({ of, seat: answer.seat });
      timer = setTimeout(look, LOOK_EVERY_MILLIS);
    };
    look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [of, wanted, times]);
  return wanted && found.of === of ? found.seat : null;
}

/** Joins, or comes back to a seat; the outcome. */
export function takeSeat(id, me) {
  return act(id, '', me);
}

/** Leaves for good; the outcome, or that the seller is being told. */
export function leaveSeat(id, me) {
  return act(id, '/leave', me);
}

async function act(id, what, me) {
  const outcome = await ask(id, what, me, 'POST', ACT_PATIENCE_MILLIS);
  acted.set(times => times + 1);
  refresh(id);
  return outcome.status ? outcome : GONE;
}

async function ask(id, what, me, method, patience) {
  try {
    const answer = await fetch(`/agent/seats/${encodeURIComponent(id)}${what}`,
      { method, headers: { 'Gavel-User': userHeader(me) }, signal: AbortSignal.timeout(patience), cache: 'no-store' });
    return { seat: null, ...await answer.json() };
  } catch {
    return {};
  }
}

/**
 * What is known of an auction, the seller's own word included where the house does not know it yet. Pure.
 * @param {object | undefined} view as the house told it
 * @param {object | null} seat as {@link useSeat} gives it
 */
export function withSeat(view, seat) {
  if (!view || !seat || view.state === 'closed' || view.state === 'cancelled') return view;
  if (seat.state === 'waiting' || seat.round === undefined || isBehind(seat, view)) return view;
  const told = { ...view, round: seat.round, price: seat.price, participants: seat.participants };
  if (seat.state !== 'over') return { ...told, state: 'open' };
  return {
    ...told, state: 'closed', result: seat.winner ? 'sold' : 'unsold', winner: seat.winner,
    hammerPrice: seat.winner && seat.price, toldBySeller: true,
  };
}

function isBehind(seat, view) {
  return seat.state !== 'over' && view.round !== undefined
    && (seat.round < view.round || seat.round === view.round && inside(seat) > inside(view));
}

function inside({ participants }) {
  return Object.values(participants ?? {}).filter(Boolean).length;
}
