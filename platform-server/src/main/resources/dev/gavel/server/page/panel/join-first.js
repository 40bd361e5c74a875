/** Where only those who take part see how an auction stands: the way in. */
import { html } from '../lib/html.js';
import { AnswerLine, useCommand } from './use-command.js';

/** Whether a view is that of somebody from whom price and bidders are kept, while others bid. */
function isKeptFrom(view) {
  return view.state === 'open' && view.visibility === 'participants' && view.participants === undefined;
}

/** A panel that is for those alone who take part, where the others are shown the way in. */
export function joinFirst(Inside) {
  return props => (isKeptFrom(props.view) ? html`<${JoinFirst} view=${props.view} />` : html`<${Inside} ...${props} />`);
}

function JoinFirst({ view }) {
  const command = useCommand();
  return html`<div class="panel">
    <p class="panel-standing" role="status">Join to see how it stands</p>
    <p class="quiet">Only those who take part see price and bidders, and can bid. Joining costs nothing and binds you to nothing.</p>
    <button type="button" class="button is-main is-wide" disabled=${command.busy}
      onClick=${() => command.run({ op: 'join', auction: view.auction }, { name: view.name, currency: view.currency })}>Join</button>
    <${AnswerLine} command=${command} />
  </div>`;
}
