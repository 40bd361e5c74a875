/** How the page is connected, in words and colour. */
import { html } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { nameOf } from '../net/servers.js';
import { offline, unreached } from '../net/reach.js';
import { connection, cluster } from '../store/live.js';
import { lacksMajority } from '../format/verdict.js';

export function Connection() {
  const { state, origin } = useStore(connection);
  const asked = useStore(cluster, value => value?.askedAt === origin ? value.asked : undefined);
  const undecided = useStore(cluster, view => Boolean(view) && lacksMajority(view));
  const noNetwork = useStore(offline);
  const noServer = useStore(unreached);
  if (noNetwork || noServer && state !== 'live') {
    return html`<span class="connection is-offline" role="status" title="What you see may be old; nothing is sent by itself">
      <span class="dot" aria-hidden="true"></span><span class="connection-word">${noNetwork ? 'Offline' : 'No server answers'}</span></span>`;
  }
  if (state === 'live' && undecided) {
    return html`<span class="connection is-undecided" role="status" title="Bids wait until another server is back; what you see may be a little old">
      <span class="dot" aria-hidden="true"></span><span class="connection-word">No majority</span></span>`;
  }
  const words = {
    connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting',
  }[state];
  const where = asked === undefined ? nameOf(origin || location.origin) : `server ${asked}`;
  return html`<span class=${'connection is-' + state} role="status" title=${state === 'live'
      ? `Prices come live from ${where}` : 'Looking for a server; nothing is lost'}>
    <span class="dot" aria-hidden="true"></span><span class="connection-word">${words}${state === 'live' ? '' : ' …'}</span>
    ${state === 'live' && asked !== undefined && html`<span class="connection-where">· ${where}</span>`}
  </span>`;
}
