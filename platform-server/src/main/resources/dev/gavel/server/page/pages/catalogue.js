/** All auctions, to search and filter. */
import { html, useEffect, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { refine, route } from '../lib/router.js';
import { user } from '../store/identity.js';
import { Card } from '../ui/card.js';
import { Empty, Failed, Loading } from '../ui/empty.js';
import { SearchIcon } from '../ui/icons.js';
import { useTitle } from '../ui/title.js';
import { count } from '../format/words.js';
import { allRooms, isKind, isOfKind } from '../formats/rooms.js';
import { useList } from '../store/lists.js';

const STATES = {
  open: ['Open', ['open', 'paused']],
  upcoming: ['Upcoming', ['scheduled', 'draft']],
  ended: ['Ended', ['closed', 'cancelled']],
};
const SHOWN_AT_ONCE = 48;

export function Catalogue() {
  useTitle('Auctions');
  const { query } = useStore(route);
  const me = useStore(user);
  const filters = {
    state: query.get('state') in STATES ? query.get('state') : 'open',
    format: isKind(query.get('format')) ? query.get('format') : '',
    q: query.get('q') ?? '',
  };
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const list = useList({ states: STATES[filters.state][1], format: filters.format, q: filters.q }, ORDERS[filters.state]);
  useEffect(() => setShown(SHOWN_AT_ONCE), [filters.state, filters.format, filters.q]);
  const filter = change => {
    const next = { ...filters, ...change };
    refine({ ...next, state: next.state === 'open' ? '' : next.state });
  };
  return html`<h1>Auctions</h1>
    <${Filters} filters=${filters} filter=${filter} />
    ${list.trouble ? html`<${Failed} trouble=${list.trouble} again=${list.again} />`
      : !list.views ? html`<${Loading} what="Looking through the catalogue" />`
      : list.views.length === 0 ? html`<${Nothing} filters=${filters} filter=${filter} stale=${list.stale} again=${list.again} />`
      : html`
        <p class="quiet result-count" role="status">${count(list.views.length, 'lot')}${list.more ? ', and more: search to narrow them down' : ''}${list.stale ? '. No majority answers: this may be a little old.' : ''}</p>
        <ul class="cards">${list.views.slice(0, shown).map(view => html`<${Card} key=${view.auction} view=${view} me=${me} heading="h2" />`)}</ul>
        ${list.views.length > shown && html`<p class="more"><button class="button" type="button" onClick=${() => setShown(shown + SHOWN_AT_ONCE)}>Show more</button></p>`}`}`;
}

const far = view => Date.parse(view.roundEndsAt ?? view.endsAt ?? '2999-01-01');
const ORDERS = {
  open: (a, b) => far(a) - far(b) || a.auction - b.auction,
  upcoming: (a, b) => Date.parse(a.opensAt ?? '2999-01-01') - Date.parse(b.opensAt ?? '2999-01-01') || b.auction - a.auction,
  ended: (a, b) => Date.parse(b.endsAt) - Date.parse(a.endsAt) || b.auction - a.auction,
};

function Filters({ filters, filter }) {
  // What is typed counts until the search changes otherwise; told while rendering, since an effect that
  // comes later would take away what was typed meanwhile.
  const [typed, setTyped] = useState({ text: filters.q, since: filters.q });
  const text = typed.since === filters.q ? typed.text : filters.q;
  useEffect(() => {
    if (text === filters.q) return undefined;
    const timer = setTimeout(() => filter({ q: text }), 250);
    return () => clearTimeout(timer);
  }, [text, filters.q, filters.state, filters.format]);
  return html`<form class="filters" role="search" onSubmit=${event => { event.preventDefault(); filter({ q: text }); }}>
    <div class="segments" role="group" aria-label="Which auctions">
      ${Object.entries(STATES).map(([key, [name]]) => html`<button type="button" aria-pressed=${filters.state === key ? 'true' : 'false'}
          onClick=${() => filter({ state: key })}>${name}</button>`)}
    </div>
    <label class="search"><span class="visually-hidden">Search by name</span><${SearchIcon} /><input type="search" placeholder="Search by name"
        value=${text} onInput=${event => setTyped({ text: event.target.value, since: route.value.query.get('q') ?? '' })} /></label>
    <label class="select"><span class="visually-hidden">Format</span><select value=${filters.format} onChange=${event => filter({ format: event.target.value })}>
      <option value="">All formats</option>
      ${allRooms().map(([kind, { name }]) => html`<option value=${kind} selected=${isOfKind(filters, kind)}>${name}</option>`)}
    </select></label>
  </form>`;
}

function Nothing({ filters, filter, stale, again }) {
  if (stale) {
    return html`<${Empty} title="No majority of the servers answers at the moment."><p class="quiet">What is on sale appears when enough of them are back. Nothing that was accepted is lost.</p>
      <button class="button" type="button" onClick=${again}>Try again</button><//>`;
  }
  if (filters.q || filters.format) {
    return html`<${Empty} title="No lot fits this search."><button class="button" type="button"
        onClick=${() => filter({ q: '', format: '' })}>Show all</button><//>`;
  }
  return html`<${Empty} title=${{ open: 'Nothing is on sale at the moment.', upcoming: 'Nothing is announced.', ended: 'Nothing was sold yet.' }[filters.state]}>
    <p class="quiet">This page shows new lots as soon as they open.</p><a class="button" href="#/sell/new">Sell something</a><//>`;
}
