/** English auctions, and reverse ones, which are the same turned round. */
import { html, useState } from '../lib/html.js';
import { AmountField, clearing } from '../ui/field.js';
import { falls } from '../format/words.js';
import { isOutbid } from '../store/involvement.js';
import { amountText, money, parseAmount } from '../format/money.js';
import { saidOfBid } from '../format/bid-words.js';
import { AnswerLine, useCommand } from './use-command.js';
import { isBound, mayChangeOwn, nextOf, noFurther, planOf, takesMaxima, takesOnlyMaxima } from './bid-plan.js';
import { usePress } from './use-press.js';
import { Confirm } from './confirm.js';
import { NotOpen } from './not-open.js';
import { TakeBack } from './take-back.js';

export function OpenBids({ view, me }) {
  const command = useCommand();
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const [checked, setChecked] = useState(false);
  const [asked, setAsked] = useState(null);
  const down = falls(view.format);
  const next = nextOf(view);
  const leads = me !== '' && view.leader === me;
  const outbid = isOutbid(view, me);
  const isPossible = leads ? mayChangeOwn(view) : next !== undefined;
  const asMaximum = takesOnlyMaxima(view) || takesMaxima(view) && checked;
  const show = minor => money(minor, view.currency);

  /** Without a name at first, who it is may turn out to lead already: then all is looked at anew. */
  const place = wish => {
    const plan = planOf(view, me, wish);
    setFault('');
    if (isSettled(plan, wish)) send(wish, plan.command);
  };
  const send = (wish, made) => command.run(name => {
    if (name === me) return made;
    const again = planOf(view, name, wish);
    return isSettled(again, wish) ? again.command : null;
  }, { name: view.name, currency: view.currency, proxy: view.proxy }, answer => { if (answer.status === 'success') setText(clearing(text)); });
  /** Whether nothing is left to be said or asked but what was agreed to. */
  const isSettled = (plan, wish) => {
    if (plan.fault) {
      setFault(plan.fault);
      command.clear();
    } else if (plan.question && plan.question.title !== asked?.title) setAsked({ ...plan.question, wish });
    else return true;
    return false;
  };
  const submit = event => {
    event.preventDefault();
    const { minor, fault: wrong } = parseAmount(text, view.currency);
    if (wrong) isSettled({ fault: wrong });
    else place({ kind: asMaximum ? 'maximum' : 'plain', amount: minor });
  };
  /** The price may have moved while the question stood there: the amount asked about stays. */
  const agreed = ({ wish }) => {
    const plan = planOf(view, me, wish);
    if (isSettled(plan, wish)) send(wish, plan.command);
  };
  const pressNext = usePress(next, amount => place({ kind: 'next', amount }));
  const pressBuy = usePress(view.buyNow, amount => place({ kind: 'buy', amount }));
  if (view.state !== 'open') return html`<${NotOpen} view=${view} />`;
  return html`<div class=${'panel' + (leads ? ' is-leading' : outbid ? ' is-outbid' : '')}>
    <p class="panel-standing" role="status">${leads ? (down ? 'Your offer is the lowest' : 'You lead')
      : outbid ? (down ? 'Somebody offers less' : 'You were outbid') : view.leader ? '' : 'No bids yet: be the first'}</p>
    ${leads && view.yourMaximum !== undefined && view.yourMaximum !== view.price && html`<p class="quiet">Your ${down ? 'lowest' : 'maximum'} is ${show(view.yourMaximum)}. Only you see it.</p>`}
    ${!leads && isBound(view) && html`<p class="quiet">${boundText(view, down, show)}</p>`}
    ${!leads && next !== undefined && html`<button type="button" class="button is-main is-wide" disabled=${command.busy} ...${pressNext}>
      ${down ? 'Offer' : 'Bid'} ${show(next)}</button>`}
    ${!isPossible && html`<p class="quiet">${noFurther(view)}</p>`}
    ${isPossible && html`<form onSubmit=${submit} novalidate>
      <${AmountField} label=${asMaximum ? (down ? 'The lowest you would go' : 'Your maximum') : leads ? (down ? 'Lower your own offer' : 'Raise your own bid') : 'Your own amount'} currency=${view.currency}
        value=${text} onValue=${value => { setText(value); setFault(''); }} fault=${fault}
        placeholder=${amountText(leads ? undefined : next, view.currency)} hint=${hintOf({ view, leads, asMaximum, down, next, show })} />
      ${takesMaxima(view) && !takesOnlyMaxima(view) && html`<label class="check"><input type="checkbox" checked=${checked} onChange=${event => { setChecked(event.target.checked); setFault(''); }} /> ${down ? 'Go down for me as far as this' : 'Bid for me up to this amount'}</label>`}
      <button type="submit" class="button is-wide" disabled=${command.busy}>${asMaximum ? (down ? 'Set my lowest' : 'Set my maximum') : down ? 'Place offer' : 'Place bid'}</button>
    </form>`}
    ${view.buyNow !== undefined && html`<button type="button" class="button is-wide" disabled=${command.busy} ...${pressBuy}>${down ? 'Close the deal at' : 'Buy now for'} ${show(view.buyNow)}</button>`}
    <${TakeBack} view=${view} command=${command} />
    <${AnswerLine} command=${command} yes=${answer => accepted(answer, view, me)}
      now=${next === undefined ? '' : `${down ? 'An offer must be at most' : 'A bid must be at least'} ${show(next)} by now.`} />
    ${command.answer?.status === 'fail' && (command.answer.minimumNext ?? command.answer.maximumNext) !== undefined && !leads && next !== undefined && html`
      <p class="quiet">The price has moved: now ${down ? 'at most' : 'at least'} ${show(next)}.</p>`}
    ${asked && html`<${Confirm} title=${asked.title} yes=${asked.yes} onNo=${() => setAsked(null)} onYes=${() => agreed(asked)}>
      <p>${asked.text}</p>
    <//>`}
  </div>`;
}

function boundText(view, down, show) {
  const what = takesMaxima(view) ? (down ? ', or the lowest you would go,' : ', or its maximum,') : '';
  return `You took back ${show(view.yourRetracted)}: your next ${down ? 'offer' : 'bid'}${what} must be ${down ? 'at most' : 'at least'} that.`;
}

function hintOf({ view, leads, asMaximum, down, next, show }) {
  if (asMaximum && leads) return `${down ? 'At most' : 'At least'} ${show(view.price)}, which your bid stands for. The price does not move by it. Only you see it.`;
  if (asMaximum) return 'The house bids for you, no more than it takes. Only you see it.';
  if (leads) return `${down ? 'Less' : 'More'} than ${show(view.yourMaximum ?? view.price)}`;
  return `${down ? 'At most' : 'At least'} ${show(next)}`;
}

function accepted(answer, view, me) {
  const said = saidOfBid(answer, view.format, view.proxy);
  const overtaken = answer.leading && view.leader && view.leader !== me && (view.asOf ?? view.index) > answer.index;
  return overtaken ? `${said} Since then ${falls(view.format) ? 'somebody offers less' : 'you were outbid'}.` : said;
}
