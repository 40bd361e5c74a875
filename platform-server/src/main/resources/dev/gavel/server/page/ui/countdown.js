/** What is left until a time of the house. */
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { clockError, houseNow } from '../store/live.js';
import { countdown, countdownWords, exactly, when } from '../format/time.js';

const URGENT_MILLIS = 10_000;
/** Moments at which those who listen are told, in ms before the end. */
const SPOKEN = [60_000, 10_000];

/** Draws the component again as time passes. @returns {number | null} house time in ms */
export function useHouseTime(everyMillis) {
  const [, tick] = useState(0);
  useStore(clockError);
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return houseNow();
}

/** The time left until `to`, ISO-8601; `calm` where the end is nothing to hurry for. */
export function Countdown({ to, spoken = false, calm = false, over = 'closing …' }) {
  const [fast, setFast] = useState(false);
  const now = useHouseTime(fast ? 100 : 250);
  const left = now === null ? null : Date.parse(to) - now;
  const near = left !== null && left < URGENT_MILLIS;
  useEffect(() => setFast(near), [near]);
  if (left === null) return html`<span class="countdown">…</span>`;
  return html`<span class=${'countdown' + (near && !calm ? ' is-urgent' : '')} role="timer" title=${exactly(to)}>
    ${left <= 0 ? over : countdown(left)}</span>${spoken && html`<${Spoken} left=${left} to=${to} />`}`;
}

function Spoken({ left, to }) {
  const said = useRef('');
  const [text, setText] = useState('');
  useEffect(() => {
    const moment = SPOKEN.filter(at => left <= at && left > at - 2_000).at(-1);
    const mark = moment && `${to} ${moment}`;
    if (mark && said.current !== mark) {
      said.current = mark;
      setText(`${countdownWords(moment)} left`);
    }
  });
  return html`<span class="visually-hidden" aria-live="polite">${text}</span>`;
}

/** How the shown time was come by, and how far off it and the reader's clock may be. */
export function ClockNote({ ahead }) {
  const error = useStore(clockError);
  if (error === null) return html`<span class="quiet">measuring the time …</span>`;
  const off = Math.abs(ahead ?? 0);
  return html`<span class="quiet">house time, ±${error} ms${off > 2_000 ? `; your clock is ${Math.round(off / 1000)} s ${ahead > 0 ? 'ahead' : 'behind'}` : ''}</span>`;
}

/** A point in time in the reader's zone. */
export function When({ at }) {
  return html`<time datetime=${at} title=${exactly(at)}>${when(at, houseNow())}</time>`;
}
