/** Sealed by commitment: first a fingerprint of the bid, after the end the bid itself. */
import { html, useState } from '../../lib/html.js';
import { useStore } from '../../lib/store.js';
import { AmountField, clearing } from '../../ui/field.js';
import { money, parseAmount } from '../../format/money.js';
import { span } from '../../format/time.js';
import { Countdown } from '../../ui/countdown.js';
import { AnswerLine, useCommand } from '../../panel/use-command.js';
import { withName } from '../../store/identity.js';
import { discard, isOpened, openings, openingsOf, seal } from '../../store/openings.js';
import { BringBid } from './bring-bid.js';
import { NotOpen } from '../../panel/not-open.js';
import { leastOf } from '../shared/least.js';
import { Slip } from './slip.js';

export function Commitment({ view, me }) {
  const mine = openingsOf(useStore(openings), view, me);
  if (view.state !== 'open') return html`<${NotOpen} view=${view} />`;
  return view.stage === 'reveal' ? html`<${Opening} view=${view} me=${me} mine=${mine} />`
    : html`<${Sealing} view=${view} me=${me} mine=${mine} />`;
}

function Sealing({ view, me, mine }) {
  const command = useCommand();
  const [text, setText] = useState('');
  const [shownFault, setFault] = useState('');
  const [waiting, setWaiting] = useState(null);
  const held = mine.find(one => one.held && (one.lot !== undefined || view.yourBid !== undefined)); // of a lot of this id that the house has
  const unsure = command.busy ? [] : mine.filter(one => !one.held && !one.unsent && one.nonce !== waiting?.nonce);
  const unkept = waiting && mine.find(one => one.nonce === waiting.nonce);
  const send = hash => command.run({ op: 'commit', auction: view.auction, hash }, { name: view.name, currency: view.currency },
    answer => { if (answer.status === 'success') setText(clearing(text)); });
  const drop = () => {
    if (waiting) discard(waiting.nonce);
    setWaiting(null);
  };
  const submit = event => {
    event.preventDefault();
    drop();
    const { minor, fault } = parseAmount(text, view.currency);
    const wrong = fault ?? (minor < leastOf(view) ? `At least ${money(leastOf(view), view.currency)}: a lower one would be void.` : '');
    setFault(wrong);
    if (wrong) {
      command.clear();
      return;
    }
    withName(name => {
      const sealed = seal(view, name, minor);
      if (sealed.isKept) {
        send(sealed.hash);
      } else {
        command.clear();
        setWaiting(sealed);
      }
    });
  };
  return html`<div class=${'panel' + (held ? ' is-leading' : '')}><p class="panel-standing">${held ? `Your sealed bid: ${money(held.amount, view.currency)}` : 'Sealed even before the house'}</p>
    <p class="quiet">Only a fingerprint of your bid is sent now. The bid itself stays with you: come back here after the end to open it${view.revealMillis ? `, within ${span(view.revealMillis)}` : ''}.</p>
    ${unsure.map(one => html`<p key=${one.nonce} class="warning">Nobody has said whether the house has your bid of ${money(one.amount, view.currency)}. It may still arrive, and count then. Seal your bid again to be sure.</p>`)}
    ${unkept && html`<div class="unkept" role="alert"><p class="warning">Not sent yet: this browser cannot keep your bid of ${money(unkept.amount, view.currency)}, as its storage is full or switched off. Save or print what opens it, and then send it: once this page is left, nothing else opens it.</p>
      <${Slip} opening=${unkept} view=${view} />
      <div class="actions"><button type="button" class="button is-small" onClick=${drop}>Do not send it</button>
        <button type="button" class="button is-small" disabled=${!unkept.carried} onClick=${() => { setWaiting(null); send(unkept.hash); }}>Send it now</button></div></div>`}
    ${[...unsure, ...held ? [held] : []].map(one => html`<${Slip} key=${one.nonce} opening=${one} view=${view} />`)}
    <form onSubmit=${submit} novalidate>
      <${AmountField} label="Your bid" currency=${view.currency} value=${text} fault=${shownFault} onValue=${value => { setText(value); setFault(''); }} hint=${`At least ${money(leastOf(view), view.currency)}`} />
      <button type="submit" class="button is-main is-wide" disabled=${command.busy}>${held ? 'Replace my sealed bid' : 'Seal my bid'}</button>
    </form><${AnswerLine} command=${command} />
    ${me && html`<${BringBid} view=${view} me=${me} />`}</div>`;
}

/** Which of several the house has the fingerprint of may be unknown: then each may be tried. */
function Opening({ view, me, mine }) {
  const command = useCommand();
  const isDone = isOpened(view) || command.answer?.status === 'success';
  const open = one => command.run({ op: 'reveal', auction: view.auction, amount: one.amount, nonce: one.nonce },
    { name: view.name, currency: view.currency });
  const sent = mine.filter(one => !one.unsent);
  const tried = sent.length > 0 ? sent : mine;
  return html`<div class=${'panel' + (isDone ? ' is-leading' : mine.length > 0 ? ' is-outbid' : '')}>
    <p class="panel-standing" role="status">${isDone ? `Your bid is opened${isOpened(view) ? `: ${money(view.yourBid, view.currency)}` : ''}`
      : mine.length > 0 ? `Open your bid of ${money(tried[0].amount, view.currency)} now` : 'Bids are being opened'}</p>
    ${!isDone && html`<p class="duty is-urgent">Bids can be opened for <${Countdown} to=${view.endsAt} spoken /> more. One that is not opened by then is void.</p>`}
    ${!isDone && tried.map((one, i) => html`<button key=${one.nonce} type="button" class=${'button is-wide' + (i === 0 ? ' is-main' : '')} disabled=${command.busy} onClick=${() => open(one)}>
      ${tried.length === 1 ? 'Open my bid' : `Open my bid of ${money(one.amount, view.currency)}`}</button>`)}
    <${AnswerLine} command=${command} />
    ${!isDone && mine.length === 0 && html`<p class="quiet">This browser holds no bid of yours for this lot.</p>`}
    ${!isDone && me && html`<${BringBid} view=${view} me=${me} isOpen=${mine.length === 0} />`}</div>`;
}
