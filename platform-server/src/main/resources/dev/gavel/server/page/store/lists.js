/** Lists of auctions, read page by page and then kept true by events. */
import { folded } from '../format/folded.js';
import { isOfKind } from '../formats/rooms.js';
import { useEffect, useMemo, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { read, Trouble } from '../net/api.js';
import { user } from './identity.js';
import { isDoneBy } from './involvement.js';
import { onEvents, onFresh } from './live.js';
import { learn, refresh, useAuctions } from './auctions.js';

const PAGE = 500;
/** Pages read of each state; what is beyond them is to be searched for. */
const PAGES = 4;
/** Pages read of the reader's own, which are far fewer; the house gives the oldest first. */
const PAGES_OF_MINE = 20;

/** Events after which an auction may belong in a list that did not have it. */
const MOVES = new Set(['auctionCreated', 'auctionScheduled', 'auctionOpened']);

/**
 * Auctions that fit `filter`, in `order`.
 * @param {{states: string[], format?: string, q?: string, seller?: string, mine?: boolean}} filter
 *     with `mine` only those that the reader takes part in, as the house knows it
 * @returns {{views?: object[], trouble?: Trouble, more?: boolean, stale?: boolean, again: () => void}}
 */
export function useList(filter, order) {
  const me = useStore(user);
  const key = JSON.stringify([filter, me]);
  const [found, setFound] = useState({});
  const [round, setRound] = useState(0);
  useEffect(() => onFresh(() => setRound(n => n + 1)), []);
  useEffect(() => {
    let gone = false;
    readAll(filter, me).then(
      answer => gone || setFound({ key, ...answer }),
      trouble => {
        if (!(trouble instanceof Trouble)) throw trouble;
        if (!gone) setFound({ key, trouble });
      });
    return () => { gone = true; };
  }, [key, round]);
  useEffect(() => onEvents(events => {
    for (const event of events) {
      if (!(filter.mine ? isDoneBy(event, me) : MOVES.has(event.type))) continue;
      refresh(event.auction);
      setFound(before => (before.ids && !before.ids.has(event.auction)
        ? { ...before, ids: new Set(before.ids).add(event.auction) } : before));
    }
  }), [key]);
  const all = useAuctions();
  const views = useMemo(() => {
    if (found.key !== key || !found.ids) return undefined;
    return [...found.ids].map(id => all.get(id)?.view)
      .filter(view => view && fits(view, filter, found.ids0)).sort(order);
  }, [found, all, key]);
  return { ...(found.key === key ? found : {}), views, again: () => setRound(n => n + 1) };
}

async function readAll({ states, format, q, seller, mine }, me) {
  const answers = await Promise.all(mine ? [readState({ mine }, me, PAGES_OF_MINE)]
    : states.map(state => readState({ state, format, q, seller }, me, PAGES)));
  const views = answers.flatMap(answer => answer.views);
  learn(views);
  const ids = new Set(views.map(view => view.auction));
  return {
    ids, ids0: ids, more: answers.some(answer => answer.more), stale: answers.some(answer => answer.stale),
  };
}

async function readState(query, me, pages) {
  const views = [];
  let after = '';
  let stale = false;
  for (let page = 0; page < pages; page++) {
    const parts = Object.entries({ ...query, limit: PAGE, after }).filter(([, value]) => value);
    const answer = await read('/v1/auctions?' + new URLSearchParams(parts), me);
    views.push(...answer.auctions);
    stale ||= Boolean(answer.stale);
    if (!answer.next) return { views, stale };
    after = answer.next;
  }
  return { views, stale, more: true };
}

/** Those that were there stay, so that one sees how it ended; those that came must fit. */
function fits(view, { states, format, q, seller, mine }, there) {
  if (there.has(view.auction) || mine) return true;
  const text = folded(q ?? '');
  return states.includes(view.state) && isOfKind(view, format) && (!seller || view.seller === seller)
    && (folded(view.name).includes(text) || folded(view.item.name).includes(text));
}
