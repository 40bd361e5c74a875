/** Why an auction stands as it does: the house's sentences, with the reader's own money, zone and words. */
import { html, useEffect, useState } from '../lib/html.js';
import { money } from '../format/money.js';
import { inReadersWords, withRounds } from '../format/house-words.js';
import { span } from '../format/time.js';
import { When } from './countdown.js';
import { read, Trouble } from '../net/api.js';

export function Why({ view, me }) {
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState(null);
  const at = `${view.auction} ${view.asOf ?? view.index} ${me}`; // whatever changed may be told of
  useEffect(() => {
    if (!open) return undefined;
    let gone = false;
    read(`/v1/auctions/${encodeURIComponent(view.auction)}/explain`, me).then(
      answer => gone || setTold(answer.told ?? answer.sentences.map(plain)),
      trouble => {
        if (!(trouble instanceof Trouble)) throw trouble;
        if (!gone) setTold([plain(trouble.message)]);
      });
    return () => { gone = true; };
  }, [open, at]);
  return html`<details class="box why" onToggle=${event => setOpen(event.currentTarget.open)}>
    <summary>Why does it stand so?</summary>
    ${told && html`<ul>${told.map(sentence => html`<li><${Sentence} told=${sentence} view=${view} me=${me} /></li>`)}</ul>`}
  </details>`;
}

const plain = text => ({ text: inReadersWords(text), values: [], isOurs: true });

function Sentence({ told, view, me }) {
  const parts = told.text.split(/\{(\d+)\}/);
  return html`<span>${parts.map((part, i) => (i % 2 === 0 ? (told.isOurs ? part : withRounds(part))
    : html`<${Value} value=${told.values[part]} view=${view} me=${me} isRound=${/\bround $/i.test(parts[i - 1])} />`))}</span>`;
}

/** The house counts rounds from 0, people from 1. */
function Value({ value, view, me, isRound }) {
  if (value.user !== undefined) return value.user === me ? html`${value.user} <span class="quiet">(you)</span>` : value.user;
  if (value.money !== undefined) return money(value.money, view.currency);
  if (value.time !== undefined) return html`<${When} at=${value.time} />`;
  if (value.millis !== undefined) return span(value.millis);
  return (value.number + (isRound ? 1 : 0)).toLocaleString();
}
