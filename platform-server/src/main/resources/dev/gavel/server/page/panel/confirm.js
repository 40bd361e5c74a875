/** Asks again before something large. */
import { html, useEffect, useRef } from '../lib/html.js';

/** @param {{title: string, yes: string, onYes: () => void, onNo: () => void}} props */
export function Confirm({ title, yes, onYes, onNo, children }) {
  const dialog = useRef();
  useEffect(() => { dialog.current.showModal(); }, []);
  return html`<dialog class="dialog" ref=${dialog} onClose=${onNo} aria-labelledby="confirm-title">
    <h2 id="confirm-title">${title}</h2>
    ${children}
    <div class="actions">
      <button class="button is-main" type="button" onClick=${() => { onNo(); onYes(); }}>${yes}</button>
      <button class="button" type="button" autofocus onClick=${onNo}>Not now</button>
    </div>
  </dialog>`;
}
