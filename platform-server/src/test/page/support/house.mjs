/** Five real servers as processes of this machine, on free ports, that end with this process at the latest. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './until.mjs';

/** How Gavel is started: given by the build as a list in JSON, else the launcher of this checkout. */
export const COMMAND = process.env.GAVEL_COMMAND ? JSON.parse(process.env.GAVEL_COMMAND)
  : [resolve(import.meta.dirname, '../../../../../gavel')];
/** For processes that live a minute: no time is spent on what pays off later. */
export const ENVIRONMENT = { ...process.env, GAVEL_BUILD: 'never', JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1' };
const START_MILLIS = 90_000;
const ANSWER_MILLIS = 1_000;
/** So few that a test can let a tab miss more than the servers hold; bursts of all other tests are smaller. */
export const FEED_EVENTS = 120;

/** The servers of one configuration. */
export class House {
  #processes = new Map();

  constructor(folder, ports) {
    this.folder = folder;
    this.config = join(folder, 'gavel.conf');
    this.origins = ports.map(([http]) => `http://127.0.0.1:${http}`);
    this.ids = [...ports.keys()];
  }

  /** Starts `count` servers and waits until all are ready. */
  static async start(count = 5) {
    const folder = await mkdtemp(join(tmpdir(), 'gavel-page-'));
    const { text, ports } = await configuration(folder, count);
    const house = new House(folder, ports);
    await writeFile(house.config, text);
    try {
      await Promise.all(house.ids.map(id => house.launch(id)));
      await Promise.all(house.ids.map(id => house.ready(id)));
    } catch (failure) {
      await house.stop();
      throw failure;
    }
    return house;
  }

  /** Starts one that does not run, without waiting for it. */
  async launch(id) {
    const log = await open(join(this.folder, `${id}.log`), 'a');
    const process_ = spawn(COMMAND[0], [...COMMAND.slice(1), 'server', String(id), '--config', this.config],
      { stdio: ['pipe', log.fd, log.fd], env: { ...ENVIRONMENT, GAVEL_END_WITH_PARENT: 'yes' } });
    await log.close();
    this.#processes.set(id, process_);
  }

  async ready(id) {
    try {
      await until(async () => (await fetch(this.origins[id] + '/readyz', { signal: AbortSignal.timeout(ANSWER_MILLIS) })).ok, START_MILLIS);
    } catch (failure) {
      throw new Error(`server ${id} is not ready:\n${await readFile(join(this.folder, `${id}.log`), 'utf8')}`, { cause: failure });
    }
  }

  /** SIGKILL; returns when it is gone. */
  async kill(id) {
    const process_ = this.#processes.get(id);
    if (process_.exitCode !== null || process_.signalCode !== null) return;
    process_.kill('SIGKILL');
    await once(process_, 'exit');
  }

  pause(id) { this.#processes.get(id).kill('SIGSTOP'); }

  resume(id) { this.#processes.get(id).kill('SIGCONT'); }

  async restart(id) {
    await this.kill(id);
    await this.launch(id);
    await this.ready(id);
  }

  /** The id of the server that the others follow. */
  async leader() {
    return until(async () => {
      for (const origin of this.origins) {
        try {
          const view = await (await fetch(origin + '/v1/cluster', { signal: AbortSignal.timeout(ANSWER_MILLIS) })).json();
          const leader = view.servers.find(one => one.id === view.leader);
          if (leader?.up && leader.role === 'leader') return leader.id;
        } catch {
          // this one is down; another knows
        }
      }
      return undefined;
    }, START_MILLIS);
  }

  /** How many streams of events all servers together serve: a page leaves one that is slow for the next. */
  async watchers() {
    const counts = await Promise.all(this.origins.map(async origin => {
      const text = await (await fetch(origin + '/metrics', { signal: AbortSignal.timeout(6_000) })).text();
      return Number(/^gavel_watchers (\S+)$/m.exec(text)[1]);
    }));
    return counts.reduce((sum, count) => sum + count);
  }

  /** Has a command carried out over HTTP, as a script would; its outcome. */
  async command(user, command) {
    const key = crypto.randomUUID();
    return until(async () => {
      for (const origin of this.origins) {
        try {
          const answer = await fetch(origin + '/v1/commands', {
            method: 'POST', body: JSON.stringify(command), signal: AbortSignal.timeout(6_000),
            headers: { 'Gavel-User': user, 'Content-Type': 'application/json', 'Idempotency-Key': key },
          });
          if (answer.status < 500 && answer.status !== 429) return await answer.json();
        } catch {
          // another server takes it, under the same key
        }
      }
      return undefined;
    }, START_MILLIS);
  }

  /** Creates an auction and opens it, unless `more` says otherwise; its id. */
  async sell(more, seller = 'sue') {
    const outcome = await this.command(seller, {
      op: 'create', name: 'Oak table', format: 'english', start: 10_000, open: true, ...more,
    });
    if (outcome.status !== 'success') throw new Error(JSON.stringify(outcome));
    return outcome.auction;
  }

  /** What a read says, from the first server that answers. */
  async read(path, user) {
    return until(async () => {
      for (const origin of this.origins) {
        try {
          const answer = await fetch(origin + path, { headers: user ? { 'Gavel-User': user } : {}, signal: AbortSignal.timeout(6_000) });
          if (answer.status < 500) return await answer.json();
        } catch {
          // another server answers
        }
      }
      return undefined;
    }, START_MILLIS);
  }

  /** Ends all, however they stand, and takes their records away; may be called again. */
  async stop() {
    await Promise.all(this.ids.filter(id => this.#processes.has(id)).map(id => this.kill(id)));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A configuration for servers on free ports, and these ports: HTTP, client and Raft of each. */
export async function configuration(folder, count) {
  const flat = await freePorts(3 * count);
  const ports = Array.from({ length: count }, (_, id) => flat.slice(3 * id, 3 * id + 3));
  const rows = ports.map(([http, client, raft], id) => (
    `{ id = ${id}, host = 127.0.0.1, http-port = ${http}, client-port = ${client}, raft-port = ${raft} }`));
  return { ports, text: `records-folder = "${folder}"\nservers = [\n${rows.join('\n')}\n]\nlimits.feed-events = ${FEED_EVENTS}\n` };
}

/**
 * Below the range from which the system lends ports to outgoing connections: a server that is down for a moment
 * would not get such a port back. Above the last port that browsers refuse to go to.
 */
const PORTS_FROM = 10_100;
const PORTS_TO = 20_000;

async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = randomInt(PORTS_FROM, PORTS_TO);
    if (!ports.has(port) && await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port) {
  const listener = createServer();
  const tried = new Promise(done => listener.once('listening', () => done(true)).once('error', () => done(false)));
  listener.listen(port, '127.0.0.1');
  const free = await tried;
  if (free) await new Promise(done => listener.close(done));
  return free;
}
