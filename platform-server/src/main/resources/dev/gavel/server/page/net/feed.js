/**
 * Follows all events of the house over one stream, and goes on at another server from the very event
 * it had seen. It is read with fetch and not EventSource, which can neither say who watches nor move to
 * another server at a position.
 */
import { Servers, askedIn, originsOf } from './servers.js';
import { Hunt, PAUSES } from './hunt.js';
import { readEvents } from './sse.js';
import { HouseClock } from './house-clock.js';

/** Looks in a row that may fail: more would be slow, fewer would move at every hiccup. */
const FAILURES_ALLOWED = 1;
const HAND_OUT_EVERY_MILLIS = 40;

export class Feed {
  #servers;
  #hunt;
  #user;
  #tell;
  #position = null;
  #abort = null;
  #running = false;
  /** Which start this is: what an earlier one still has under way ends by it. */
  #run = 0;
  #failures = 0;
  #clock = new HouseClock();
  #clockOf = null;
  #waiting = [];
  #handOut = 0;
  #status = { state: 'connecting', origin: '' };
  #cluster = null;
  /** Ends the pause before the next look. */
  #lookNow = null;

  /**
   * @param {string[]} origins servers, the first of them first
   * @param {string} user who watches; empty for nobody in particular
   * @param {(news: object) => void} tell is told `{status}`, `{cluster}`, `{clock}`, `{events}`,
   *     `{fresh: true}` when events may have been missed, so that views must be read again
   */
  constructor(origins, user, tell) {
    this.#servers = new Servers(origins);
    this.#hunt = new Hunt(this.#servers);
    this.#user = user;
    this.#tell = tell;
  }

  /** How it stands, for one who has just begun to listen. */
  get now() {
    return { status: this.#status, cluster: this.#cluster, clock: this.#time() };
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    const run = ++this.#run;
    this.#follow(run);
    this.#look(run);
  }

  /** Ends; another `start` goes on from the same event. */
  stop() {
    this.#running = false;
    this.#abort?.abort();
  }

  /** The network is back: what there was of a stream is given up, and another goes on from the same event. */
  again() {
    this.#hunt.found();
    this.#abort?.abort();
  }

  #goesOn(run) {
    return this.#running && run === this.#run;
  }

  async #follow(run) {
    while (this.#goesOn(run)) {
      const { origin } = this.#hunt;
      try {
        await this.#stream(origin);
      } catch {
        // why does not matter: the next server is asked
      }
      if (!this.#goesOn(run)) return;
      this.#say({ state: 'reconnecting', origin });
      await this.#hunt.next(origin);
    }
  }

  async #stream(origin) {
    const abort = new AbortController();
    this.#abort = abort;
    let alarm = setTimeout(() => abort.abort(), PAUSES.streamBegins);
    const alive = () => {
      clearTimeout(alarm);
      alarm = setTimeout(() => abort.abort(), PAUSES.streamSilence);
    };
    try {
      const headers = { Accept: 'text/event-stream' };
      if (this.#user) headers['Gavel-User'] = userHeader(this.#user);
      const after = this.#position ? '?after=' + this.#position : '';
      const answer = await fetch(origin + '/v1/events' + after,
        { headers, signal: abort.signal, cache: 'no-store' });
      if (!answer.ok) throw new Error('no stream: ' + answer.status);
      alive();
      this.#hunt.found();
      this.#failures = 0;
      if (!this.#position) this.#tell({ fresh: true });
      this.#say({ state: 'live', origin });
      if (this.#cluster?.askedAt !== origin) this.#lookNow?.();
      await readEvents(answer.body, event => this.#heard(event), alive);
    } finally {
      clearTimeout(alarm);
      abort.abort();
    }
  }

  #heard(event) {
    if (event.id) this.#position = event.id;
    if (event.type === 'reset') {
      this.#tell({ fresh: true });
    } else if (event.data) {
      this.#waiting.push({ position: event.id, type: event.type, ...JSON.parse(event.data) });
      this.#handOut ||= setTimeout(() => this.#flush(), HAND_OUT_EVERY_MILLIS);
    }
  }

  /** Events are handed out together, so that a busy house does not drown the page. */
  #flush() {
    this.#handOut = 0;
    const events = this.#waiting;
    this.#waiting = [];
    this.#tell({ events });
  }

  /** Asks the server of the stream how all stand: tells the time, and whether it still answers. */
  async #look(run) {
    while (this.#goesOn(run)) {
      const origin = this.#servers.current;
      try {
        await this.#lookAt(origin);
        this.#failures = 0;
      } catch {
        if (origin === this.#servers.current && ++this.#failures > FAILURES_ALLOWED) {
          this.#failures = 0;
          this.#abort?.abort();
        }
      }
      // the stream may have moved on meanwhile: where to is told at once
      if (origin === this.#servers.current) {
        await new Promise(done => {
          this.#lookNow = done;
          setTimeout(done, PAUSES.look);
        });
      }
    }
  }

  async #lookAt(origin) {
    const sent = performance.now();
    const answer = await fetch(origin + '/v1/cluster',
      { signal: AbortSignal.timeout(PAUSES.lookAnswer), cache: 'no-store' });
    const received = performance.now();
    if (!answer.ok) throw new Error('no answer: ' + answer.status);
    const cluster = await answer.json();
    const origins = originsOf(cluster, origin);
    this.#servers.learn(origins);
    const asked = askedIn(cluster, answer, origin);
    const leader = cluster.servers.find(server => server.id === cluster.leader);
    if (asked) {
      if (this.#clockOf !== asked.id) this.#clock.forget();
      this.#clockOf = asked.id;
      this.#clock.sample(sent, received, asked.clockMillis + (leader?.clockOffsetMillis ?? 0));
    }
    this.#cluster = { ...cluster, asked: asked?.id, askedAt: origin };
    this.#tell({ cluster: this.#cluster, clock: this.#time() });
    if (asked && !asked.ready) {
      const better = cluster.servers.some(server => server.up && server.ready)
        || await anyReady(origins.filter(one => one !== origin));
      if (better) throw new Error(asked.notReadyBecause);
    }
  }

  #time() {
    return this.#clock.estimate(performance.now());
  }

  #say(status) {
    this.#status = status;
    this.#tell({ status });
  }
}

/** Whether a server says of itself that it is ready: one that is cut off does not know of the others. */
async function anyReady(origins) {
  const answers = origins.map(async origin => {
    const answer = await fetch(origin + '/readyz', { signal: AbortSignal.timeout(PAUSES.lookAnswer), cache: 'no-store' });
    if (!answer.ok) throw new Error('not ready');
  });
  return Promise.any(answers).then(() => true, () => false);
}

/** A name as a header can carry it. */
export function userHeader(user) {
  return /^[\x21-\x7e]+$/.test(user) ? user : "UTF-8''" + encodeURIComponent(user);
}
