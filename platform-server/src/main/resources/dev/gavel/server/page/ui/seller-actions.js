/** What a seller can do with an auction as it stands. */
import { html, useState } from '../lib/html.js';
import { money } from '../format/money.js';
import { AnswerLine, useCommand } from '../panel/use-command.js';
import { Confirm } from '../panel/confirm.js';

const ACTIONS = {
  open: { word: 'Open now', states: ['draft', 'scheduled'], main: true },
  pause: { word: 'Pause', states: ['open'] },
  resume: { word: 'Resume', states: ['paused'], main: true },
  close: { word: 'Close now', states: ['open', 'paused'], ask: 'The standing bid wins at once, if there is one that reaches the reserve.' },
  cancel: { word: 'Call off', states: ['draft', 'scheduled', 'open', 'paused'], ask: 'All bids are void and the item returns to you.', danger: true },
};

export function SellerActions({ view }) {
  const command = useCommand();
  const [asking, setAsking] = useState(null);
  const about = { name: view.name, currency: view.currency };
  const run = op => command.run({ op, auction: view.auction }, about);
  const offers = view.state === 'closed' && view.result === 'pending';
  const possible = Object.entries(ACTIONS).filter(([, action]) => action.states.includes(view.state));
  if (!offers && possible.length === 0 && !command.answer) return null;
  return html`<div class="panel seller" role="group" aria-label="Your sale">
    <h2>Your sale</h2>
    ${offers && html`<p>${view.leader} offers <strong>${money(view.price, view.currency)}</strong>, below your reserve.</p>
      <div class="actions"><button type="button" class="button is-main" disabled=${command.busy} onClick=${() => run('acceptOffer')}>Accept</button>
      <button type="button" class="button" disabled=${command.busy} onClick=${() => run('refuseOffer')}>Refuse</button></div>`}
    ${possible.length > 0 && html`<div class="actions">${possible.map(([op, action]) => html`<button key=${op} type="button" disabled=${command.busy}
        class=${'button' + (action.main ? ' is-main' : '') + (action.danger ? ' is-danger' : '')} onClick=${() => (action.ask ? setAsking(op) : run(op))}>${action.word}</button>`)}</div>`}
    <${AnswerLine} command=${command} />
    ${asking && html`<${Confirm} title=${`${ACTIONS[asking].word}?`} yes=${ACTIONS[asking].word} onNo=${() => setAsking(null)} onYes=${() => run(asking)}><p>${ACTIONS[asking].ask}</p><//>`}
  </div>`;
}
