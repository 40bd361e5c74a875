/** Questions and commands to the house. Any server answers for all of it, so the next one is asked where one does not. */
import { Servers } from './servers.js';
import { userHeader } from './feed.js';

const READ_PATIENCE_MILLIS = 4_000;
const READ_TRIES_MILLIS = 15_000;
const ONE_SERVER_MILLIS = 2_000;
const SEND_PATIENCE_MILLIS = 4_000;
/** How long a command is asked again before the page says that its outcome is unknown. */
const SEND_TRIES_MILLIS = 60_000;
const FIRST_PAUSE_MILLIS = 60;
const LONGEST_PAUSE_MILLIS = 1_000;

/** The servers this page asks; others are added as they become known. */
export const servers = new Servers([location.origin]);

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
 */
export async function read(path, user) {
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
    local = answer?.status === 503 && askedAll;
    if (!local) servers.leave(origin);
    if (tries >= servers.all.length - 1) await pause(tries);
  }
  throw new Trouble('NOT_REACHED', 'No server of the house answers at the moment.');
}

/**
 * Has a command carried out exactly once: it is sent under one key, and asked again under the same key,
 * at other servers too, until the house says what became of it.
 * @param {object} command as in the HTTP description
 * @param {string} key idempotency key
 * @param {(origin: string, tries: number) => void} onTry told before each try after the first
 * @returns {Promise<object>} the outcome; `status` is `exception` where nobody answered in time
 */
export async function send(command, key, user, onTry = () => {}) {
  const until = performance.now() + SEND_TRIES_MILLIS;
  const request = {
    method: 'POST',
    headers: { ...who(user), 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(command),
  };
  for (let tries = 0; performance.now() < until; tries++) {
    const origin = servers.current;
    if (tries > 0) onTry(origin, tries + 1);
    const answer = await ask(origin, '/v1/commands', request, SEND_PATIENCE_MILLIS);
    if (answer && answer.status < 500 && answer.status !== 429 && answer.body.status) {
      return answer.body;
    }
    if (answer?.status !== 429) servers.leave(origin);
    await pause(tries);
  }
  return {
    status: 'exception', code: 'NOT_REACHED',
    message: 'No server said what became of this. It counts at most once; ask again to learn whether it does.',
  };
}

/** What was first answered under a key; null where no answer is known. */
export async function firstAnswer(key, user) {
  try {
    return await read('/v1/requests/' + encodeURIComponent(key), user);
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
async function ask(origin, path, request, patienceMillis) {
  try {
    const answer = await fetch(origin + path,
      { ...request, signal: AbortSignal.timeout(patienceMillis), cache: 'no-store' });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return null;
  }
}

function who(user) {
  return user ? { 'Gavel-User': userHeader(user) } : {};
}

function pause(tries) {
  const millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** Math.min(tries, 6));
  return new Promise(done => setTimeout(done, millis * (0.5 + Math.random() / 2)));
}
