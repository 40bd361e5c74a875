/** A kind that came into the house after this page was loaded: it can be looked at, and not bid in. */
import { html } from '../../lib/html.js';
import { History } from '../../ui/history.js';
import { COMMON } from './room.js';

const ABOUT = 'This page does not know yet how this is sold.';

/** The room of a kind of that name, as the house calls it. @returns {import('../rooms.js').Room} */
export function unknown(name) {
  return {
    ...COMMON,
    name,
    about: ABOUT,
    standing: () => null,
    conditions: () => [],
    Panel,
    Happened: History, // whose amounts may be no prices
  };
}

function Panel() {
  return html`<div class="panel"><p class="panel-standing">${ABOUT} Load it anew to bid.</p></div>`;
}
