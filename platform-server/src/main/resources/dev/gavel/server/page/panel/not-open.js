/** Stands in the place of a panel while nobody can bid. */
import { html } from '../lib/html.js';

const WHY = {
  draft: 'The seller has not opened this yet.',
  scheduled: 'Bidding has not begun. This page opens by itself when it does.',
  paused: 'The seller has paused this. Nothing can be bid until it goes on.',
};

export function NotOpen({ view }) {
  return html`<div class="panel"><p class="panel-standing">${WHY[view.state]}</p></div>`;
}
