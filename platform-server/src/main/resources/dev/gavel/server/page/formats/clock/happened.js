/** What has happened in a rising clock: how the price went, and who came and left. */
import { html } from '../../lib/html.js';
import { Chart } from '../../ui/chart.js';
import { When } from '../../ui/countdown.js';
import { History, indexOf } from '../../ui/history.js';
import { asksToConfirm } from './standing.js';

export function Happened(props) {
  const { view, rows, trouble, moments } = props;
  return html`<${Chart} view=${view} rows=${rows ?? []} />
    ${trouble && !rows ? html`<${History} ...${props} />` : html`<${Rounds} view=${view} moments=${moments} />`}`;
}

const ROUND_TEXTS = {
  auctionOpened: () => 'The clock started',
  participantJoined: e => `${e.user} joined`,
  participantLeft: e => `${e.user} left before the start`,
  participantWithdrawn: (e, view, isAtRoundsEnd) => (isAtRoundsEnd ? `${e.user} is out: not confirmed in time` : `${e.user} left`),
  auctionClosed: e => (e.winner ? `${e.winner} is the last one in` : 'It ended'),
};

function Rounds({ view, moments }) {
  const told = moments.filter(one => ROUND_TEXTS[one.type]).reverse();
  const indexOfRound = new Set(moments.filter(one => one.type === 'roundStarted').map(indexOf));
  const isAtRoundsEnd = one => asksToConfirm(view) && indexOfRound.has(indexOf(one));
  return html`<section class="box"><h2>What happened</h2>
    ${told.length === 0 ? html`<p class="quiet">${view.participants ? 'Who joins and leaves appears here as it happens.' : 'Only those who joined see who is in.'}</p>`
      : html`<ul class="events">${told.map(one => html`<li key=${one.position}><span>${ROUND_TEXTS[one.type](one, view, isAtRoundsEnd(one))}</span><span class="quiet"><${When} at=${one.at} /></span></li>`)}</ul>`}
  </section>`;
}
