/** The falling clock: one large button. */
import { html, useState } from '../../lib/html.js';
import { money } from '../../format/money.js';
import { Field } from '../../ui/field.js';
import { parseCount } from '../../format/numbers.js';
import { span } from '../../format/time.js';
import { AnswerLine, useCommand } from '../../panel/use-command.js';
import { usePress } from '../../panel/use-press.js';
import { NotOpen } from '../../panel/not-open.js';

export function Dutch({ view }) {
  const command = useCommand();
  const [units, setUnits] = useState('1');
  const [fault, setFault] = useState('');
  const several = view.quantity > 1;
  /** At the price that stood on the button when the press began, and for as many as were typed then. */
  const take = ({ round, left, typed }) => {
    const quantity = parseCount(typed);
    const wrong = several && !(quantity <= left) ? `A whole number from 1 to ${left}.` : '';
    setFault(wrong);
    if (wrong) {
      command.clear();
      return;
    }
    command.run({ op: 'accept', auction: view.auction, round, ...(several ? { quantity } : {}) },
      { name: view.name, currency: view.currency });
  };
  const press = usePress({ round: view.round, left: view.quantityLeft, typed: units }, take);
  if (view.state !== 'open') return html`<${NotOpen} view=${view} />`;
  return html`<div class="panel">
    ${several && html`<p class="panel-standing">${view.quantityLeft} of ${view.quantity} left${view.yourQuantity === undefined ? '' : `, ${view.yourQuantity} ${view.yourQuantity === 1 ? 'is' : 'are'} yours`}</p>
      <${Field} label="How many" fault=${fault}>${props => html`<input ...${props} inputmode="numeric" value=${units} onInput=${event => setUnits(event.target.value)} />`}<//>`}
    <button type="button" class="button is-main is-wide is-huge" disabled=${command.busy} ...${press}>
      <span>${several ? 'Take at' : 'Take it at'}</span><strong>${money(view.price, view.currency)}</strong></button>
    <p class="quiet">The price falls by ${money(view.step, view.currency)} each ${span(view.periodMillis)}, down to ${money(view.floor, view.currency)}. The first to take it has it; if the price has moved before your answer reaches the house, nothing is bought.</p>
    <${AnswerLine} command=${command} now=${`The price is ${money(view.price, view.currency)} by now.`}
      no=${answer => (answer.code === 'STALE_ROUND' ? `The price moved before this reached the house: nothing was bought. It is ${money(view.price, view.currency)} by now.` : '')}
      yes=${answer => `Yours: ${answer.quantity ?? 1} at ${money(answer.price, view.currency)}.`} />
  </div>`;
}
