/** The bids of an auction, and what else happened to it while the page looked. */
import { useEffect, useRef, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { read, Trouble } from '../net/api.js';
import { user } from './identity.js';
import { onEvents, onFresh } from './live.js';
import { bidsIn, changesRows, isBehind, joined, rowsOf } from './bid-rows.js';

const PAGE = 1_000;
/** Pages read at most; older bids are in the house, beyond what a page should show. */
const PAGES = 10;
const READ_EVERY_MILLIS = 250;
const KEPT_MOMENTS = 100;

const MOMENTS = new Set(['auctionExtended', 'auctionPaused', 'auctionResumed', 'bidRetracted', 'roundStarted',
  'participantJoined', 'participantLeft', 'participantWithdrawn', 'auctionOpened', 'auctionClosed']);

/** Bids, oldest first: `{rows, trouble, more}`; `rows` is undefined while they are read. */
export function useHistory(view) {
  const me = useStore(user);
  const id = view.auction;
  const [found, setFound] = useState({ id });
  const current = useRef(null);
  useEffect(() => {
    const reader = new Reader(id, me, setFound);
    current.current = reader;
    reader.wake();
    const ends = [
      onEvents(events => reader.hear(events.filter(event => event.auction === id))),
      onFresh(() => reader.wake()),
    ];
    return () => {
      reader.end();
      for (const end of ends) end();
    };
  }, [id, me]);
  const rows = found.id === id ? found.rows : undefined;
  const lacks = rows !== undefined && isBehind(rows, view);
  useEffect(() => { if (lacks) current.current.wake(); }, [lacks, view.price, view.leader]);
  return found.id === id ? found : {};
}

/** Keeps the rows of one auction: events add to them at once, and what events do not tell is read, never two at a time. */
class Reader {
  #read = [];
  #told = [];
  #known = false;
  #busy = false;
  #again = false;
  #ended = false;

  constructor(id, me, tell) {
    this.id = id;
    this.me = me;
    this.tell = tell;
  }

  end() { this.#ended = true; }

  /** Takes what events of this auction add, and has the rest read. */
  hear(events) {
    const added = events.flatMap(rowsOf);
    const startsOver = events.some(changesRows);
    if (startsOver) this.#read = [];
    if (added.length === 0 && !startsOver) return;
    this.#told.push(...added);
    if (this.#known && !startsOver) this.#show({});
    this.wake();
  }

  async wake() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        await this.#readOn();
        await new Promise(done => setTimeout(done, READ_EVERY_MILLIS));
      } while (this.#again && !this.#ended);
    } finally {
      this.#busy = false;
    }
  }

  async #readOn() {
    try {
      const begunWith = this.#read;
      let rows = begunWith;
      let more = false;
      for (;;) {
        const count = bidsIn(rows);
        const answer = await read(`/v1/auctions/${encodeURIComponent(this.id)}/bids?limit=${PAGE}${count ? '&after=' + count : ''}`, this.me);
        rows = [...rows, ...answer.bids];
        if (!answer.next) break;
        if (rows.length >= PAGE * PAGES) {
          more = true;
          break;
        }
      }
      if (this.#read !== begunWith) return; // it starts over meanwhile, and is read again
      this.#read = rows;
      this.#known = true;
      this.#show({ more });
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      if (!this.#ended) this.tell(before => ({ ...before, id: this.id, trouble }));
    }
  }

  #show(more) {
    const last = this.#read.at(-1)?.index ?? -1;
    this.#told = this.#told.filter(row => row.index > last);
    if (!this.#ended) this.tell(before => ({ more: before.more, ...more, id: this.id, rows: joined(this.#read, this.#told) }));
  }
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
