/** Takes over a bid that was sealed in another browser: from its file, or typed from paper. */
import { html, useState } from '../../lib/html.js';
import { AmountField, Field } from '../../ui/field.js';
import { parseAmount } from '../../format/money.js';
import { bring, readFile } from '../../store/openings.js';

const MAX_BYTES = 10_000;

export function BringBid({ view, me, isOpen = false }) {
  const [text, setText] = useState({ amount: '', nonce: '' });
  const [faults, setFaults] = useState({});
  const at = { view, user: me };
  const fromFile = async event => {
    const file = event.target.files[0];
    if (!file) return;
    const found = file.size <= MAX_BYTES ? readFile(await file.text()) : null;
    setFaults({ file: found ? bring(at, found) : 'This file holds no sealed bid.' });
  };
  const typed = event => {
    event.preventDefault();
    const { minor, fault } = parseAmount(text.amount, view.currency);
    setFaults(fault ? { amount: fault } : { nonce: bring(at, { amount: minor, nonce: text.nonce }) });
  };
  return html`<details class="bring" open=${isOpen}><summary>I sealed my bid in another browser</summary>
    <${Field} label="Its file" fault=${faults.file}>${props => html`<input ...${props} type="file" accept="application/json,.json" onChange=${fromFile} />`}<//>
    <form onSubmit=${typed} novalidate>
      <${AmountField} label="Or its amount, as printed" currency=${view.currency} value=${text.amount} fault=${faults.amount} onValue=${amount => setText({ ...text, amount })} />
      <${Field} label="And its secret number" fault=${faults.nonce}>${props => html`<input ...${props} autocomplete="off" spellcheck="false" value=${text.nonce} onInput=${event => setText({ ...text, nonce: event.target.value })} />`}<//>
      <button type="submit" class="button is-wide">Take it over</button>
    </form></details>`;
}
