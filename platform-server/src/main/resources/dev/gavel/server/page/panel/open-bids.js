/** English auctions, and reverse ones, which are the same turned round. */
import { html, useState } from '../lib/html.js';
import { AmountField } from '../ui/field.js';
import { falls, priceOf } from '../format/words.js';
import { amountText, money, parseAmount } from '../format/money.js';
import { AnswerLine, useCommand } from './use-command.js';
import { Confirm } from './confirm.js';
import { NotOpen } from './not-open.js';

/** An amount so many times the price is asked about again. */
const LARGE = 3;

export function OpenBids({ view, me }) {
  const command = useCommand();
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const [asMaximum, setAsMaximum] = useState(false);
  const [large, setLarge] = useState(null);
  const down = falls(view.format);
  const next = down ? view.maximumNext : view.minimumNext;
  const show = minor => money(minor, view.currency);
  if (view.state !== 'open') return html`<${NotOpen} view=${view} />`;

  const bid = (amount, max) => {
    const about = { name: view.name, currency: view.currency };
    command.run({ op: 'bid', auction: view.auction, amount, ...(max === undefined ? {} : { max }) }, about,
      answer => { if (answer.status === 'success') setText(''); });
  };
  const ask = (amount, max) => {
    const most = max ?? amount;
    const base = Math.max(priceOf(view), next ?? 0, 1);
    const isLarge = down ? most * LARGE < base : most > base * LARGE;
    if (isLarge && amount !== view.buyNow) setLarge({ amount, max });
    else bid(amount, max);
  };
  /** Who leads must better their own bid, or maximum, and not the next one of others. */
  const tooLittleOf = minor => {
    if (view.leader === me) {
      const own = view.yourMaximum ?? view.price;
      return (down ? minor >= own : minor <= own) ? `You lead at ${show(own)}: ${down ? 'less' : 'more'} than that.` : '';
    }
    return (down ? minor > next : minor < next) ? `${down ? 'At most' : 'At least'} ${show(next)}.` : '';
  };
  const submit = event => {
    event.preventDefault();
    const { minor, fault: wrong } = parseAmount(text, view.currency);
    const tooLittle = wrong ? '' : tooLittleOf(minor);
    setFault(wrong || tooLittle);
    if (wrong || tooLittle) {
      command.clear();
      return;
    }
    if (asMaximum && view.leader === me) ask(minor, minor);
    else if (asMaximum) ask(next, minor);
    else ask(minor);
  };
  const leads = view.leader && view.leader === me;
  const isIn = me && me in (view.participants ?? {});
  return html`<div class=${'panel' + (leads ? ' is-leading' : isIn && view.leader ? ' is-outbid' : '')}>
    <p class="panel-standing" role="status">${leads ? (down ? 'Your offer is the lowest' : 'You lead')
      : isIn && view.leader ? (down ? 'Somebody offers less' : 'You were outbid') : view.leader ? '' : 'No bids yet: be the first'}</p>
    ${leads && view.yourMaximum !== undefined && view.yourMaximum !== view.price && html`<p class="quiet">Your ${down ? 'lowest' : 'maximum'} is ${show(view.yourMaximum)}. Only you see it.</p>`}
    ${!leads && next !== undefined && html`<button type="button" class="button is-main is-wide" disabled=${command.busy} onClick=${() => ask(next)}>
      ${down ? 'Offer' : 'Bid'} ${show(next)}</button>`}
    <form onSubmit=${submit} novalidate>
      <${AmountField} label=${asMaximum ? (down ? 'The lowest you would go' : 'Your maximum') : leads ? 'Raise your own bid' : 'Your own amount'} currency=${view.currency}
        value=${text} onValue=${value => { setText(value); setFault(''); }} fault=${fault}
        placeholder=${amountText(next, view.currency)}
        hint=${asMaximum ? 'The house bids for you, no more than it takes. Only you see it.' : leads ? `${down ? 'Less' : 'More'} than ${show(view.yourMaximum ?? view.price)}` : `${down ? 'At most' : 'At least'} ${show(next)}`} />
      <label class="check"><input type="checkbox" checked=${asMaximum} onChange=${event => setAsMaximum(event.target.checked)} /> ${down ? 'Go down for me as far as this' : 'Bid for me up to this amount'}</label>
      <button type="submit" class="button is-wide" disabled=${command.busy}>${asMaximum ? (down ? 'Set my lowest' : 'Set my maximum') : down ? 'Place offer' : 'Place bid'}</button>
    </form>
    ${view.buyNow !== undefined && html`<button type="button" class="button is-wide" disabled=${command.busy}
        onClick=${() => setLarge({ amount: view.buyNow, buy: true })}>Buy now for ${show(view.buyNow)}</button>`}
    <${AnswerLine} command=${command} yes=${answer => yes(answer, down, show, view, me)} />
    ${command.answer?.status === 'fail' && (command.answer.minimumNext ?? command.answer.maximumNext) !== undefined && !leads && html`
      <p class="quiet">The price has moved: now ${down ? 'at most' : 'at least'} ${show(next)}.</p>`}
    ${large && html`<${Confirm} title=${large.buy ? 'Buy it now?' : 'That is far from the price'} yes=${large.buy ? `Buy for ${show(large.amount)}` : `Yes, ${show(large.max ?? large.amount)}`}
        onNo=${() => setLarge(null)} onYes=${() => bid(large.amount, large.max)}>
      <p>${large.buy ? `${view.name} is yours at once, and you owe ${show(large.amount)}.`
        : `The price is ${show(priceOf(view))}; you are about to ${large.max === undefined ? 'bid' : 'let the house bid up to'} ${show(large.max ?? large.amount)}. A bid is binding.`}</p>
    <//>`}
  </div>`;
}

function yes(answer, down, show, view, me) {
  if (answer.leading === undefined) return answer.message;
  const overtaken = answer.leading && view.leader && view.leader !== me && (view.asOf ?? view.index) > answer.index;
  if (overtaken) return `Accepted at ${show(answer.price)}; since then ${down ? 'somebody offers less' : 'you were outbid'}.`;
  if (answer.leading) return `Accepted: ${down ? 'yours is the lowest' : 'you lead'} at ${show(answer.price)}.`;
  return `Accepted, but ${down ? 'somebody goes lower' : "somebody's maximum is higher"}: the price is ${show(answer.price)}.`;
}
