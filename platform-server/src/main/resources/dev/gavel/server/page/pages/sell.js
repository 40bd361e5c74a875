/** The seller's desk: own auctions, own items, and a way to consign another. */
import { html, useCallback, useEffect, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { user, withName } from '../store/identity.js';
import { onEvents, onFresh } from '../store/live.js';
import { useList } from '../store/lists.js';
import { read, Trouble } from '../net/api.js';
import { Card } from '../ui/card.js';
import { Empty, Failed, Loading } from '../ui/empty.js';
import { Field, AmountField, optionalAmount } from '../ui/field.js';
import { useTitle } from '../ui/title.js';
import { go } from '../lib/router.js';
import { AnswerLine, useCommand } from '../panel/use-command.js';
import { money } from '../format/money.js';
import { faultOfTitle } from '../store/draft.js';

const ORDER = { pending: 0, open: 1, paused: 1, draft: 2, scheduled: 2, closed: 3, cancelled: 4 };
const rank = view => (view.result === 'pending' ? 0 : ORDER[view.state]);
const ITEM_EVENTS = new Set(['itemConsigned', 'itemWithdrawn', 'auctionOpened', 'auctionClosed', 'auctionCancelled', 'auctionCreated']);
const ITEM_CURRENCY = 'EUR';
/** As `gavel start` has it. */
const STARTED_FOR_MILLIS = 300_000;

export function Sell() {
  useTitle('Sell');
  const me = useStore(user);
  if (!me) {
    return html`<h1>Sell</h1><${Empty} title="Say who you are to sell something."><button class="button is-main" type="button"
        onClick=${() => withName(() => {})}>Your name</button><//>`;
  }
  return html`<div class="title-row"><h1>Sell</h1><a class="button is-main" href="#/sell/new">New auction</a></div>
    <${MyAuctions} me=${me} /><${MyItems} me=${me} /><${OthersItems} me=${me} />`;
}

function MyAuctions({ me }) {
  const list = useList({ states: Object.keys(ORDER).slice(1), seller: me }, (a, b) => rank(a) - rank(b) || b.auction - a.auction);
  return html`<section class="part"><h2>Your auctions</h2>
    ${list.trouble ? html`<${Failed} trouble=${list.trouble} again=${list.again} />` : !list.views ? html`<${Loading} what="Looking for your auctions" />`
      : list.views.length === 0 ? html`<${Empty} title="You have no auctions yet."><a class="button" href="#/sell/new">Create one</a><//>`
      : html`<ul class="cards">${list.views.map(view => html`<${Card} key=${view.auction} view=${view} me=${me} />`)}</ul>`}</section>`;
}

/** Items of the catalogue, kept true by events. */
function useItems(me, query) {
  const [found, setFound] = useState({});
  const load = useCallback(() => {
    read('/v1/items?' + new URLSearchParams({ ...query, limit: 500 }), me).then(
      answer => setFound({ items: answer.items }),
      trouble => {
        if (!(trouble instanceof Trouble)) throw trouble;
        setFound({ trouble });
      });
  }, [me, query.seller, query.all]);
  useEffect(() => {
    load();
    const ends = [onFresh(load), onEvents(events => events.some(event => ITEM_EVENTS.has(event.type)) && load())];
    return () => ends.forEach(end => end());
  }, [load]);
  return { ...found, load };
}

function MyItems({ me }) {
  const { load, ...found } = useItems(me, { seller: me, all: 'true' });
  const command = useCommand();
  return html`<section class="part"><h2>Your items</h2>
    <div class="two"><div class="box">
      ${found.trouble ? html`<${Failed} trouble=${found.trouble} again=${load} />` : !found.items ? html`<${Loading} what="Looking for your items" />`
        : found.items.length === 0 ? html`<p class="quiet">Nothing consigned. What you consign waits in the catalogue until you put it up for auction.</p>`
        : html`<ul class="people">${found.items.map(item => html`<li key=${item.item}><span>${item.name}${item.price !== undefined ? html` <span class="quiet">${money(item.price, ITEM_CURRENCY)}</span>` : ''}</span>
          <span>${ITEM_WORDS[item.status] ?? item.status}${item.anyoneMayStart && item.status === 'listed' && ', anybody may start its sale'}${item.status === 'listed' && html` · <a href=${`#/sell/new?item=${item.item}`}>put up</a> · <button type="button" class="link"
              onClick=${() => command.run({ op: 'withdrawItem', item: item.item }, { name: item.name }, load)}>withdraw</button>`}</span></li>`)}</ul>`}
      <${AnswerLine} command=${command} /></div>
      <${Consign} whenDone=${load} /></div></section>`;
}

