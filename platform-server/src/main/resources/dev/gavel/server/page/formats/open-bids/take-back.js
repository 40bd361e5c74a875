/** Taking all one's bids back, where the conditions of sale let one: what it means is said first. */
import { html, useState } from '../../lib/html.js';
import { Field } from '../../ui/field.js';
import { useHouseTime } from '../../ui/countdown.js';
import { Confirm } from '../../panel/confirm.js';
import { roomOf } from '../rooms.js';

/** The house takes no longer reason. */
const MAX_REASON_CHARS = 500;

export function TakeBack({ view, command }) {
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const now = useHouseTime(1_000);
  if (view.yourBid === undefined || !view.retractUntil || now >= Date.parse(view.retractUntil)) return null;
  const { takeBack: what, binding } = roomOf(view).words;
  const send = () => command.run({ op: 'retract', auction: view.auction, reason: reason.trim() || 'not said' }, { name: view.name, currency: view.currency });
  return html`<button type="button" class="button is-wide" disabled=${command.busy} onClick=${() => setAsked(true)}>${what}</button>
    ${asked && html`<${Confirm} title=${`${what}?`} yes=${what} onNo=${() => setAsked(false)} onYes=${send}>
      <p>All of them go, and everybody sees that.${view.retractionBinds ? ` ${binding}` : ''}</p>
      <${Field} label="Why, for everybody to see">${props => html`<input ...${props} maxlength=${MAX_REASON_CHARS} autocomplete="off" value=${reason} onInput=${event => setReason(event.target.value)} />`}<//>
    <//>`}`;
}
