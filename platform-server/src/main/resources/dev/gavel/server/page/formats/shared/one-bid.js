/** Where one bid of each bidder counts: a secret one, to be replaced or withdrawn until the end, or an open one that binds. */
import { html, useState } from '../../lib/html.js';
import { AmountField, Field, clearing } from '../../ui/field.js';
import { WHOLLY } from '../../format/house-words.js';
import { money, parseAmount } from '../../format/money.js';
import { parseCount } from '../../format/numbers.js';
import { AnswerLine, useCommand } from '../../panel/use-command.js';
import { NotOpen } from '../../panel/not-open.js';
import { Confirm } from '../../panel/confirm.js';
import { farQuestion, isFar } from './far.js';
import { leastOf } from './least.js';

/**
 * @param {{view: object, explained: string, units?: boolean, open?: {standing: string, hint: string, takesPart: boolean, price: number}}} props how it is sold is `explained`; with `units`, bids are
 *     for so many of them; where bids are open, `open` is how the own one stands, what is asked of the next, whether it
 *     binds to take a part, and the price that stands, in minor units: what is far beyond it is asked about, as it binds
 */
export function OneBid({ view, explained, units = false, open }) {
  const command = useCommand();
  const [text, setText] = useState('');
  const [quantity, setQuantity] = useState(open && view.yourQuantity ? String(view.yourQuantity) : '1');
  const [wholly, setWholly] = useState(false);
  const [faults, setFaults] = useState({});
  const [asked, setAsked] = useState(null);
  if (view.state !== 'open') return html`<${NotOpen} view=${view} />`;
  const about = { name: view.name, currency: view.currency };
  const has = view.yourBid !== undefined;
  const submit = event => {
    event.preventDefault();
    const { minor, fault } = parseAmount(text, view.currency);
    const many = parseCount(quantity);
    const found = {
      amount: fault ?? (minor < leastOf(view) ? `At least ${money(leastOf(view), view.currency)}.` : ''),
      quantity: units && !(many <= view.quantity) ? `A whole number from 1 to ${view.quantity}.` : '',
    };
    setFaults(found);
    if (found.amount || found.quantity) {
      command.clear();
      return;
    }
    const bid = {
      op: 'bid', auction: view.auction, amount: minor,
      ...(units ? { quantity: many, ...(wholly && !open?.takesPart ? { allOrNothing: true } : {}) } : {}),
    };
    if (open?.price > 0 && isFar(minor, open.price, false)) {
      setAsked({ bid, ...farQuestion(money(open.price, view.currency), 'bid', money(minor, view.currency)) });
    } else send(bid);
  };
  const send = bid => command.run(bid, about, answer => { if (answer.status === 'success') setText(clearing(text)); });
  return html`<div class=${'panel' + (has ? ' is-leading' : '')}>
    <p class="panel-standing" role="status">${has ? open?.standing ?? `Your bid: ${money(view.yourBid, view.currency)}${units ? ` for ${view.yourQuantity}` : ''}` : 'You have no bid here'}</p>
    <p class="quiet">${explained}${open ? '' : ' Nobody else sees it before the close.'}</p>
    <form onSubmit=${submit} novalidate>
      <${AmountField} label=${units ? 'Your price for each' : 'Your bid'} currency=${view.currency} value=${text} fault=${faults.amount}
        onValue=${value => { setText(value); setFaults({}); }} hint=${open?.hint ?? `At least ${money(leastOf(view), view.currency)}`} />
      ${units && html`<${Field} label="How many" fault=${faults.quantity} hint=${`Of ${view.quantity}`}>
        ${props => html`<input ...${props} inputmode="numeric" autocomplete="off" value=${quantity} onInput=${event => setQuantity(event.target.value)} />`}<//>
        ${!open?.takesPart && html`<label class="check"><input type="checkbox" checked=${wholly} onChange=${event => setWholly(event.target.checked)} /> ${WHOLLY}</label>`}`}
      <button type="submit" class="button is-main is-wide" disabled=${command.busy}>${!has ? 'Place my bid' : open ? 'Better my bid' : 'Replace my bid'}</button>
    </form>
    ${has && !open && html`<button type="button" class="button is-wide" disabled=${command.busy} onClick=${() => command.run({ op: 'withdraw', auction: view.auction }, about)}>Withdraw my bid</button>`}
    <${AnswerLine} command=${command} />
    ${asked && html`<${Confirm} title=${asked.title} yes=${asked.yes} onNo=${() => setAsked(null)} onYes=${() => send(asked.bid)}>
      <p>${asked.text}</p>
    <//>`}
  </div>`;
}