/** What others consigned for anybody to start; nothing where there is none. */
function OthersItems({ me }) {
  const { items = [] } = useItems(me, {});
  const command = useCommand();
  const toStart = items.filter(item => item.anyoneMayStart && item.seller !== me);
  const start = item => command.run({
    op: 'create', name: item.name, item: item.item, start: item.price ?? 0, durationMillis: STARTED_FOR_MILLIS, open: true,
  }, { name: item.name, currency: ITEM_CURRENCY }, answer => {
    if (answer.status === 'success') go('/auctions/' + answer.auction);
  });
  if (toStart.length === 0) return html`<${AnswerLine} command=${command} />`;
  return html`<section class="part"><h2>Items that anybody may start</h2><div class="box">
    <p class="quiet">The owners of these items let anybody start the sale. A sale runs for five minutes, from the price that the owner had in mind; the owner is its seller.</p>
    <ul class="people">${toStart.map(item => html`<li key=${item.item}><span>${item.name}${item.price !== undefined ? html` <span class="quiet">${money(item.price, ITEM_CURRENCY)}</span>` : ''}</span>
      <span>of ${item.seller} · <button type="button" class="link" disabled=${command.busy} onClick=${() => start(item)}>start its sale</button></span></li>`)}</ul>
    <${AnswerLine} command=${command} /></div></section>`;
}

const ITEM_WORDS = { listed: 'in the catalogue', onSale: 'on sale', sold: 'sold', withdrawn: 'withdrawn' };

const NO_ITEM = { name: '', description: '', price: '', anyone: false };

function Consign({ whenDone }) {
  const command = useCommand();
  const [item, setItem] = useState(NO_ITEM);
  const [fault, setFault] = useState({});
  const put = change => setItem({ ...item, ...change });
  const submit = event => {
    event.preventDefault();
    let price;
    try {
      price = optionalAmount(item.price, ITEM_CURRENCY);
    } catch (wrong) {
      setFault({ price: wrong });
      return;
    }
    const unnamed = faultOfTitle(item.name);
    setFault(unnamed ? { name: unnamed } : {});
    if (unnamed) return;
    command.run({
      op: 'consign', name: item.name.trim(), ...(item.description ? { description: item.description } : {}),
      ...(price === undefined ? {} : { price }), ...(item.anyone ? { anyoneMayStart: true } : {}),
    }, { name: item.name }, answer => {
      if (answer.status !== 'success') return;
      setItem(now => (now === item ? NO_ITEM : now)); // what was typed since stays
      whenDone();
    });
  };
  return html`<form class="box" onSubmit=${submit} novalidate aria-labelledby="consign-title"><h3 id="consign-title">Consign an item</h3>
    <${Field} label="Name" fault=${fault.name}>${props => html`<input ...${props} value=${item.name} onInput=${event => put({ name: event.target.value })} />`}<//>
    <${Field} label="Description, if any">${props => html`<textarea ...${props} rows="3" value=${item.description} onInput=${event => put({ description: event.target.value })}></textarea>`}<//>
    <${AmountField} label="Price you have in mind, if any" currency=${ITEM_CURRENCY} fault=${fault.price} value=${item.price} onValue=${price => put({ price })} />
    <label class="check"><input type="checkbox" checked=${item.anyone} onChange=${event => put({ anyone: event.target.checked })} /> Anybody may start its sale; I am its seller all the same</label>
    <button class="button" type="submit" disabled=${command.busy}>Consign</button>
    <${AnswerLine} command=${command} /></form>`;
}
