/** What has happened among secret bids: until the close nobody knows. */
import { html } from '../../lib/html.js';
import { History } from '../../ui/history.js';

export function Happened(props) {
  return props.view.state === 'closed' ? html`<${History} ...${props} />`
    : html`<section class="box"><h2>Bids</h2><p class="quiet">Secret until the close: nobody, the seller included, sees amounts, bidders or their number.</p></section>`;
}
