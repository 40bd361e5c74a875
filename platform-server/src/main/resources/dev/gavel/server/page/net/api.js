/** Questions and commands to the house. Any server answers for all of it, so the next one is asked where one does not. */
import { Servers } from './servers.js';
import { Hunt, PAUSES } from './hunt.js';
import { userHeader } from './feed.js';
import { noteAnswer, offline, online, reachThrough } from './reach.js';

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
  const until = performance.now() + PAUSES.question;
  const hunt = new Hunt(servers);
  let local = false;
  while (performance.now() < until) {
    const { origin } = hunt;
    const query = local ? (path.includes('?') ? '&' : '?') + 'consistency=local' : '';
    const answer = await ask(origin, path + query, { headers: who(user) }, PAUSES.oneAnswer);
    if (answer && answer.status < 500 && answer.status !== 429) {
      if (answer.status >= 400) throw new Trouble(answer.body.code, answer.body.message);
      return local ? { ...answer.body, stale: true } : answer.body;
    }
    local = mayBeStale && answer?.status === 503 && hunt.askedAll;
    await hunt.next(origin, { stay: local });
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
  const hunt = new Hunt(servers);
  let until = begun + PAUSES.command;
  let heard = begun;
  let wasOffline = false;
  let asked = false;
  let why;
  const request = {
    method: 'POST',
    headers: { ...who(user), 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(command),
  };
  while (performance.now() < until) {
    if (offline.value) {
      wasOffline = true;
      onOffline();
      await online(signal);
      until = performance.now() + PAUSES.command;
    }
    if (signal?.aborted) return stopped(asked);
    const silence = performance.now() - heard;
    if (wasOffline ? silence > PAUSES.offlineOld : silence > PAUSES.silentOld) {
      const known = await answerOrNothing(key, user);
      if (known?.answer) return known.answer;
      if (!known) {
        await hunt.next(hunt.origin, { stay: true });
        continue;
      }
      if (!await mayGoOn(performance.now() - begun)) return signal?.aborted ? stopped(asked) : notSent(asked);
      if (signal?.aborted) return stopped(asked);
      heard = performance.now();
      wasOffline = false;
      until = heard + PAUSES.command;
    }
    const { origin } = hunt;
    if (asked) onTry(origin, hunt.tries + 1, why);
    asked = true;
    const answer = await ask(origin, '/v1/commands', request, PAUSES.oneAnswer, signal);
    if (answer && answer.status < 500 && answer.status !== 429 && answer.body.status) {
      return answer.body;
    }
    why = answer?.body?.code;
    if (answer) heard = performance.now();
    if (signal?.aborted) return stopped(true);
    await hunt.next(origin, { stay: answer?.status === 429 });
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
  const answer = await ask(origin, path, {}, PAUSES.oneServer);
  return answer?.status === 200 ? answer.body : null;
}

/** Hands leadership over to a server. */
export async function transfer(to) {
  const answer = await ask(servers.current, '/v1/cluster/transfer', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ to }),
  }, 2 * PAUSES.oneAnswer);
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
