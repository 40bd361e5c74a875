/** The servers of the house at a glance, for those who run it. */
import { html, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { cluster } from '../store/live.js';
import { pace, useElections } from '../store/watch-house.js';
import { transfer } from '../net/api.js';
import { Confirm } from '../panel/confirm.js';
import { Loading } from '../ui/empty.js';
import { When } from '../ui/countdown.js';
import { useTitle } from '../ui/title.js';
import { span } from '../format/time.js';
import { lag, verdict } from '../format/verdict.js';
import { bytes, short } from '../format/words.js';
import { FIGURES_SECONDS, useFigures } from '../store/figures.js';
import { Demo } from '../ui/demo.js';

export function House() {
  useTitle('House');
  const view = useStore(cluster);
  return html`<h1>House</h1>${view ? html`<${Glance} view=${view} /><${Demo} view=${view} /><${Servers} view=${view} /><div class="two"><${Elections} /><${Pace} /></div>`
    : html`<${Loading} what="Asking the servers how they stand" />`}`;
}

function Glance({ view }) {
  const [colour, words] = verdict(view);
  return html`<p class=${'verdict-line is-' + colour} role="status"><span class="dot" aria-hidden="true"></span>${words}</p>
    <${Figures} view=${view} />`;
}

function Figures({ view }) {
  const seconds = useStore(pace);
  const figures = useFigures();
  const recent = seconds.slice(-10);
  const committed = Math.max(0, ...view.servers.map(server => server.commitIndex));
  const all = [
    ['Leader', view.leader === null || view.leader < 0 ? 'none' : `Server ${view.leader}`, `term ${view.term}`],
    ['Bids a second', short(recent.reduce((sum, one) => sum + one, 0) / recent.length), 'mean over 10 s'],
    ['Answer time, p50', figures ? `${short(figures.p50)} ms` : '–', `half are quicker, over ${FIGURES_SECONDS} s`],
    ['Answer time, p99', figures ? `${short(figures.p99)} ms` : '–', `99 of 100 are quicker`],
    ['Log', committed.toLocaleString(), 'entries on a majority’s disks'],
    ['Agreement', agreement(view), 'digests at equal index'],
    ['Disk', leastFree(view), 'free where it is least'],
  ];
  return html`<dl class="figures">${all.map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`)}</dl>`;
}

/** Whether servers that show the same index show the same digest. */
function agreement(view) {
  const seen = new Map();
  for (const server of view.servers) {
    if (!server.up) continue;
    const other = seen.get(server.digestIndex);
    if (other !== undefined && other !== server.digest) return 'DIFFER';
    seen.set(server.digestIndex, server.digest);
  }
  return 'yes';
}

function leastFree(view) {
  const free = view.servers.filter(server => server.up && server.diskFreeBytes !== undefined).map(server => server.diskFreeBytes);
  return free.length === 0 ? '–' : bytes(Math.min(...free));
}

function Servers({ view }) {
  const [to, setTo] = useState(null);
  const [said, setSaid] = useState('');
  const give = async id => {
    setSaid('Handing over …');
    try {
      const answer = await transfer(id);
      setSaid(`Server ${answer.leader} leads now.`);
    } catch (trouble) {
      setSaid(trouble.message);
    }
  };
  return html`<section class="part"><h2>Servers</h2>
    <ul class="servers">${view.servers.map(server => html`<${Server} key=${server.id} server=${server} view=${view} give=${() => setTo(server.id)} />`)}</ul>
    <p class="answer" role="status">${said}</p>
    ${to !== null && html`<${Confirm} title=${`Hand leadership to server ${to}?`} yes="Hand over" onNo=${() => setTo(null)} onYes=${() => give(to)}>
      <p>Bids wait for a moment, and none is lost.</p><//>`}
  </section>`;
}

function Server({ server, view, give }) {
  const leads = server.id === view.leader && server.up;
  return html`<li class=${'server' + (leads ? ' is-leader' : '') + (server.up ? (server.ready ? '' : ' is-unready') : ' is-down')}>
    <p class="server-head"><strong>Server ${server.id}</strong><span class="badge">${server.up ? (leads ? 'leader' : server.role || 'starting') : 'down'}</span></p>
    ${server.up && !server.ready && html`<p class="fault">${server.notReadyBecause}</p>`}
    <dl class="facts">
      <div><dt>Term</dt><dd>${server.term}</dd></div>
      <div><dt>Commit</dt><dd>${server.commitIndex.toLocaleString()}</dd></div>
      <div><dt>Applied</dt><dd>${server.appliedIndex.toLocaleString()}</dd></div>
      <div><dt>Lag</dt><dd>${server.up ? lag(server, view).toLocaleString() : '–'}</dd></div>
      <div><dt>Digest</dt><dd class="mono">${(server.digest ?? '').slice(0, 8)}<span class="quiet"> @ ${server.digestIndex}</span></dd></div>
      <div><dt>Records</dt><dd>${server.recordsBytes === undefined ? '–' : bytes(server.recordsBytes)}</dd></div>
      <div><dt>Disk free</dt><dd>${server.diskFreeBytes === undefined ? '–' : bytes(server.diskFreeBytes)}</dd></div>
      <div><dt>Memory</dt><dd>${server.up ? bytes(server.rssBytes) : '–'}</dd></div>
      <div><dt>Up for</dt><dd>${server.up ? span(Math.floor(server.uptimeMillis / 1000) * 1000) : '–'}</dd></div>
      <div><dt>Clock</dt><dd>${server.clockOffsetMillis === undefined ? (server.id === view.asked ? 'reference' : '–') : `${server.clockOffsetMillis > 0 ? '+' : ''}${server.clockOffsetMillis} ms`}</dd></div>
    </dl>
    <p class="quiet"><span class="mono">${server.httpAddress}</span></p>${server.id === view.asked && html`<p class="quiet">This page follows this server.</p>`}
    ${server.up && !leads && server.role === 'follower' && view.leader !== null && html`<button class="button is-small" type="button" onClick=${give}>Let it lead</button>`}
  </li>`;
}

function Elections() {
  const found = useElections();
  return html`<section class="box"><h2>Elections</h2>${found ? html`
    <p class="quiet">Leaders since <${When} at=${found.since} />, as the servers that are up remember them.</p>
    <div class="timeline-scroll" tabindex="0" role="group" aria-label="Elections"><ol class="timeline">${found.rows.map(one => html`<li key=${`${one.term} ${one.leader} ${one.at}`} class=${one.leader === null ? 'is-bad' : ''}><${When} at=${one.at} />
      <span>${one.leader === null ? 'No leader' : `Server ${one.leader} leads`}<span class="quiet"> · term ${one.term}</span></span></li>`)}</ol></div>`
    : html`<${Loading} what="Asking the servers" />`}</section>`;
}

function Pace() {
  const seconds = useStore(pace);
  const most = Math.max(1, ...seconds);
  return html`<section class="box"><h2>Bids in the last minute</h2>
    <svg class="bars" viewBox="0 0 240 60" preserveAspectRatio="none" role="img" aria-label=${`${seconds.reduce((sum, one) => sum + one, 0)} bids in the last minute, at most ${most} a second`}>
      ${seconds.map((count, i) => html`<rect key=${i} x=${i * 4} y=${60 - (count / most) * 58} width="3" height=${(count / most) * 58} />`)}</svg>
    <p class="quiet">${Math.max(...seconds) === 0 ? 'None.' : `At most ${most} a second.`}</p></section>`;
}
