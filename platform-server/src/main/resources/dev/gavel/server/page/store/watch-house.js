/** How the house has been doing while the page looked: elections, and the pace of bids. */
import { store } from '../lib/store.js';
import { cluster, houseNow, onEvents } from './live.js';

const KEPT_ELECTIONS = 30;
const PACE_SECONDS = 60;

/** Newest first: `{term, leader, at}`; `leader` is null while there is none. */
export const elections = store([]);
/** Accepted bids in each of the last seconds, oldest first. */
export const pace = store(Array(PACE_SECONDS).fill(0));

let counted = 0;

cluster.listen(now => {
  const last = elections.value[0];
  if (last && last.term === now.term && last.leader === now.leader) return;
  elections.set(before => [{ term: now.term, leader: now.leader, at: houseNow() ?? Date.now() }, ...before].slice(0, KEPT_ELECTIONS));
});

onEvents(events => {
  for (const event of events) if (event.type === 'bidAccepted' || event.type === 'unitsTaken') counted++;
});

setInterval(() => {
  pace.set(before => [...before.slice(1), counted]);
  counted = 0;
}, 1_000);
