/** Why an auction stands as it does, in the house's own sentences. */
import { html, useEffect, useState } from '../lib/html.js';
import { read, Trouble } from '../net/api.js';

export function Why({ view, me }) {
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState(null);
  const at = `${view.auction} ${view.state} ${view.price} ${view.leader} ${view.endsAt} ${me}`;
  useEffect(() => {
    if (!open) return undefined;
    let gone = false;
    read(`/v1/auctions/${encodeURIComponent(view.auction)}/explain`, me).then(
      answer => gone || setTold(answer.sentences),
      trouble => {
        if (!(trouble instanceof Trouble)) throw trouble;
        if (!gone) setTold([trouble.message]);
      });
    return () => { gone = true; };
  }, [open, at]);
  return html`<details class="box why" onToggle=${event => setOpen(event.currentTarget.open)}>
    <summary>Why does it stand so?</summary>
    ${told && html`<ul>${told.map(sentence => html`<li>${sentence}</li>`)}</ul>`}
  </details>`;
}
