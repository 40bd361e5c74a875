/** What the house answered to the reader, each with the number it can be asked for. */
import { html, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { receipts } from '../store/receipts.js';
import { firstAnswer } from '../net/api.js';
import { askAgain } from '../store/commands.js';
import { deedText } from '../format/bid-words.js';
import { inReadersWords } from '../format/house-words.js';
import { When } from './countdown.js';

/** Those of one auction, or with `auction` left out all. */
export function Receipts({ auction, me, title = 'Your receipts' }) {
  const all = useStore(receipts);
  const mine = all.filter(one => one.user === me && (!auction || one.auction === auction));
  if (!me || mine.length === 0) return null;
  return html`<section class="box"><h2>${title}</h2>
    <p class="quiet">A receipt's number is the place of your command in the log that a majority of servers has on disk.</p>
    <ul class="receipts">${mine.slice(0, 30).map(one => html`<${Receipt} key=${one.key} receipt=${one} named=${!auction} />`)}</ul></section>`;
}

function Receipt({ receipt, named }) {
  const [check, setCheck] = useState('');
  const [busy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    try {
      if (receipt.status === 'exception' && receipt.job) {
        const answer = await askAgain(receipt);
        setCheck(inReadersWords(answer.message));
        return;
      }
      const answer = await firstAnswer(receipt.key, receipt.user);
      setCheck(!answer ? 'The house no longer remembers this key.'
        : answer.index === receipt.index && answer.status === receipt.status ? 'The house gives the same answer.' : `The house says: ${inReadersWords(answer.message)}`);
    } catch (trouble) {
      setCheck(trouble.message);
    } finally {
      setBusy(false);
    }
  };
  return html`<li class=${'receipt is-' + receipt.status}>
    <div><strong>${deedText(receipt)}</strong>
      ${named && receipt.auction && html` <a href=${'#/auctions/' + receipt.auction}>${receipt.name ?? 'lot ' + receipt.auction}</a>`}
      <span class=${'verdict is-' + receipt.status}>${{ success: 'accepted', fail: 'refused', exception: 'unknown' }[receipt.status]}</span></div>
    <div class="quiet">${receipt.index ? html`No. <span class="receipt-number">${receipt.index}</span>` : 'no number'}${receipt.at && html` · <${When} at=${receipt.at} />`}${receipt.status !== 'success' && html` · ${inReadersWords(receipt.message)}`}</div>
    <div class="receipt-check"><button type="button" class="link" disabled=${busy} onClick=${look}>${receipt.status === 'exception' ? 'Ask again' : 'Check with the house'}</button>
      <span role="status">${check}</span></div>
  </li>`;
}
