/** How somebody stands in a rising clock, and what they must do to stay. Pure. */
import { many } from '../../format/time.js';

/** Rounds are counted from 0 by the house; before the first one nothing is confirmed. */
const NONE = -1;

/** Whether a bidder must confirm rounds here, or else is out. */
export function asksToConfirm(view) {
  return view.confirm === 'confirm';
}

/**
 * What somebody who is in has to do: `confirmed` whether this round is, `mustNow` whether they are out at
 * its end otherwise, `missed` and `left` how many rounds they missed in a row and may still miss.
 * @param {number} [here] the last round that was confirmed here, where the view does not tell yet
 */
export function duty(view, here = NONE) {
  const last = Math.max(view.yourConfirmedRound ?? NONE, here);
  const grace = view.grace ?? 0;
  const behind = view.round - last;
  return { confirmed: behind <= 0, mustNow: behind > grace, missed: Math.max(0, behind - 1), left: Math.max(0, grace + 1 - behind) };
}

/**
 * Why somebody is out, in a sentence that begins with what became of them.
 * @param {{own: boolean}} what `own` is whether they asked to leave, as far as this browser knows
 */
export function whyOut(view, { own }) {
  if (own || !asksToConfirm(view)) return 'You left: you asked to, and that is for good.';
  return `You are out: you did not confirm ${missedTooMany(view)}.`;
}

/** As `a round before it ended`, or `2 rounds in a row`. */
export function missedTooMany(view) {
  const rounds = (view.grace ?? 0) + 1;
  return rounds === 1 ? 'a round before it ended' : `${many(rounds, 'round')} in a row`;
}

/** What it takes to stay in, among the conditions of sale. */
export function staying(view) {
  if (!asksToConfirm(view)) return 'You are in until you leave.';
  const grace = view.grace ?? 0;
  return `Each round must be confirmed before it ends: who misses ${grace === 0 ? 'one' : `more than ${grace} in a row`} is out.`;
}
