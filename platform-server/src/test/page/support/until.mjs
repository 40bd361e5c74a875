/** Waits for conditions, never for time. */

const LOOK_EVERY_MILLIS = 50;

/**
 * Waits until `probe` gives something true; what it throws counts as not yet.
 * @template T
 * @param {() => Promise<T> | T} probe
 * @returns {Promise<T>} what it gave
 */
export async function until(probe, withinMillis = 30_000) {
  const end = performance.now() + withinMillis;
  let last;
  while (performance.now() < end) {
    try {
      const found = await probe();
      if (found !== undefined && found !== false && found !== null) return found;
      last = undefined;
    } catch (failure) {
      last = failure;
    }
    await new Promise(done => setTimeout(done, LOOK_EVERY_MILLIS));
  }
  throw new Error(`nothing within ${withinMillis} ms`, { cause: last });
}
