/** Chance that can be played again: the same seed gives the same numbers. */

/** A source of chance; `GAVEL_SEED` plays another run. */
export function chance(seed = Number(process.env.GAVEL_SEED ?? 1)) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    /** A whole number from `from` to `to`, both included. */
    number: (from, to) => from + Math.floor(next() * (to - from + 1)),
    one: list => list[Math.floor(next() * list.length)],
    yes: probability => next() < probability,
  };
}
