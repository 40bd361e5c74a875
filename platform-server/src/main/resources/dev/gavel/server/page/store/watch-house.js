/** How the house has been doing: elections, as its servers remember them, and the pace of bids. */
import { useEffect, useState } from '../lib/html.js';
import { store } from '../lib/store.js';
import { originsOf } from '../net/servers.js';
import { readAt } from '../net/api.js';
import { cluster, connection, onEvents } from './live.js';

const SHOWN_ELECTIONS = 60;
const READ_EVERY_MILLIS = 1_000;
const PACE_SECONDS = 60;

/** Accepted bids in each of the last seconds, oldest first. */
export const pace = store(Array(PACE_SECONDS).fill(0));

let counted = 0;

onEvents(events => {
  for (const event of events) if (event.type === 'bidAccepted' || event.type === 'unitsBid' || event.type === 'unitsTaken') counted++;
});

setInterval(() => {
  pace.set(before => [...before.slice(1), counted]);
  counted = 0;
}, 1_000);

/**
 * Who led when, newest first: `{rows: [{term, leader, at}], since}`; null while it is read. `leader` is
 * null where there was none. Each server remembers what it lived through, so all are asked: one that was
 * down does not know what happened meanwhile.
 */
export function useElections() {
  const [found, setFound] = useState(null);
  useEffect(() => {
    let gone = false;
    let seen = '';
    const look = async () => {
      const view = cluster.value;
      if (!view) return;
      const now = `${view.term} ${view.leader} ${view.servers.map(one => one.up).join()}`;
      if (now === seen) return;
      seen = now;
      const told = await readElections();
      if (!gone && told) setFound(told);
      if (!told) seen = '';
    };
    // A server writes down a leader a moment after it has heard of it.
    const again = setInterval(() => { seen = ''; look(); }, 5 * READ_EVERY_MILLIS);
    const timer = setInterval(look, READ_EVERY_MILLIS);
    look();
    return () => {
      gone = true;
      clearInterval(timer);
      clearInterval(again);
    };
  }, []);
  return found;
}

async function readElections() {
  const view = cluster.value;
  const origins = originsOf(view, connection.value.origin || globalThis.location.origin);
  const answers = await Promise.all(origins.filter((origin, place) => view.servers[place].up)
    .map(origin => readAt(origin, '/v1/cluster/elections')));
  const heard = answers.filter(Boolean);
  return heard.length > 0 ? merged(heard, view.asked) : null;
}

/**
 * What several servers remember, as one list: of each leader of a term when it was first heard of; that
 * there was none, as `asked` knows it, or else the first of them.
 */
export function merged(answers, asked) {
  const first = new Map();
  for (const { elections } of answers) {
    for (const one of elections) {
      if (one.leader === null) continue;
      const key = one.term * 1000 + one.leader;
      if (!first.has(key) || one.at < first.get(key).at) first.set(key, one);
    }
  }
  const own = answers.find(one => one.server === asked) ?? answers[0];
  const rows = [...first.values(), ...own.elections.filter(one => one.leader === null)]
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.term - a.term));
  const since = answers.map(one => one.since).sort()[0];
  return { rows: rows.slice(0, SHOWN_ELECTIONS), since };
}
