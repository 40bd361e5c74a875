/** The falling clock: one large button. */
import { html, useState } from '../lib/html.js';
import { money } from '../format/money.js';
import { Field } from '../ui/field.js';
import { AnswerLine, useCommand } from './use-command.js';
import { NotOpen } from './not-open.js';

export function Dutch({ view }) {
  const command = useCommand();
  const [units, setUnits] = useState('1');
  const [fault, setFault] = useState('');
  if (view.state !== 'open') return html`<${NotOpen} view=${view} />`;
  const several = view.quantity > 1;
  const take = () => {
    const quantity = Number(units);
    const wrong = several && !(Number.isInteger(quantity) && quantity >= 1 && quantity <= view.quantityLeft)
      ? `A whole number from 1 to ${view.quantityLeft}.` : '';
    setFault(wrong);
    if (wrong) {
      command.clear();
      return;
    }
    command.run({ op: 'accept', auction: view.auction, round: view.round, ...(several ? { quantity } : {}) },
      { name: view.name, currency: view.currency });
  };
  return html`<div class="panel">
    ${several && html`<p class="panel-standing">${view.quantityLeft} of ${view.quantity} left</p>
      <${Field} label="How many" fault=${fault}>${props => html`<input ...${props} inputmode="numeric" value=${units} onInput=${event => setUnits(event.target.value)} />`}<//>`}
    <button type="button" class="button is-main is-wide is-huge" disabled=${command.busy} onClick=${take}>
      <span>${several ? 'Take at' : 'Take it at'}</span><strong>${money(view.price, view.currency)}</strong></button>
    <p class="quiet">The price falls by ${money(view.step, view.currency)} a step, down to ${money(view.floor, view.currency)}. The first to take it has it; if the price has moved before your answer reaches the house, nothing is bought.</p>
    <${AnswerLine} command=${command} yes=${answer => `Yours: ${answer.quantity ?? 1} at ${money(answer.price, view.currency)}.`} />
  </div>`;
}
