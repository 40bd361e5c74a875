/** What the reader takes part in: running, won, lost; and every receipt. */
import { html } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { user, withName } from '../store/identity.js';
import { endFor } from '../store/involvement.js';
import { useList } from '../store/lists.js';
import { Card } from '../ui/card.js';
import { Empty, Failed, Loading } from '../ui/empty.js';
import { Receipts } from '../ui/receipts.js';
import { useTitle } from '../ui/title.js';

const FILTER = { mine: true };
const OVER = new Set(['closed', 'cancelled']);
const latest = (a, b) => Date.parse(b.endsAt ?? 0) - Date.parse(a.endsAt ?? 0) || b.auction - a.auction;
const soonest = (a, b) => Date.parse(a.endsAt ?? '2999-01-01') - Date.parse(b.endsAt ?? '2999-01-01') || a.auction - b.auction;

export function Mine() {
  useTitle('My bids');
  const me = useStore(user);
  if (!me) {
    return html`<h1>My bids</h1><${Empty} title="Say who you are to see your bids."><button class="button is-main" type="button"
        onClick=${() => withName(() => {})}>Your name</button><//>`;
  }
  return html`<h1>My bids</h1><${Lists} me=${me} /><div class="part"><${Receipts} me=${me} title="Your receipts in this browser" /></div>`;
}

function Lists({ me }) {
  const list = useList(FILTER, latest);
  const mine = list.views;
  if (list.trouble) return html`<${Failed} trouble=${list.trouble} again=${list.again} />`;
  if (!mine) return html`<${Loading} what="Looking for your bids" />`;
  if (mine.length === 0) {
    return html`<${Empty} title="You have not bid on anything yet."><a class="button is-main" href="#/">See what is on sale</a><//>`;
  }
  const ended = (...ends) => mine.filter(view => view.state === 'closed' && ends.includes(endFor(view, me)));
  const undecided = ended('offered', 'pending');
  const calledOff = mine.filter(view => view.state === 'cancelled');
  return html`
    <${Part} title="Running" views=${mine.filter(view => !OVER.has(view.state)).sort(soonest)} me=${me} none="Nothing at the moment." />
    <${Part} title="The seller decides" views=${undecided} me=${me} />
    <${Part} title="Won" views=${ended('won')} me=${me} none="Nothing yet." />
    <${Part} title="Lost" views=${ended('lost')} me=${me} />
    <${Part} title="Not sold" views=${ended('unsold')} me=${me} />
    <${Part} title="Called off" views=${calledOff} me=${me} />
    ${list.more && html`<p class="quiet">There are more; only the first ${mine.length.toLocaleString()} are shown.</p>`}`;
}

function Part({ title, views, me, none }) {
  if (views.length === 0 && !none) return null;
  return html`<section class="part"><h2>${title} <span class="quiet">${views.length}</span></h2>
    ${views.length === 0 ? html`<p class="quiet">${none}</p>` : html`<ul class="cards">${views.map(view => html`<${Card} key=${view.auction} view=${view} me=${me} />`)}</ul>`}</section>`;
}
