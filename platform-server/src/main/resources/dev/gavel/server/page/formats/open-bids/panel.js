/** English auctions, and reverse ones, which are the same turned round. */
import { html, useState } from '../../lib/html.js';
import { AmountField, clearing } from '../../ui/field.js';
import { capital } from '../../format/words.js';
import { isOutbid } from '../../store/involvement.js';
import { amountText, money, parseAmount } from '../../format/money.js';
import { AnswerLine, useCommand } from '../../panel/use-command.js';
import { roomOf } from '../rooms.js';
import { saidOfBid } from './said.js';
import { isBound, mayChangeOwn, nextOf, noFurther, planOf, takesMaxima, takesOnlyMaxima } from './plan.js';
import { usePress } from '../../panel/use-press.js';
import { Confirm } from '../../panel/confirm.js';
import { NotOpen } from '../../panel/not-open.js';
import { TakeBack } from './take-back.js';

export function OpenBids({ view, me }) {
  const command = useCommand();
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const [checked, setChecked] = useState(false);
  const [asked, setAsked] = useState(null);
  const { words } = roomOf(view);
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
  }, { name: view.name, currency: view.currency, format: view.format, proxy: view.proxy }, answer => { if (answer.status === 'success') setText(clearing(text)); });
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
    <p class="panel-standing" role="status">${leads ? words.leads : outbid ? words.outbid : view.leader ? '' : `No ${words.bids.one}s yet: be the first`}</p>
    ${leads && view.yourMaximum !== undefined && view.yourMaximum !== view.price && html`<p class="quiet">Your ${words.limit} is ${show(view.yourMaximum)}. Only you see it.</p>`}
    ${!leads && isBound(view) && html`<p class="quiet">${boundText(view, words, show)}</p>`}
    ${!leads && next !== undefined && html`<button type="button" class="button is-main is-wide" disabled=${command.busy} ...${pressNext}>
      ${words.bids.deed} ${show(next)}</button>`}
    ${!isPossible && html`<p class="quiet">${noFurther(view)}</p>`}
    ${isPossible && html`<form onSubmit=${submit} novalidate>
      <${AmountField} label=${asMaximum ? words.yourLimit : leads ? words.raise : 'Your own amount'} currency=${view.currency}
        value=${text} onValue=${value => { setText(value); setFault(''); }} fault=${fault}
        placeholder=${amountText(leads ? undefined : next, view.currency)} hint=${hintOf({ view, leads, asMaximum, words, next, show })} />
      ${takesMaxima(view) && !takesOnlyMaxima(view) && html`<label class="check"><input type="checkbox" checked=${checked} onChange=${event => { setChecked(event.target.checked); setFault(''); }} /> ${words.goFor}</label>`}
      <button type="submit" class="button is-wide" disabled=${command.busy}>${asMaximum ? words.setLimit : words.place}</button>
    </form>`}
    ${view.buyNow !== undefined && html`<button type="button" class="button is-wide" disabled=${command.busy} ...${pressBuy}>${words.buyNow} ${show(view.buyNow)}</button>`}
    <${TakeBack} view=${view} command=${command} />
    <${AnswerLine} command=${command} yes=${answer => accepted(answer, view, me)}
      now=${next === undefined ? '' : `${words.mustBe} ${show(next)} by now.`} />
    ${command.answer?.status === 'fail' && (command.answer.minimumNext ?? command.answer.maximumNext) !== undefined && !leads && next !== undefined && html`
      <p class="quiet">The price has moved: now ${words.enough} ${show(next)}.</p>`}
    ${asked && html`<${Confirm} title=${asked.title} yes=${asked.yes} onNo=${() => setAsked(null)} onYes=${() => agreed(asked)}>
      <p>${asked.text}</p>
    <//>`}
  </div>`;
}

function boundText(view, words, show) {
  const what = takesMaxima(view) ? words.orLimit : '';
  return `You took back ${show(view.yourRetracted)}: ${words.nextMustBe}${what} must be ${words.enough} that.`;
}

function hintOf({ view, leads, asMaximum, words, next, show }) {
  const enough = capital(words.enough);
  if (asMaximum && leads) return `${enough} ${show(view.price)}, which your bid stands for. The price does not move by it. Only you see it.`;
  if (asMaximum) return 'The house bids for you, no more than it takes. Only you see it.';
  if (leads) return `${capital(words.better)} than ${show(view.yourMaximum ?? view.price)}`;
  return `${enough} ${show(next)}`;
}

function accepted(answer, view, me) {
  const { words } = roomOf(view);
  const said = saidOfBid(answer, words, view.proxy);
  const overtaken = answer.leading && view.leader && view.leader !== me && (view.asOf ?? view.index) > answer.index;
  return overtaken ? `${said} Since then ${words.overtaken}.` : said;
}
