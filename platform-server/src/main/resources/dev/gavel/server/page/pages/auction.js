/** One auction: what is sold, how it stands, and the panel to bid with. */
import { html, useEffect, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { user } from '../store/identity.js';
import { cluster, readerAhead } from '../store/live.js';
import { useAuction, refresh } from '../store/auctions.js';
import { useSeat, withSeat } from '../store/seats.js';
import { useHistory, useMoments } from '../store/history.js';
import { priceOf, priceText, priceWord, soldAtSeveralPrices, stateWord } from '../format/words.js';
import { money } from '../format/money.js';
import { conditionsOf } from '../format/conditions.js';
import { span } from '../format/time.js';
import { lacksMajority } from '../format/verdict.js';
import { roomOf } from '../formats/rooms.js';
import { ClockNote, Countdown, When } from '../ui/countdown.js';
import { Empty, Failed, Loading } from '../ui/empty.js';
import { Plate } from '../ui/icons.js';
import { Standing } from '../ui/card.js';
import { useTitle } from '../ui/title.js';
import { Receipts } from '../ui/receipts.js';
import { Panel } from '../panel/panel.js';
import { SellerActions } from '../ui/seller-actions.js';
import { Why } from '../ui/why.js';
import { Ended } from '../panel/ended.js';

/** The second is of an address that can name no auction. */
const NO_SUCH = new Set(['UNKNOWN_AUCTION', 'BAD_COMMAND']);

export function AuctionPage({ id }) {
  const known = useAuction(id);
  const me = useStore(user);
  const seat = useSeat(id, me, known?.view);
  const view = withSeat(known?.view ?? seat?.view, seat);
  useTitle(view ? `${view.name}, ${soldAtSeveralPrices(view) ? 'from ' : ''}${priceText(view)}` : `Auction ${id}`);
  if (!view && NO_SUCH.has(known?.trouble?.code)) {
    return html`<${Empty} isPage title=${`There is no auction ${id} that you may see.`}><a class="button" href="#/">All auctions</a><//>`;
  }
  if (!view && known?.trouble) return html`<h1 class="visually-hidden">Auction ${id}</h1><${Failed} trouble=${known.trouble} again=${() => refresh(id)} />`;
  if (!view) return html`<h1 class="visually-hidden">Auction ${id}</h1><${Loading} what="Fetching the lot" />`;
  return html`<${Lot} view=${view} me=${me} seat=${seat} />`;
}

function Lot({ view, me, seat }) {
  const history = useHistory(view);
  return html`<article class="lot">
    <p class="crumbs"><a href="#/">Auctions</a> <span aria-hidden="true">/</span> Lot ${view.auction}</p>
    <div class="lot-grid">
      <${About} view=${view} me=${me} />
      <section class="lot-side" aria-label="Price and bidding">
        <${Undecided} />
        <${Price} view=${view} me=${me} />
        ${view.state === 'closed' || view.state === 'cancelled' ? html`<${Ended} view=${view} me=${me} />` : html`<${Panel} view=${view} me=${me} seat=${seat} rows=${history.rows} />`}
        ${me === view.seller && html`<${SellerActions} view=${view} me=${me} />`}
      </section>
      <${More} view=${view} me=${me} history=${history} />
    </div>
  </article>`;
}

/** That nothing can be decided at the moment, where that is known. */
function Undecided() {
  const is = useStore(cluster, all => Boolean(all) && lacksMajority(all));
  return is && html`<p class="fault" role="status">No majority of the servers is up: bids wait until another is back, and this may be a little old.</p>`;
}

function About({ view, me }) {
  return html`<header class="lot-head">
    <${Plate} name=${view.item.name || view.name} />
    <div>
      <p class="card-top"><span class="badge">${roomOf(view).name}</span><span class=${'state is-' + view.state}>${stateWord(view)}</span><${Standing} view=${view} me=${me} /></p>
      <h1>${view.name}</h1>
      <p class="quiet">Sold by ${view.seller}${view.item.name && view.item.name !== view.name ? html` · ${view.item.name}` : ''}</p>
      ${view.item.description && html`<p class="lot-description">${view.item.description}</p>`}
    </div>
  </header>`;
}

function Price({ view, me }) {
  const leads = view.leader && view.leader === me;
  return html`<div class="price-box">
    <p class="price-row"><span class="label">${priceWord(view)}</span><${Moved} value=${priceOf(view)}><strong class="price">${priceText(view)}</strong><//></p>
    <p class="price-notes">
      ${view.leader && view.state !== 'closed' && html`<span>${leads ? 'by you' : `by ${view.leader}`}</span>`}
      ${view.reserveMet !== undefined && view.state !== 'closed' && html`<span>${view.reserveMet ? 'reserve met' : 'reserve not met'}</span>`}
      ${view.reserve !== undefined && html`<span>your reserve is ${money(view.reserve, view.currency)}</span>`}
      ${view.buyNow !== undefined && view.state === 'open' && html`<span>buy now at ${money(view.buyNow, view.currency)}</span>`}
    </p>
    <${Ends} view=${view} />
  </div>`;
}

/** Marks what is in it for a moment when its value changes. */
function Moved({ value, children }) {
  const [shown, setShown] = useState(value);
  const [moved, setMoved] = useState(false);
  useEffect(() => {
    if (value === shown) return undefined;
    setShown(value);
    setMoved(true);
    return undefined;
  }, [value]);
  useEffect(() => {
    if (!moved) return undefined;
    const timer = setTimeout(() => setMoved(false), 900);
    return () => clearTimeout(timer);
  }, [moved, shown]);
  return html`<span class=${moved ? 'has-moved' : ''}>${children}</span>`;
}

function Ends({ view }) {
  const moments = useMoments(view.auction);
  const extensions = moments.filter(one => one.type === 'auctionExtended');
  if (view.state === 'scheduled') {
    return html`<p class="ends"><span class="label">Opens in</span><${Countdown} to=${view.opensAt} spoken /><span class="quiet"><${When} at=${view.opensAt} /></span></p>`;
  }
  if (view.state === 'paused') {
    return html`<div class="ends"><p><span class="label">Paused</span><span class="quiet">The clock stands${view.remainingMillis ? ` with ${span(view.remainingMillis)} left` : ''}.</span></p>
      ${view.pauseEndsAt && html`<p class="quiet">It goes on by itself by <${When} at=${view.pauseEndsAt} /> at the latest.</p>`}</div>`;
  }
  if (view.state === 'closed' && view.endsAt) return html`<p class="ends"><span class="label">Ended</span><${When} at=${view.endsAt} /></p>`;
  if (view.state !== 'open') return null;
  const { word, text, at, isRound } = roomOf(view).next(view);
  if (text) return html`<p class="ends"><span class="label">${word}</span><span>${text}</span></p>`;
  const last = extensions.at(-1);
  const softClose = roomOf(view).softClose(view);
  return html`<div class="ends">
    <p><span class="label">${word}</span><${Countdown} to=${at} spoken=${!isRound} over=${isRound ? '…' : 'closing …'} /></p>
    <p class="quiet">${!isRound && html`<${When} at=${at} /> · `}<${ClockNote} ahead=${readerAhead()} /></p>
    ${last && html`<p class="extended" role="status" key=${last.position}>Extended by ${span(Date.parse(last.endsAt) - Date.parse(last.formerEndsAt))}: ${CAUSES[last.cause] ?? 'more time'}${extensions.length > 1 ? ` (${extensions.length} times so far)` : ''}</p>`}
    ${softClose !== '' && html`<p class="quiet">${softClose}</p>`}
  </div>`;
}

const CAUSES = {
  bid: 'a bid came near the end', group: 'a lot of the same group was extended', outage: 'bids could not be taken for a while',
};

function More({ view, me, history: { rows, trouble, more } }) {
  const moments = useMoments(view.auction);
  return html`<div class="lot-more">
    <${roomOf(view).Happened} view=${view} rows=${rows} trouble=${trouble} more=${more} moments=${moments} me=${me} />
    <${Participants} view=${view} me=${me} />
    <${Receipts} auction=${view.auction} me=${me} />
    <${Why} view=${view} me=${me} />
    <${Conditions} view=${view} />
  </div>`;
}

function Participants({ view, me }) {
  const names = Object.entries(view.participants ?? {});
  const { areShown, word } = roomOf(view).people;
  if (names.length === 0 || (!areShown && me !== view.seller)) return null;
  return html`<section class="box"><h2>Participants</h2><ul class="people">
    ${names.map(([name, active]) => html`<li class=${active ? 'is-in' : 'is-out'}><span>${name === me ? `${name} (you)` : name}</span><span class="quiet">${active ? word : 'left'}</span></li>`)}
  </ul></section>`;
}

function Conditions({ view }) {
  return html`<section class="box conditions"><h2>Conditions of sale</h2><dl class="facts">${conditionsOf(view).map(({ name, text, at }) => html`<div><dt>${name}</dt>
    <dd>${text}${at && html` <${When} at=${at} />`}</dd></div>`)}</dl></section>`;
}
