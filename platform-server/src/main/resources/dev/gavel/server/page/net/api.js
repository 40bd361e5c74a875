/** Questions and commands to the house. Any server answers for all of it, so the next one is asked where one does not. */
import { Servers } from './servers.js';
import { userHeader } from './feed.js';
import { noteAnswer, offline, online, reachThrough } from './reach.js';

const READ_PATIENCE_MILLIS = 4_000;
const READ_TRIES_MILLIS = 15_000;
const ONE_SERVER_MILLIS = 2_000;
const SEND_PATIENCE_MILLIS = 4_000;
/** How long a command is asked again before the page says that its outcome is unknown. */
const SEND_TRIES_MILLIS = 60_000;
/** After so long without a network, and after so long without any server's answer, a command is old. */
const OFFLINE_OLD_MILLIS = 2_000;
const SILENT_OLD_MILLIS = 12_000;
const FIRST_PAUSE_MILLIS = 60;
const LONGEST_PAUSE_MILLIS = 1_000;

/** The servers this page asks; others are added as they become known. */
export const servers = new Servers([location.origin]);
reachThrough(() => servers.all);

/** No from the house or the network, with a sentence for people. */
export class Trouble extends Error {
  /** @param {string} code as `UNKNOWN_AUCTION`, or `NOT_REACHED` */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads a path such as `/v1/auctions/7`, as of all that was acknowledged; where no server reaches a
 * majority, as of what one of them has, and then `stale` is true in the answer.
 * @param {string} user who asks; empty for nobody in particular
 * @param {boolean} mayBeStale whether what one server has is better than nothing
 */
export async function read(path, user, mayBeStale = true) {
  const until = performance.now() + READ_TRIES_MILLIS;
  let local = false;
  for (let tries = 0; performance.now() < until; tries++) {
    const origin = servers.current;
    const query = local ? (path.includes('?') ? '&' : '?') + 'consistency=local' : '';
    const answer = await ask(origin, path + query, { headers: who(user) }, READ_PATIENCE_MILLIS);
    if (answer && answer.status < 500 && answer.status !== 429) {
      if (answer.status >= 400) throw new Trouble(answer.body.code, answer.body.message);
      return local ? { ...answer.body, stale: true } : answer.body;
    }
    const askedAll = tries >= servers.all.length - 1;
    local = mayBeStale && answer?.status === 503 && askedAll;
    if (!local) servers.leave(origin);
    if (tries >= servers.all.length - 1) await pause(tries);
  }
  throw new Trouble('NOT_REACHED', 'No server of the house answers at the moment.');
}

/**
 * Has a command carried out exactly once: it is sent under one key, and asked again under the same key,
 * at other servers too, until the house says what became of it. What has grown old on the way, because
 * nobody could be reached, goes out only after its sender agreed anew.
 * @param {object} command as in the HTTP description
 * @param {string} key idempotency key
 * @param {{onTry?: (origin: string, tries: number, why: string | undefined) => void, onOffline?: () => void,
 *     mayGoOn?: (waitedMillis: number) => Promise<boolean>, signal?: AbortSignal}} hooks told before
 *     each try after the first, with the code of what the last server said; told that it waits for a network; asked before something old goes out;
 *     ends the tries
 * @returns {Promise<object>} the outcome; `status` is `exception` where nobody answered in time, with the
 *     code `STOPPED` where the signal ended it and `NOT_SENT` where it has become too old; `asked` then says whether
 *     a server may have got it before, so that it may still arrive
 */
export async function send(command, key, user, { onTry = () => {}, onOffline = () => {}, mayGoOn = async () => true, signal } = {}) {
  const begun = performance.now();
  let until = begun + SEND_TRIES_MILLIS;
  let heard = begun;
  let wasOffline = false;
  let asked = false;
  let why;
  const request = {
    method: 'POST',
    headers: { ...who(user), 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(command),
  };
  for (let tries = 0; performance.now() < until; tries++) {
    if (offline.value) {
      wasOffline = true;
      onOffline();
      await online(signal);
      until = performance.now() + SEND_TRIES_MILLIS;
    }
    if (signal?.aborted) return stopped(asked);
    const silence = performance.now() - heard;
    if (wasOffline ? silence > OFFLINE_OLD_MILLIS : silence > SILENT_OLD_MILLIS) {
      const known = await answerOrNothing(key, user);
      if (known?.answer) return known.answer;
      if (!known) {
        await pause(tries);
        continue;
      }
      if (!await mayGoOn(performance.now() - begun)) return signal?.aborted ? stopped(asked) : notSent(asked);
      if (signal?.aborted) return stopped(asked);
      heard = performance.now();
      wasOffline = false;
      until = heard + SEND_TRIES_MILLIS;
    }
    const origin = servers.current;
    if (tries > 0 && asked) onTry(origin, tries + 1, why);
    asked = true;
    const answer = await ask(origin, '/v1/commands', request, SEND_PATIENCE_MILLIS, signal);
    if (answer && answer.status < 500 && answer.status !== 429 && answer.body.status) {
      return answer.body;
    }
    why = answer?.body?.code;
    if (answer) heard = performance.now();
    if (signal?.aborted) return stopped(true);
    if (answer?.status !== 429) servers.leave(origin);
    await pause(tries);
  }
  return {
    status: 'exception', code: 'NOT_REACHED',
    message: 'No server said what became of this. It counts at most once; ask again to learn whether it does.',
  };
}

/** Not agreed to by its sender: `asked` whether a server may have got it before. */
function notSent(asked) {
  return {
    status: 'exception', code: 'NOT_SENT', asked,
    message: asked ? 'Not sent again. Should it reach the house all the same, you are told so here.' : 'Not sent: the house knows nothing of it.',
  };
}

/** Cancelled by its sender: `asked` whether a server may have got it before. */
function stopped(asked) {
  return {
    status: 'exception', code: 'STOPPED', asked,
    message: asked ? 'Cancelled. Should it reach the house all the same, you are told so here.' : 'Cancelled: nothing was sent.',
  };
}

/** What was first answered under a key, as `{answer}`, null in it where there is nothing; null where nobody can tell. */
async function answerOrNothing(key, user) {
  try {
    return { answer: await firstAnswer(key, user) };
  } catch (trouble) {
    if (trouble instanceof Trouble) return null;
    throw trouble;
  }
}

/**
 * What was first answered under a key; null where the house, that is a majority of it, knows of none. What was
 * sent may still be on its way then.
 */
export async function firstAnswer(key, user) {
  try {
    return await read('/v1/requests/' + encodeURIComponent(key), user, false);
  } catch (trouble) {
    if (trouble.code === 'NOT_FOUND') return null;
    throw trouble;
  }
}

/** What one server says under a path, of itself; null where it does not answer. */
export async function readAt(origin, path) {
  const answer = await ask(origin, path, {}, ONE_SERVER_MILLIS);
  return answer?.status === 200 ? answer.body : null;
}

/** Hands leadership over to a server. */
export async function transfer(to) {
  const answer = await ask(servers.current, '/v1/cluster/transfer', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ to }),
  }, 2 * SEND_PATIENCE_MILLIS);
  if (!answer) throw new Trouble('NOT_REACHED', 'The server did not answer.');
  if (answer.status !== 200) throw new Trouble(answer.body.code, answer.body.message);
  return answer.body;
}

/** One try: status and body, or null where nothing came back in time. */
async function ask(origin, path, request, patienceMillis, signal) {
  const given = [AbortSignal.timeout(patienceMillis), signal].filter(Boolean);
  let found = null;
  try {
    const answer = await fetch(origin + path,
      { ...request, signal: given.length > 1 && AbortSignal.any ? AbortSignal.any(given) : given[0], cache: 'no-store' });
    found = { status: answer.status, body: await answer.json() };
  } catch {
    // nobody answered in time
  }
  if (!signal?.aborted) noteAnswer(found !== null);
  return found;
}

function who(user) {
  return user ? { 'Gavel-User': userHeader(user) } : {};
}

function pause(tries) {
  const millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** Math.min(tries, 6));
  return new Promise(done => setTimeout(done, millis * (0.5 + Math.random() / 2)));
}
