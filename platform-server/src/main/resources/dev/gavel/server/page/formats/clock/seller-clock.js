/**
 * A rising clock that its seller's program runs. A bidder takes part through a program of their own, which
 * may be the one that serves this page; a server of the house only tells how it stands.
 */
import { html, useState } from '../../lib/html.js';
import { money } from '../../format/money.js';
import { span } from '../../format/time.js';
import { withName } from '../../store/identity.js';
import { canSit, leaveSeat, takeSeat } from '../../store/seats.js';
import { AnswerLine } from '../../panel/use-command.js';
import { Confirm } from '../../panel/confirm.js';

/** The seller's program alone knows which of the two it was. */
const OUT = 'You are out: you left, or the seller’s program could not reach yours.';

export function SellerClock({ view, me, seat }) {
  const joined = me in (view.participants ?? {});
  const active = joined && view.participants[me];
  return html`<div class=${'panel' + (active ? ' is-leading' : joined ? ' is-outbid' : '')}>
    ${canSit ? html`<${Seat} view=${view} me=${me} seat=${seat} joined=${joined} active=${active} />` : html`<${Elsewhere} view=${view} joined=${joined} active=${active} />`}
  </div>`;
}

function Elsewhere({ view, joined, active }) {
  return html`
    <p class="panel-standing" role="status">${active ? 'You are in' : joined ? OUT : 'Take part from your own machine'}</p>
    <${Round} view=${view} />
    <p class="quiet">The program of its seller, ${view.seller}, runs this auction directly with the bidders: to take part, start <code>gavel client --web</code> and use this page there, or type <code>gavel buy ${view.auction}</code>.</p>`;
}

function Round({ view }) {
  if (view.state !== 'open' || view.round === undefined) {
    if (view.step === undefined) return null; // strangers are told no more once it runs
    const people = Object.values(view.participants ?? {}).filter(Boolean).length;
    return html`<p class="quiet">The price starts at ${money(view.start, view.currency)} and rises by ${money(view.step, view.currency)} each ${span(view.periodMillis)}.${people ? ` ${people} joined.` : ''}</p>`;
  }
  const inside = Object.values(view.participants ?? {}).filter(Boolean).length;
  return html`<p class="round">Round ${view.round + 1} · ${inside} still in${inside === 1 ? '' : `, ${money(view.price + view.step, view.currency)} next`}</p>`;
}

function Seat({ view, me, seat, joined, active }) {
  const [command, setCommand] = useState({ answer: null, progress: '' });
  const [asks, setAsks] = useState(false);
  const before = view.state === 'draft' || view.state === 'scheduled';
  const busy = command.progress !== '';
  const act = what => withName(async name => {
    setCommand({ answer: null, progress: 'Sending …' });
    setCommand({ answer: await what(view.auction, name), progress: '' });
  });
  const take = () => act(takeSeat);
  const button = (words, more, onClick) => html`<button type="button" class=${'button is-wide' + more} disabled=${busy} onClick=${onClick}>${words}</button>`;
  return html`
    <p class="panel-standing" role="status">${standing({ before, joined, active, seat })}</p>
    <${Round} view=${view} />
    ${!seat && before && !active && button('Join', ' is-main', take)}
    ${!seat && active && html`<p class="quiet">The seller may be calling the rounds at another program of yours. If you take your seat here, the rounds come to this page.</p>${button('Take your seat here', ' is-main', take)}`}
    ${seat?.state === 'waiting' && active && button('Leave before it starts', '', () => act(leaveSeat))}
    ${seat?.state === 'running' && active && html`
      ${seat.leaving ? html`<p class="quiet">You are leaving: the seller is being told.</p>` : button('Leave for good', ' is-danger', () => setAsks(true))}
      <p class="quiet">You stay in until you leave. The last one in wins at the price of that round.</p>`}
    ${seat?.note && html`<p class="quiet">${seat.note}</p>`}
    ${seat?.houseAway && html`<p class="quiet">No server of the house answers. The auction goes on without the house: the seller’s program runs it.</p>`}
    <${AnswerLine} command=${command} />
    ${asks && html`<${Confirm} title="Leave for good?" yes="Leave" onNo=${() => setAsks(false)} onYes=${() => act(leaveSeat)}>
      <p>You cannot come back into ${view.name} once you have left.</p><//>`}`;
}

function standing({ before, joined, active, seat }) {
  if (seat?.paused) return 'Paused: the seller does not answer';
  if (before) return active ? 'You are in from the start' : 'Join before it starts';
  if (active) return 'You are in';
  if (joined) return OUT;
  return 'The auction runs already. Only those who joined before can win.';
}
