/** Buttons that kill and revive servers, and what becomes of the bids meanwhile. Only in a demonstration. */
import { html, useEffect, useState } from '../lib/html.js';
import { agent } from '../net/served-by.js';

const LOOK_EVERY_MILLIS = 700;
const PATIENCE_MILLIS = 3_000;

/** @param {{view: object}} props the answer of `/v1/cluster`; it names the address only in a demonstration, which obeys the servers' own pages alone */
export function Demo({ view }) {
  return view.demo && !agent ? html`<${Controls} at=${view.demo} view=${view} />` : null;
}

function Controls({ at, view }) {
  const [state, setState] = useState(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const now = await ask(at + '/demo');
      if (!gone) setState(now);
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MILLIS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [at]);
  const order = async (what, id) => {
    setSaid(`${WORDS[what].doing} server ${id} …`);
    const answer = await ask(`${at}/demo/servers/${id}/${what}`, { method: 'POST' });
    setSaid(answer ? `${WORDS[what].done} server ${id}.` : 'The demonstration does not answer.');
  };
  if (!state?.servers) return null;
  return html`<section class="box demo" aria-labelledby="demo-title"><h2 id="demo-title">Break it</h2>
    <p class="quiet">Robots bid all the time. Break servers as you like: each acknowledged bid is looked up again in the history. With three of five down or cut off the house waits, and loses nothing.</p>
    <dl class="figures">
      <div><dt>Acknowledged bids</dt><dd>${state.acknowledged.toLocaleString()}<small>${state.checked.toLocaleString()} looked up again</small></dd></div>
      <div class=${state.lost ? 'is-bad' : 'is-good'}><dt>Lost</dt><dd>${state.lost.toLocaleString()}<small>acknowledged, not in the history</small></dd></div>
      <div class=${state.doubled ? 'is-bad' : 'is-good'}><dt>Doubled</dt><dd>${state.doubled.toLocaleString()}<small>in the history twice</small></dd></div>
    </dl>
    <ul class="demo-servers">${state.servers.map(one => html`<li key=${one.id}><strong>Server ${one.id}</strong>
      <span class="quiet">${stateOf(one, view)}</span>
      ${one.running && one.cutOff && html`<span class="demo-answers quiet">a bid at it: <strong>${one.answers || '…'}</strong></span>`}
      <span class="actions">${choices(one).map(what => html`<button type="button" key=${what} class=${'button is-small' + (what === 'kill' ? ' is-danger' : '')}
          aria-label=${`${WORDS[what].name} server ${one.id}`} onClick=${() => order(what, one.id)}>${WORDS[what].name}</button>`)}</span></li>`)}</ul>
    <p class="answer" role="status">${said}</p>
  </section>`;
}

function stateOf({ id, running, paused, cutOff }, { leader, servers }) {
  if (!running) return cutOff ? 'killed, cut off' : 'killed';
  if (paused) return cutOff ? 'frozen, cut off' : 'frozen';
  if (cutOff) return 'cut off';
  if (!servers.some(server => server.id === id && server.up)) return 'does not answer yet'; // its process runs
  return id === leader ? 'leads' : 'runs';
}

function choices({ running, paused, cutOff }) {
  const line = cutOff ? 'join' : 'cut';
  if (!running) return cutOff ? ['start', 'join'] : ['start'];
  return paused ? ['resume', 'kill', line] : ['kill', 'pause', line, 'restart'];
}

const WORDS = {
  kill: { name: 'kill -9', doing: 'Killing', done: 'Killed' },
  pause: { name: 'Freeze', doing: 'Freezing', done: 'Froze' },
  resume: { name: 'Thaw', doing: 'Thawing', done: 'Thawed' },
  cut: { name: 'Cut off', doing: 'Cutting off', done: 'Cut off' },
  join: { name: 'Join again', doing: 'Joining', done: 'Joined again:' },
  restart: { name: 'Restart', doing: 'Restarting', done: 'Restarting' },
  start: { name: 'Start', doing: 'Starting', done: 'Started' },
};

async function ask(url, request) {
  try {
    return await (await fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MILLIS), cache: 'no-store' })).json();
  } catch {
    return null;
  }
}
