/** Commands on their way: each has one key for ever, also over a reload of the page. */
import { store } from '../lib/store.js';
import { load, save } from '../lib/saved.js';
import { send, firstAnswer } from '../net/api.js';
import { keep } from './receipts.js';
import { notify } from './notices.js';
import { refresh } from './auctions.js';

/** A command this old is not sent again by a page that was opened later: only its answer is looked up. */
const SENT_AGAIN_MILLIS = 30_000;
/** By then the page that sent it has its answer, or is gone. */
const ABANDONED_MILLIS = 70_000;

/** Commands under way of all tabs: `{key, tab, user, command, about, sentAt}`. */
const pending = store(load('pending', []));
const tab = load('tab', '', 'sessionStorage') || newKey();
save('tab', tab, 'sessionStorage');

/** A fresh idempotency key. Works on plain http as well, where `randomUUID` does not exist. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return 'page-' + Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Sends a command and keeps its receipt.
 * @param {object} command
 * @param {{name?: string, currency?: string}} about what the receipt should say besides
 * @param {(origin: string, tries: number) => void} onTry told when it must be asked again
 * @returns {Promise<object>} the receipt: the outcome, with its `key`
 */
export async function perform(command, user, about = {}, onTry = undefined) {
  const job = { key: newKey(), tab, user, command, about, sentAt: Date.now() };
  remember(list => [...list, job]);
  return settle(job, onTry);
}

/** Asks again what became of a command whose outcome is unknown. */
export async function askAgain(receipt, onTry) {
  return settle(receipt.job, onTry);
}

async function settle(job, onTry) {
  const outcome = await send(job.command, job.key, job.user, onTry);
  return finish(job, outcome);
}

function finish(job, outcome) {
  const receipt = {
    ...outcome, key: job.key, user: job.user, op: job.command.op, ...job.about,
    auction: outcome.auction ?? job.command.auction, amount: job.command.amount, max: job.command.max,
    quantity: job.command.quantity,
    ...(outcome.status === 'exception' ? { job } : {}),
  };
  remember(list => list.filter(one => one.key !== job.key));
  keep(receipt);
  if (receipt.auction) refresh(receipt.auction);
  return receipt;
}

function remember(change) {
  pending.set(change(load('pending', [])));
  save('pending', pending.value);
}

/** Finds out what became of commands that were under way when a page was closed or reloaded. */
export async function resolveLeftOvers() {
  for (const job of load('pending', [])) {
    const age = Date.now() - job.sentAt;
    if (job.tab !== tab && age < ABANDONED_MILLIS) continue;
    const what = job.about.name ? `${job.command.op} on ${job.about.name}` : job.command.op;
    if (age < SENT_AGAIN_MILLIS) {
      const receipt = await settle(job);
      notify({ tone: toneOf(receipt), text: `Your ${what} was under way when the page was reloaded: ${receipt.message}`, auction: receipt.auction });
      continue;
    }
    try {
      const answer = await firstAnswer(job.key, job.user);
      if (answer) {
        const receipt = finish(job, answer);
        notify({ tone: toneOf(receipt), text: `Your ${what} of before: ${answer.message}`, auction: receipt.auction });
      } else {
        remember(list => list.filter(one => one.key !== job.key));
        notify({ tone: 'bad', text: `Your ${what} of before did not reach the house. Nothing was done.` });
      }
    } catch {
      // nobody answers now; the next page asks again
    }
  }
}

function toneOf(receipt) {
  return receipt.status === 'success' ? 'good' : 'bad';
}
