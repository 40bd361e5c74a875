/** The page: its frame, and the part that the address names. */
import { html, render, useEffect, useRef } from './lib/html.js';
import { useStore } from './lib/store.js';
import { route } from './lib/router.js';
import './formats/index.js';
import { goLive } from './store/live.js';
import { keepPage } from './net/keep-page.js';
import { resolveLeftOvers } from './store/commands.js';
import './store/involvement.js';
import { watchPresses } from './panel/one-press.js';
import { Frame } from './ui/frame.js';
import { Catalogue } from './pages/catalogue.js';
import { AuctionPage } from './pages/auction.js';
import { Mine } from './pages/mine.js';
import { Sell } from './pages/sell.js';
import { Create } from './pages/create.js';
import { House } from './pages/house.js';
import { Nowhere } from './pages/nowhere.js';

const PAGES = [
  [/^\/$/, () => html`<${Catalogue} />`],
  [/^\/auctions$/, () => html`<${Catalogue} />`],
  [/^\/auctions\/([^/]+)$/, id => html`<${AuctionPage} key=${id} id=${id} />`],
  [/^\/mine$/, () => html`<${Mine} />`],
  [/^\/sell$/, () => html`<${Sell} />`],
  [/^\/sell\/new$/, () => html`<${Create} />`],
  [/^\/house$/, () => html`<${House} />`],
];

function App() {
  const { path } = useStore(route);
  const main = useRef();
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return html`<${Frame} path=${path} main=${main}>${pageOf(path)}<//>`;
}

function pageOf(path) {
  for (const [pattern, page] of PAGES) {
    const match = pattern.exec(path);
    if (match) return page(...match.slice(1).map(decoded));
  }
  return html`<${Nowhere} />`;
}

/** What was typed by hand may be no proper encoding; then it is taken as it stands. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const root = document.getElementById('app');
root.textContent = '';
render(html`<${App} />`, root);
watchPresses();
goLive();
resolveLeftOvers();
if (document.readyState === 'complete') keepPage();
else addEventListener('load', keepPage);
