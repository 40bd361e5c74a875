/** A labelled input with its explanation and its fault, tied together for those who listen. */
import { html, useMemo } from '../lib/html.js';
import { parseAmount, signOf } from '../format/money.js';

let counter = 0;

/**
 * @param {{label: string, hint?: any, fault?: string, children: (props: object) => any}} props
 *     `children` is given what the input is to carry
 */
export function Field({ label, hint, fault, children, className = '' }) {
  const id = useMemo(() => 'field-' + counter++, []);
  const described = [hint && id + '-hint', fault && id + '-fault'].filter(Boolean).join(' ');
  return html`<div class=${'field ' + className + (fault ? ' has-fault' : '')}>
    <label for=${id}>${label}</label>
    ${children({ id, 'aria-invalid': fault ? 'true' : undefined, 'aria-describedby': described || undefined })}
    ${hint && html`<p class="hint" id=${id + '-hint'}>${hint}</p>`}
    ${fault && html`<p class="fault" id=${id + '-fault'} role="alert">${fault}</p>`}
  </div>`;
}

/** A field for an amount of money, with the currency's sign in front. */
export function AmountField({ label, hint, fault, currency, value, onValue, placeholder, ...rest }) {
  return html`<${Field} label=${label} hint=${hint} fault=${fault} ...${rest}>
    ${props => html`<span class="amount"><span class="amount-sign" aria-hidden="true">${signOf(currency)}</span><input ...${props}
        inputmode="decimal" autocomplete="off" value=${value} placeholder=${placeholder}
        onInput=${event => onValue(event.target.value)} /></span>`}
  <//>`;
}

/** Reads an optional amount: `undefined` for an empty text. Throws its fault as a text. */
export function optionalAmount(text, currency) {
  if (!text || text.trim() === '') return undefined;
  const { minor, fault } = parseAmount(text, currency);
  if (fault) throw fault;
  return minor;
}

/** Empties a field whose text was sent; what was typed into it since stays. */
export function clearing(sent) {
  return now => (now === sent ? '' : now);
}
