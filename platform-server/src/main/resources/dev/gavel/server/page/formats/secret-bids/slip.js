/** A sealed bid on paper or in a file, for another browser, or for when this one forgets. */
import { html, useEffect } from '../../lib/html.js';
import { useStore } from '../../lib/store.js';
import { user } from '../../store/identity.js';
import { money } from '../../format/money.js';
import { carried, fileOf } from '../../store/openings.js';

/** @param {{opening: object, view: object}} props */
export function Slip({ opening, view }) {
  const me = useStore(user);
  const isSafe = opening.carried;
  useEffect(() => {
    if (isSafe) return undefined;
    const warn = event => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isSafe]);
  const saveFile = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([fileOf(opening, view)], { type: 'application/json' }));
    link.download = `sealed-bid-lot-${opening.auction}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    carried(opening.nonce);
  };
  const onPaper = () => {
    print();
    carried(opening.nonce);
  };
  return html`<div class="slip">
    <p class=${isSafe ? 'quiet' : 'warning'}>${isSafe ? 'You saved what opens your bid. Keep it until the bid is opened.'
      : 'Only this browser holds what opens your bid. Save or print it before you leave: without it the bid is void.'}</p>
    <div class="actions"><button type="button" class="button is-small" onClick=${saveFile}>Save as a file</button>
      <button type="button" class="button is-small" onClick=${onPaper}>Print</button></div>
    <div class="slip-paper" aria-hidden="true">
      <h2>Sealed bid for lot ${view.auction}, ${view.name}</h2>
      <dl class="facts"><div><dt>Bidder</dt><dd>${me}</dd></div><div><dt>Amount</dt><dd>${money(opening.amount, view.currency)}</dd></div>
        <div><dt>Secret number</dt><dd class="mono">${opening.nonce.match(/.{8}/g).join(' ')}</dd></div>
        <div><dt>Open it at</dt><dd>${location.origin}/auctions/${view.auction}</dd></div></dl>
      <p>Open it as soon as the bidding has ended. A bid that is not opened in time is void.</p>
    </div></div>`;
}
