/** Commands on their way: each has one key for ever, also over a reload of the page. */
import { store } from '../lib/store.js';
import { load, save } from '../lib/saved.js';
import { firstAnswer, send, Trouble } from '../net/api.js';
import { online } from '../net/reach.js';
import { inReadersWords } from '../format/house-words.js';
import { keep } from './receipts.js';
import { settle } from './openings.js';
import { notify } from './notices.js';
import { refresh } from './auctions.js';

/** A command this old is not sent again by a page that was opened later: only its answer is looked up. */
const SENT_AGAIN_MILLIS = 30_000;
/** How often, and how long after it was cancelled, what became of a command is looked up. */
const LOOKED_UP_TIMES = 20;
const LOOK_UP_AFTER_MILLIS = 3_000;
/** A page says so often that it still has a command, and one that did not for so long is gone: hidden tabs say it once a minute. */
const ALIVE_EVERY_MILLIS = 5_000;
const ABANDONED_MILLIS = 150_000;

/** So long a command of which the house does not know is looked up by each page that is opened. */
const LOOKED_UP_MILLIS = 86_400_000;

/**
 * Commands under way of all tabs: `{key, tab, user, command, about, sentAt, aliveAt, waits, told}`; `aliveAt` is when
 * the page that has it said so last, `waits` where it must not be sent again by itself, `told` once its sender was
 * told that the house does not know of it.
 */
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
 * @param {object} hooks as {@link send} takes them
 * @returns {Promise<object>} the receipt: the outcome, with its `key`
 */
export async function perform(command, user, about = {}, hooks = {}) {
  const job = { key: newKey(), tab, user, command, about, sentAt: Date.now() };
  remember(list => [...list, job]);
  const onOffline = () => {
    mark(job, { waits: true });
    hooks.onOffline?.();
  };
  const mayGoOn = async waitedMillis => {
    mark(job, { waits: true });
    const yes = await (hooks.mayGoOn?.(waitedMillis) ?? true);
    if (yes) mark(job, { waits: false });
    return yes;
  };
  const alive = setInterval(() => mark(job, { aliveAt: Date.now() }), ALIVE_EVERY_MILLIS);
  const outcome = await send(command, job.key, user, { ...hooks, onOffline, mayGoOn }).finally(() => clearInterval(alive));
  if (mayHaveArrived(outcome)) resolveLater(job);
  return finish(job, outcome);
}

/** Whether a command of that kind is under way, from this tab or another: what it does may be told before its answer comes. */
export function isUnderWay(op, auction, user) {
  return load('pending', []).some(job => !job.told && job.command.op === op && job.command.auction === auction && job.user === user);
}

/** Ended by its sender when it was under way already: what became of it is told once somebody knows. */
async function resolveLater(job) {
  mark(job, { waits: true });
  for (let tries = 0; tries < LOOKED_UP_TIMES; tries++) {
    await online();
    await new Promise(done => setTimeout(done, LOOK_UP_AFTER_MILLIS));
    try {
      const answer = await firstAnswer(job.key, job.user);
      if (!answer) continue; // it may still be on its way
      finish(job, answer);
      notify({ tone: 'bad', text: `Your ${whatOf(job)} reached the house all the same: ${inReadersWords(answer.message)}`, auction: job.command.auction });
      return;
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble; // else nobody answers now
    }
  }
  finish(job, NOT_KNOWN);
}

function isEndedBySender(outcome) {
  return outcome.code === 'STOPPED' || outcome.code === 'NOT_SENT';
}

function mayHaveArrived(outcome) {
  return isEndedBySender(outcome) && outcome.asked;
}

function whatOf(job) {
  return job.about.name ? `${job.command.op} on ${job.about.name}` : job.command.op;
}

/** Asks what became of a command whose outcome is unknown; it is not sent again, since it has grown old. */
export async function askAgain(receipt) {
  const answer = await firstAnswer(receipt.key, receipt.user);
  return finish(receipt.job, answer ?? NOT_KNOWN);
}

function mark(job, more) {
  remember(list => list.map(one => (one.key === job.key ? { ...one, ...more } : one)));
}

/** What is said of a command that the house does not know: a server that stood still, say, may hand it on later. */
const NOT_KNOWN = {
  status: 'exception', code: 'NOT_KNOWN', message: 'The house does not know of it yet. It may still arrive, and count then.',
};

function finish(job, outcome) {
  const receipt = {
    ...outcome, key: job.key, user: job.user, op: job.command.op, ...job.about,
    auction: outcome.auction ?? job.command.auction, amount: job.command.amount, max: job.command.max,
    quantity: job.command.quantity ?? outcome.quantity,
    ...(outcome.status === 'exception' ? { job } : {}),
  };
  const isNeverSent = isEndedBySender(outcome) && !outcome.asked;
  if (outcome.code === 'NOT_KNOWN') mark(job, { waits: true, told: true });
  else if (!mayHaveArrived(outcome)) remember(list => list.filter(one => one.key !== job.key));
  if (!isNeverSent) keep(receipt); // of what was never sent there is nothing to keep
  settle(job.command, job.user, outcome, isNeverSent);
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
    if (job.tab !== tab && Date.now() - (job.aliveAt ?? job.sentAt) < ABANDONED_MILLIS) continue;
    const what = whatOf(job);
    if (age < SENT_AGAIN_MILLIS && !job.waits) {
      const outcome = await send(job.command, job.key, job.user, { mayGoOn: async () => false });
      const receipt = finish(job, outcome.code === 'NOT_SENT' ? NOT_KNOWN : outcome);
      notify({ tone: toneOf(receipt), text: `Your ${what} was under way when the page was reloaded: ${inReadersWords(receipt.message)}`, auction: receipt.auction });
      continue;
    }
    try {
      const answer = await firstAnswer(job.key, job.user);
      if (answer) {
        const receipt = finish(job, answer);
        notify({ tone: toneOf(receipt), text: `Your earlier ${what}: ${inReadersWords(answer.message)}`, auction: receipt.auction });
      } else {
        if (age > LOOKED_UP_MILLIS) remember(list => list.filter(one => one.key !== job.key));
        if (job.told) continue;
        finish(job, NOT_KNOWN);
        notify({ tone: 'bad', text: `The house does not know of your earlier ${what}. It was not sent again; it may still arrive, and count then.`, auction: job.command.auction });
      }
    } catch {
      // nobody answers now; the next page asks again
    }
  }
}

function toneOf(receipt) {
  return receipt.status === 'success' ? 'good' : 'bad';
}
