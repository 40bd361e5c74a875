/** The bids of an auction, and what else happened to it while the page looked. */
import { useEffect, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { read, Trouble } from '../net/api.js';
import { user } from './identity.js';
import { onEvents, onFresh } from './live.js';

const PAGE = 1_000;
/** Pages read at most; older bids are in the house, beyond what a page should show. */
const PAGES = 10;
const READ_EVERY_MILLIS = 250;
const KEPT_MOMENTS = 100;

const CHANGES_BIDS = new Set(['bidAccepted', 'bidRetracted', 'unitsTaken', 'auctionClosed', 'offerSettled']);
const MOMENTS = new Set(['auctionExtended', 'auctionPaused', 'auctionResumed', 'bidRetracted', 'roundStarted',
  'participantJoined', 'participantLeft', 'participantWithdrawn', 'auctionOpened', 'auctionClosed']);

/** Bids, oldest first: `{rows, trouble, more}`; `rows` is undefined while they are read. */
export function useHistory(view) {
  const me = useStore(user);
  const id = view.auction;
  const [found, setFound] = useState({ id });
  useEffect(() => {
    const reader = new Reader(id, me, setFound);
    reader.wake();
    const ends = [
      onEvents(events => {
        for (const event of events) {
          if (event.auction !== id || !CHANGES_BIDS.has(event.type)) continue;
          if (event.type !== 'bidAccepted') reader.startOver();
          reader.wake();
        }
      }),
      onFresh(() => reader.wake()),
    ];
    return () => {
      reader.end();
      for (const end of ends) end();
    };
  }, [id, me]);
  return found.id === id ? found : {};
}

/** Reads bids that were added since it last read, never two at a time. */
class Reader {
  #rows = [];
  #busy = false;
  #again = false;
  #ended = false;

  constructor(id, me, tell) {
    this.id = id;
    this.me = me;
    this.tell = tell;
  }

  startOver() { this.#rows = []; }

  end() { this.#ended = true; }

  async wake() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        await this.#read();
        await new Promise(done => setTimeout(done, READ_EVERY_MILLIS));
      } while (this.#again && !this.#ended);
    } finally {
      this.#busy = false;
    }
  }

  async #read() {
    try {
      let rows = this.#rows;
      let more = false;
      for (;;) {
        const after = rows.length ? '&after=' + rows.length : '';
        const answer = await read(`/v1/auctions/${encodeURIComponent(this.id)}/bids?limit=${PAGE}${after}`, this.me);
        rows = added(rows, answer.bids);
        if (!answer.next) break;
        if (rows.length >= PAGE * PAGES) {
          more = true;
          break;
        }
      }
      this.#rows = rows;
      if (!this.#ended) this.tell({ id: this.id, rows, more });
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      if (!this.#ended) this.tell(before => ({ ...before, id: this.id, trouble }));
    }
  }
}

/** All of them, where at most one stands: the one that was read last. */
function added(rows, news) {
  const overtaken = news.some(row => row.standing);
  return [...(overtaken ? rows.map(row => (row.standing ? { ...row, standing: false } : row)) : rows), ...news];
}

/** What happened besides bids since the page was opened, oldest first: events. */
export function useMoments(id) {
  const [moments, setMoments] = useState([]);
  useEffect(() => {
    setMoments([]);
    return onEvents(events => {
      const mine = events.filter(event => event.auction === id && MOMENTS.has(event.type));
      if (mine.length > 0) setMoments(before => [...before, ...mine].slice(-KEPT_MOMENTS));
    });
  }, [id]);
  return moments;
}
