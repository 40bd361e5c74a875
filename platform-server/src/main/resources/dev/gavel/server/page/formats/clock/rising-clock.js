/** The rising clock: join before it starts, then stay in, or confirm each round, or leave. */
import { html, useEffect, useRef, useState } from '../../lib/html.js';
import { money } from '../../format/money.js';
import { many, span } from '../../format/time.js';
import { Countdown } from '../../ui/countdown.js';
import { leftByOwnWish } from '../../store/involvement.js';
import { AnswerLine, useCommand } from '../../panel/use-command.js';
import { usePress } from '../../panel/use-press.js';
import { asksToConfirm, duty, whyOut } from './standing.js';
import { Confirm } from '../../panel/confirm.js';

export function RisingClock({ view, me }) {
  const command = useCommand();
  const [leaving, setLeaving] = useState(false);
  const [confirmed, setConfirmed] = useState(null);
  const people = Object.entries(view.participants ?? {});
  const inside = people.filter(([, active]) => active).length;
  const joined = me && view.participants && me in view.participants;
  const active = joined && view.participants[me];
  const about = { name: view.name, currency: view.currency };
  const round = useRef(view.round);
  round.current = view.round;
  const answeredIn = useRef(view.round);
  const run = (fields, whenDone) => command.run({ auction: view.auction, ...fields }, about, answer => {
    answeredIn.current = round.current;
    whenDone?.(answer);
  });
  const before = view.state === 'draft' || view.state === 'scheduled';
  const running = view.state === 'open' && view.round !== undefined;
  const press = usePress({ round: view.round, price: view.price }, ({ round }) => run({ op: 'confirm', round },
    answer => { if (answer.status === 'success') setConfirmed({ round, index: answer.index }); }));
  useEffect(() => { if (isOfBefore(command, view.round - answeredIn.current)) command.clear(); }, [view.round]);
  // a view that was read later knows of it, and whether a pause has made it void
  const here = confirmed && view.index < confirmed.index ? confirmed.round : undefined;
  const must = running && active && asksToConfirm(view) ? duty(view, here) : null;
  const isHeld = view.state === 'paused' && active && asksToConfirm(view);
  const begunAnew = useRef(null);
  if (isHeld) begunAnew.current = view.round;
  return html`<div class=${'panel' + (active ? (must?.mustNow ? ' is-outbid' : ' is-leading') : joined ? ' is-outbid' : '')}>
    <p class="panel-standing" role="status">${standing({ before, joined, active, view, must, me })}</p>
    ${running && html`<p class="round">Round ${view.round + 1} · ${inside} still in${inside === 1 ? '' : `, ${money(view.price + view.step, view.currency)} next`}</p>`}
    ${before && html`<p class="quiet">${promise(view)} ${people.length ? `${inside} joined.` : ''}</p>`}
    ${before && !active && html`<button type="button" class="button is-main is-wide" disabled=${command.busy} onClick=${() => run({ op: 'join' })}>Join</button>`}
    ${before && active && html`<button type="button" class="button is-wide" disabled=${command.busy} onClick=${() => run({ op: 'leave' })}>Leave before it starts</button>`}
    ${isHeld && html`<p class="duty">Confirmations of this round do not count: you are asked again when the auction goes on.</p>`}
    ${must && html`<${Duty} must=${must} view=${view} isAnew=${begunAnew.current === view.round} />`}
    ${must && !must.confirmed && html`<button type="button" class="button is-main is-wide" disabled=${command.busy} ...${press}>I stay in at ${money(view.price, view.currency)}</button>`}
    ${running && active && html`
      <button type="button" class="button is-danger is-wide" disabled=${command.busy || inside === 1} onClick=${() => setLeaving(true)}>Leave for good</button>
      ${!must && html`<p class="quiet">You are in until you leave. The last one in wins at the price of that round.</p>`}`}
    <${AnswerLine} command=${command} yes=${answer => said(answer, view)} no=${answer => refused(answer, view)} now=${running ? `The price is ${money(view.price, view.currency)} by now.` : ''} />
    ${leaving && html`<${Confirm} title="Leave for good?" yes="Leave" onNo=${() => setLeaving(false)} onYes=${() => run({ op: 'withdraw' })}>
      <p>You cannot come back into ${view.name} once you have left.</p><//>`}
  </div>`;
}

/** What was said of an earlier round; a no stays for one round more, since it mostly comes as the round ends. */
function isOfBefore({ busy, answer }, roundsAgo) {
  return !busy && !(answer?.status === 'fail' && roundsAgo <= 1);
}

function Duty({ must, view, isAnew }) {
  if (must.confirmed) return html`<p class="quiet">You confirmed this round. Each round asks again.</p>`;
  return html`<p class=${'duty' + (must.mustNow ? ' is-urgent' : '')}>
    ${must.mustNow ? html`Confirm by <${Countdown} to=${view.roundEndsAt} over="now" /> or you are out.`
      : `Not confirmed yet. You may miss ${many(must.left, 'round')} more before you are out.`}
    ${isAnew && ' The round began anew after a pause: what was confirmed before does not count.'}
    ${must.missed > 0 && ` You missed ${many(must.missed, 'round')} in a row.`}</p>`;
}

function promise(view) {
  const rises = view.step === undefined ? '' : ` and rises by ${money(view.step, view.currency)} each ${span(view.periodMillis)}`;
  const grace = view.grace ?? 0;
  const stay = !asksToConfirm(view) ? ''
    : ` Each round must be confirmed before it ends: ${grace === 0 ? 'who misses one is out' : `who misses more than ${grace} in a row is out`}.`;
  return `The price starts at ${money(view.start, view.currency)}${rises}.${stay}`;
}

function standing({ before, joined, active, view, must, me }) {
  if (view.state === 'paused') return 'Paused: the round begins again when it goes on.';
  if (before) return active ? 'You are in from the start' : 'Join before it starts';
  if (active) return must?.mustNow ? 'You are in, and must confirm' : 'You are in';
  if (joined) return whyOut(view, { own: leftByOwnWish(view, me) });
  return 'The auction runs already. Only those who joined before can win.';
}

function said(answer, view) {
  if (answer.op !== 'join') return '';
  const opens = view.opensAt && view.state === 'scheduled' ? ', at the time shown above' : ', once its seller opens it';
  return `You are in. It starts at ${money(view.start, view.currency)}${opens}.`;
}

function refused(answer, view) {
  return answer.code === 'STALE_ROUND' ? `That round was over before this reached the house: nothing was confirmed. The price is ${money(view.price, view.currency)} by now.` : '';
}
