/** The house's time, measured over the network; the reader's own clock is never used. */

const KEPT = 8;

/** Estimates another clock from questions and answers. Times are of `performance.now()`. */
export class HouseClock {
  #samples = [];

  /**
   * One question and its answer.
   * @param {number} sent when it was asked
   * @param {number} received when the answer was there
   * @param {number} millis what the other clock showed in between
   */
  sample(sent, received, millis) {
    this.#samples.push({ offset: millis - (sent + received) / 2, error: (received - sent) / 2 });
    if (this.#samples.length > KEPT) this.#samples.shift();
  }

  /** Forgets what was measured, because another clock is asked from now on. */
  forget() {
    this.#samples = [];
  }

  /** The estimate from the quickest answer: house time now, and by how much it may be off. */
  estimate(now) {
    if (this.#samples.length === 0) return null;
    const best = this.#samples.reduce((a, b) => (b.error < a.error ? b : a));
    return { houseMillis: now + best.offset, errorMillis: Math.max(1, Math.round(best.error)) };
  }
}
