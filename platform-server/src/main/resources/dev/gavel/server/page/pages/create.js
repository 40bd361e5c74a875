/** A new auction: each option explained, and the rules previewed in a sentence. */
import { html, useEffect, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { go, route } from '../lib/router.js';
import { user } from '../store/identity.js';
import { houseNow } from '../store/live.js';
import { read } from '../net/api.js';
import { Field, AmountField } from '../ui/field.js';
import { useTitle } from '../ui/title.js';
import { AnswerLine, useCommand } from '../panel/use-command.js';
import { exactly, zone } from '../format/time.js';
import { allRooms, roomOf } from '../formats/rooms.js';
import { endingOf } from '../store/ending.js';
import { blank, commandOf, CURRENCIES, sentenceOf } from '../store/draft.js';

const now = () => houseNow() ?? Date.now();

export function Create() {
  useTitle('New auction');
  const me = useStore(user);
  const { query } = useStore(route);
  const [draft, setDraft] = useState(() => ({ ...blank(), item: query.get('item') ?? '' }));
  const [faults, setFaults] = useState({});
  const command = useCommand();
  const items = useItems(me);
  const put = change => {
    setDraft(before => ({ ...before, ...change }));
    setFaults(before => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in change))));
    if (command.answer) command.clear(); // it was of what stood there before
  };
  useEffect(() => {
    const item = items.find(one => one.item === draft.item);
    if (item && !draft.name) put({ name: item.name });
  }, [items, draft.item]);
  const submit = open => event => {
    event.preventDefault();
    const { command: made, faults: wrong } = commandOf({ ...draft, open }, now());
    if (draft.opensAt && Date.parse(draft.opensAt) <= now()) wrong.opensAt = 'That is in the past.';
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) {
      queueMicrotask(() => document.querySelector('[aria-invalid="true"]')?.focus());
      return;
    }
    command.run(made, { name: draft.name, currency: draft.currency }, answer => {
      if (answer.status === 'success') go('/auctions/' + answer.auction);
    });
  };
  const shared = { draft, put, faults };
  const { form, hasRounds } = roomOf(draft);
  const canOpen = form.opensAtOnce && !draft.opensAt;
  return html`<p class="crumbs"><a href="#/sell">Sell</a> <span aria-hidden="true">/</span> New auction</p><h1>New auction</h1>
    <form class="create" onSubmit=${submit(canOpen)} novalidate>
      <div>
        <fieldset class="box"><legend>What</legend>
          ${items.length > 0 && html`<${Field} label="From your items">${props => html`<select ...${props} value=${draft.item} onChange=${event => put({ item: event.target.value, name: items.find(one => one.item === event.target.value)?.name ?? '' })}>
            <option value="">Something else</option>${items.map(one => html`<option value=${one.item} selected=${one.item === draft.item}>${one.name}</option>`)}</select>`}<//>`}
          <${Text} ...${shared} name="name" label="Name of the lot" />
          ${!draft.item && html`<${Field} label="Description, if any">${props => html`<textarea ...${props} rows="3" value=${draft.description} onInput=${event => put({ description: event.target.value })}></textarea>`}<//>`}
        </fieldset>
        <fieldset class="box"><legend>How</legend>
          <div class="formats" role="radiogroup" aria-label="Format">${allRooms().map(([kind, room]) => html`<${Kind} kind=${kind} room=${room} isChosen=${room === roomOf(draft)} choose=${() => put({ format: kind })} />`)}</div>
        </fieldset>
        <fieldset class="box"><legend>Price</legend><div class="pair">
          <${Field} label="Currency">${props => html`<select ...${props} onChange=${event => put({ currency: event.target.value })}>${CURRENCIES.map(one => html`<option selected=${one === draft.currency}>${one}</option>`)}</select>`}<//>
          <${Fields} ...${shared} of=${form.price} />
        </div></fieldset>
        <fieldset class="box"><legend>When</legend><div class="pair">
          <${Field} label="Opens at" hint=${draft.opensAt ? understood(draft.opensAt) : `In your zone, ${zone()}. Left empty: when you open it.`} fault=${faults.opensAt}>${props => html`<input type="datetime-local" ...${props} value=${draft.opensAt} onInput=${event => put({ opensAt: event.target.value })} />`}<//>
          <${Fields} ...${shared} of=${form.when} />
          <${Text} ...${shared} name="maxPause" label="Longest pause, in minutes" mode="decimal" hint="All pauses together; then it goes on by itself. 0: it cannot be paused. Left empty: a day." />
          ${form.note && html`<p class="hint">${form.note}</p>`}
        </div>${!hasRounds && html`<${Ending} ...${shared} />`}</fieldset>
        <fieldset class="box"><legend>Who</legend>
          <${Field} label="Who may see and bid" hint=${SEEN_HINTS[draft.visibility]?.()}>${props => html`<select ...${props} onChange=${event => put({ visibility: event.target.value })}>
            <option value="" selected=${!draft.visibility}>As usual for the format</option><option value="public">Everybody</option><option value="participants">Price and bidders only for those who joined</option><option value="invited">Only those invited know of it</option></select>`}<//>
          ${draft.visibility === 'invited' && html`<${Text} ...${shared} name="invited" label="Invited" hint="Names, with commas between them." />`}
          <${Fields} ...${shared} of=${form.who} />
        </fieldset>
      </div>
      <aside class="preview box" aria-label="The rules in words">
        <h2>In words</h2><p aria-live="polite">${sentenceOf(draft, now())}</p>
        <div class="actions">${canOpen && html`<button class="button is-main" type="submit" disabled=${command.busy}>Create and open</button>`}
          <button class=${'button' + (canOpen ? '' : ' is-main')} type="button" disabled=${command.busy} onClick=${submit(false)}>${draft.opensAt ? 'Create and announce' : 'Create, open later'}</button></div>
        <${AnswerLine} command=${command} />
      </aside>
    </form>`;
}

function Ending(shared) {
  const { draft, put, faults } = shared;
  return html`<${Field} label="Ends">${props => html`<select ...${props} onChange=${event => put({ ends: event.target.value })}>
      <option value="after" selected=${draft.ends === 'after'}>After some time</option><option value="at" selected=${draft.ends === 'at'}>On a day, at a time</option><option value="hand" selected=${draft.ends === 'hand'}>When I close it by hand</option></select>`}<//>
    ${draft.ends === 'after' && html`<div class="three"><${Text} ...${shared} name="days" label="Days" mode="decimal" /><${Text} ...${shared} name="hours" label="Hours" mode="decimal" /><${Text} ...${shared} name="minutes" label="Minutes" mode="decimal" /></div>
      <p class="hint">${draft.opensAt ? 'Counted from when it opens' : 'Counted from when you open it'}${endsText(draft)}</p>`}
    ${draft.ends === 'at' && html`<${Field} label="Ends at" hint=${draft.endsAt ? understood(draft.endsAt) : `In your zone, ${zone()}.`} fault=${faults.endsAt}>${props => html`<input type="datetime-local" ...${props} value=${draft.endsAt} onInput=${event => put({ endsAt: event.target.value })} />`}<//>`}`;
}

/** How a typed time was understood: in full and with its zone, since a day may have an hour twice, or not at all. */
function understood(text) {
  return `That is ${exactly(text)}.`;
}

function endsText(draft) {
  const { durationMillis } = endingOf(draft, now());
  if (!durationMillis) return '.';
  const from = draft.opensAt ? Date.parse(draft.opensAt) : now();
  return `${draft.opensAt ? '' : '; opened now'}, it ends on ${exactly(from + durationMillis)}.`;
}

/** Who sees an auction, by what was chosen; as usual it is everybody, but for the kinds that say otherwise. */
const SEEN_HINTS = {
  '': () => `${['Everybody', ...allRooms().map(([, room]) => room.form.usuallySeen).filter(Boolean)].join('; ')}.`,
  invited: () => 'Others do not even see that it exists.',
};

/** One kind of auction, to be chosen. */
function Kind({ kind, room, isChosen, choose }) {
  return html`<label class=${'format' + (isChosen ? ' is-chosen' : '')}>
    <input type="radio" name="format" value=${kind} checked=${isChosen} onChange=${choose} /><span><strong>${room.name}</strong><small>${room.about}</small></span></label>`;
}

/** The fields that a kind declares. */
function Fields({ of, ...shared }) {
  return of.filter(field => field.isShown?.(shared.draft) ?? true).map(field => {
    const As = { amount: Amount, choice: Choice }[field.kind] ?? Text;
    return html`<${As} key=${field.name} ...${shared} name=${field.name} label=${field.label} hint=${field.hint} mode=${field.mode} />`;
  });
}

function Choice({ draft, put, name, label }) {
  return html`<label class="check"><input type="checkbox" checked=${draft[name]} onChange=${event => put({ [name]: event.target.checked })} /> ${label}</label>`;
}

function Text({ draft, put, faults, name, label, hint, mode }) {
  return html`<${Field} label=${label} hint=${hint} fault=${faults[name]}>${props => html`<input ...${props} value=${draft[name]} inputmode=${mode} autocomplete="off" onInput=${event => put({ [name]: event.target.value })} />`}<//>`;
}

function Amount({ draft, put, faults, name, label, hint }) {
  return html`<${AmountField} label=${label} hint=${hint} fault=${faults[name]} currency=${draft.currency} value=${draft[name]} onValue=${value => put({ [name]: value })} />`;
}

/** Items of the seller that can be put up. */
function useItems(me) {
  const [items, setItems] = useState([]);
  useEffect(() => {
    if (!me) return;
    read('/v1/items?' + new URLSearchParams({ seller: me, limit: 500 }), me).then(answer => setItems(answer.items), () => setItems([]));
  }, [me]);
  return items;
}
