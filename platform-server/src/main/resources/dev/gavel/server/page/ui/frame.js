/** What is around every page: the name of the house, the ways to go, the connection, and notices. */
import { html } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { user, wanted } from '../store/identity.js';
import { Connection } from './connection.js';
import { NameDialog } from './name-dialog.js';
import { Toasts, Bell } from './notices.js';
import { Logo } from './icons.js';

const WAYS = [['/', 'Auctions'], ['/mine', 'My bids'], ['/sell', 'Sell'], ['/house', 'House']];

export function Frame({ path, main, children }) {
  return html`
    <a class="skip" href="#main" onClick=${event => { event.preventDefault(); main.current.focus(); }}>To the content</a>
    <header class="top">
      <div class="top-row">
        <a class="brand" href="#/" aria-label="Gavel, all auctions"><${Logo} /><span>Gavel</span></a>
        <nav class="ways" aria-label="Main">
          ${WAYS.map(([to, name]) => html`<a href=${'#' + to} aria-current=${isAt(path, to) ? 'page' : undefined}>${name}</a>`)}
        </nav>
        <div class="top-tools"><${Connection} /><${Bell} /><${Me} /></div>
      </div>
    </header>
    <main id="main" tabindex="-1" ref=${main}>${children}</main>
    <footer class="foot">
      <p>A bid counts once a majority of servers has it on disk. <a href="#/house">How the servers stand</a> · <a href="/openapi.json">For programs</a></p>
    </footer>
    <${NameDialog} />
    <${Toasts} />`;
}

function isAt(path, to) {
  return to === '/' ? path === '/' || path.startsWith('/auctions') : path.startsWith(to);
}

function Me() {
  const name = useStore(user);
  return html`<button class="me" type="button" onClick=${() => wanted.set({ then: () => {} })}>
    ${name ? html`<span class="me-mark" data-mark=${[...name][0].toUpperCase()}></span><span class="visually-hidden">You are </span><span class="me-name">${name}</span><span class="visually-hidden">, take another name</span>` : 'Your name'}
  </button>`;
}
