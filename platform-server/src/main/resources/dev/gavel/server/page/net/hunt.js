/** Which server is asked next, and after which pause: the one hunt of the page, for questions, commands and the feed. */

/**
 * How long each wait is, in milliseconds: the page's one table, as `Pauses` is that of the programs. A server that
 * does not lead looks for the leader before it answers, so that one answer may take seconds after a crash.
 */
export const PAUSES = Object.freeze({
  /** After all servers were asked once, doubled from then on: they may be at an election, or may all be starting. */
  first: 60,
  longest: 1_000,
  /** One question or one command at one server. */
  oneAnswer: 4_000,
  /** What one server says of itself: it asks nobody. */
  oneServer: 2_000,
  /** A question altogether; a reader sees by then that nobody answers. */
  question: 15_000,
  /** A command altogether, before the page says that its outcome is unknown. */
  command: 60_000,
  /** After so long without a network, and after so long without any server's answer, a command is old. */
  offlineOld: 2_000,
  silentOld: 12_000,
  /** A stream that has not begun by then is given up: a frozen server takes connections and answers none. */
  streamBegins: 3_000,
  /** Silence after which a stream is given up; the house sends a heartbeat every 10 s. */
  streamSilence: 14_000,
  /** How often the server of the stream is looked at, and how long it may take to answer. */
  look: 2_000,
  lookAnswer: 1_500,
});

/** One hunt among servers that others may use as well, who are then led on together. */
export class Hunt {
  #servers;
  #sleep;
  #tries = 0;

  /**
   * @param {import('./servers.js').Servers} servers
   * @param {(millis: number) => Promise<void>} sleep how it pauses
   */
  constructor(servers, sleep = usualSleep) {
    this.#servers = servers;
    this.#sleep = sleep;
  }

  /** Whom to ask now. */
  get origin() { return this.#servers.current; }

  /** How many did not do so far. */
  get tries() { return this.#tries; }

  /** Whether every server was asked, with the one that is asked now. */
  get askedAll() { return this.#tries >= this.#servers.all.length - 1; }

  /** A server did. Where that ends later, as a stream does, the pauses are short again. */
  found() { this.#tries = 0; }

  /**
   * The server did not do: goes on to the next, unless it is to be asked again, and pauses. The others are asked at
   * once, in case they know better; then comes a pause after each try.
   * @param {string} origin which server
   * @param {{stay?: boolean}} how whether the same one is asked again
   */
  async next(origin, { stay = false } = {}) {
    if (!stay) this.#servers.leave(origin);
    const over = this.#tries++ - (this.#servers.all.length - 1);
    if (over >= 0 || stay) await this.#sleep(pauseAfter(Math.max(0, over)));
  }
}

/** Drawn from the upper half, so that many pages that lost the same server do not come back together. */
function pauseAfter(round) {
  const millis = Math.min(PAUSES.longest, PAUSES.first * 2 ** Math.min(round, 6));
  return millis * (0.5 + Math.random() / 2);
}

function usualSleep(millis) {
  return new Promise(done => setTimeout(done, millis));
}
