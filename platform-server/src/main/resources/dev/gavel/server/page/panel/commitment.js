/** Sealed by commitment: first a fingerprint of the bid, after the end the bid itself. */
import { html, useState } from '../lib/html.js';
import { load, save } from '../lib/saved.js';
import { AmountField } from '../ui/field.js';
import { money, parseAmount } from '../format/money.js';
import { AnswerLine, useCommand } from './use-command.js';
import { withName } from '../store/identity.js';
import { NotOpen } from './not-open.js';

const KEPT = 100;

export function Commitment({ view, me }) {
  const command = useCommand();
  const [text, setText] = useState('');
  const [shownFault, setFault] = useState('');
  if (view.state !== 'open') return html`<${NotOpen} view=${view} />`;
  const about = { name: view.name, currency: view.currency };
  const mine = load('openings', []).find(one => one.auction === view.auction && one.user === me);
  const submit = event => {
    event.preventDefault();
    const { minor, fault } = parseAmount(text, view.currency);
    const wrong = fault ?? (minor < view.start ? `At least ${money(view.start, view.currency)}: a lower one would be void.` : '');
    setFault(wrong);
    if (wrong) {
      command.clear();
      return;
    }
    withName(async name => {
      const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
      const hash = hex(new Uint8Array(await crypto.subtle.digest('SHA-256',
        new TextEncoder().encode([view.auction, name, minor, nonce].join('|')))));
      const opening = { auction: view.auction, user: name, amount: minor, nonce };
      save('openings', [opening, ...load('openings', []).filter(one => one !== mine && (one.auction !== view.auction || one.user !== name))].slice(0, KEPT));
      command.run({ op: 'commit', auction: view.auction, hash }, about);
    });
  };
  if (view.stage === 'reveal') {
    return html`<div class="panel"><p class="panel-standing">${mine ? `Open your bid of ${money(mine.amount, view.currency)} now` : 'Bids are being opened'}</p>
      ${mine ? html`<button type="button" class="button is-main is-wide" disabled=${command.busy}
          onClick=${() => command.run({ op: 'reveal', auction: view.auction, amount: mine.amount, nonce: mine.nonce }, about)}>Open my bid</button>
        <p class="quiet">A bid that is not opened in time is void.</p>` : html`<p class="quiet">This browser holds no bid of yours for this lot.</p>`}
      <${AnswerLine} command=${command} /></div>`;
  }
  return html`<div class="panel"><p class="panel-standing">${mine ? `Your sealed bid: ${money(mine.amount, view.currency)}` : 'Sealed even before the house'}</p>
    <p class="quiet">Only a fingerprint of your bid is sent now. The bid itself stays in this browser: come back here after the end to open it.</p>
    <form onSubmit=${submit} novalidate>
      <${AmountField} label="Your bid" currency=${view.currency} value=${text} fault=${shownFault} onValue=${value => { setText(value); setFault(''); }} hint=${`At least ${money(view.start, view.currency)}`} />
      <button type="submit" class="button is-main is-wide" disabled=${command.busy}>${mine ? 'Replace my sealed bid' : 'Seal my bid'}</button>
    </form><${AnswerLine} command=${command} /></div>`;
}

function hex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
