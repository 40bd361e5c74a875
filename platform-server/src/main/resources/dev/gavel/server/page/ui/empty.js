/** What stands where there is nothing, or where it could not be had. */
import { html } from '../lib/html.js';

/** Nothing here, and what to do about it; with `isPage` it is all there is on the page. */
export function Empty({ title, children, isPage = false }) {
  return html`<div class="empty"><${isPage ? 'h1' : 'p'} class="empty-title">${title}<//><div>${children}</div></div>`;
}

/** It could not be had. */
export function Failed({ trouble, again }) {
  return html`<div class="empty is-bad" role="alert"><p class="empty-title">${trouble.message}</p>
    ${again && html`<button class="button" type="button" onClick=${again}>Try again</button>`}</div>`;
}

/** It is on its way. */
export function Loading({ what }) {
  return html`<p class="loading" role="status">${what} …</p>`;
}
