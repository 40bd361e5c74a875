/** An address that names nothing. */
import { html } from '../lib/html.js';
import { Empty } from '../ui/empty.js';
import { useTitle } from '../ui/title.js';

export function Nowhere() {
  useTitle('Nothing here');
  return html`<${Empty} isPage title="There is nothing at this address."><a class="button" href="#/">All auctions</a><//>`;
}
