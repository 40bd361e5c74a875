/** Asks who the reader is. */
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { become, faultOf, user, wanted } from '../store/identity.js';
import { Field } from './field.js';

export function NameDialog() {
  const want = useStore(wanted);
  return want && html`<${Asking} want=${want} />`;
}

function Asking({ want }) {
  const dialog = useRef();
  const [name, setName] = useState(user.value);
  const [thisTab, setThisTab] = useState(false);
  const [fault, setFault] = useState('');
  useEffect(() => {
    dialog.current.showModal();
    dialog.current.querySelector('input').select();
  }, []);
  const close = () => wanted.set(null);
  const submit = event => {
    event.preventDefault();
    const clean = name.trim().normalize('NFC');
    const wrong = faultOf(clean);
    setFault(wrong);
    if (wrong) return;
    become(clean, thisTab);
    close();
    want.then(clean);
  };
  return html`<dialog class="dialog" ref=${dialog} onClose=${close} aria-labelledby="name-title">
    <form onSubmit=${submit} novalidate>
      <h2 id="name-title">Who are you?</h2>
      <p class="quiet">A name is enough here. Others see it beside your bids.</p>
      <${Field} label="Your name" fault=${fault}>
        ${props => html`<input ...${props} value=${name} autocomplete="username" autocapitalize="none" spellcheck="false"
            onInput=${event => setName(event.target.value)} />`}
      <//>
      <label class="check"><input type="checkbox" checked=${thisTab} onChange=${event => setThisTab(event.target.checked)} /> Only in this tab</label>
      <div class="actions">
        <button class="button is-main" type="submit">Continue</button>
        <button class="button" type="button" onClick=${close}>Not now</button>
      </div>
    </form>
  </dialog>`;
}
