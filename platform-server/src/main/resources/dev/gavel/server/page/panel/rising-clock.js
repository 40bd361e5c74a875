/** The rising clock: join before it starts, then stay in or leave. */
import { html, useState } from '../lib/html.js';
import { money } from '../format/money.js';
import { span } from '../format/time.js';
import { AnswerLine, useCommand } from './use-command.js';
import { Confirm } from './confirm.js';

export function RisingClock({ view, me }) {
  const command = useCommand();
  const [leaving, setLeaving] = useState(false);
  const people = Object.entries(view.participants ?? {});
  const inside = people.filter(([, active]) => active).length;
  const joined = me && view.participants && me in view.participants;
  const active = joined && view.participants[me];
  const about = { name: view.name, currency: view.currency };
  const run = fields => command.run({ auction: view.auction, ...fields }, about);
  const before = view.state === 'draft' || view.state === 'scheduled';
  const running = view.state === 'open';
  return html`<div class=${'panel' + (active ? ' is-leading' : joined ? ' is-outbid' : '')}>
    <p class="panel-standing" role="status">${standing({ before, joined, active, view })}</p>
    ${running && view.round !== undefined && html`<p class="round">Round ${view.round + 1} · ${inside} still in${inside === 1 ? '' : `, ${money(view.price + view.step, view.currency)} next`}</p>`}
    ${before && html`<p class="quiet">The price starts at ${money(view.start, view.currency)} and rises by ${money(view.step, view.currency)} each ${span(view.periodMillis)}. ${people.length ? `${inside} joined.` : ''}</p>`}
    ${before && !active && html`<button type="button" class="button is-main is-wide" disabled=${command.busy} onClick=${() => run({ op: 'join' })}>Join</button>`}
    ${before && active && html`<button type="button" class="button is-wide" disabled=${command.busy} onClick=${() => run({ op: 'leave' })}>Leave before it starts</button>`}
    ${running && active && html`
      <button type="button" class="button is-main is-wide" disabled=${command.busy} onClick=${() => run({ op: 'confirm', round: view.round })}>I stay in at ${money(view.price, view.currency)}</button>
      <button type="button" class="button is-danger is-wide" disabled=${command.busy || inside === 1} onClick=${() => setLeaving(true)}>Leave for good</button>
      <p class="quiet">You are in until you leave. The last one in wins at the price of that round.</p>`}
    <${AnswerLine} command=${command} />
    ${leaving && html`<${Confirm} title="Leave for good?" yes="Leave" onNo=${() => setLeaving(false)} onYes=${() => run({ op: 'withdraw', round: view.round })}>
      <p>You cannot come back into ${view.name} once you have left.</p><//>`}
  </div>`;
}

function standing({ before, joined, active, view }) {
  if (view.state === 'paused') return 'Paused: the round begins again when it goes on.';
  if (before) return active ? 'You are in from the start' : 'Join before it starts';
  if (active) return 'You are in';
  if (joined) return 'You left';
  return 'It runs already. Only those who joined before can win.';
}
