/** The servers of the house as this page or worker can reach them, and which one it uses. */
import { agent } from './served-by.js';

/** Where all servers are; the one asked at the moment comes from `current`. */
export class Servers {
  #first;
  #all;
  #at = 0;

  /** @param {string[]} origins as `http://127.0.0.1:8080`; the first is used first */
  constructor(origins) {
    this.#first = [...origins];
    this.#all = [...origins];
  }

  get all() { return [...this.#all]; }

  get current() { return this.#all[this.#at]; }

  /** Takes note of the servers of the house as they are now: those that it has replaced are asked no more. */
  learn(origins) {
    const { current } = this;
    this.#all = [...new Set([...this.#first, current, ...origins])];
    this.#at = this.#all.indexOf(current);
  }

  /** Moves on from a server that does not answer, unless somebody else already did. */
  leave(failed) {
    if (this.current === failed) this.#at = (this.#at + 1) % this.#all.length;
    return this.current;
  }
}

/**
 * The origins of the servers in an answer of `/v1/cluster`, as reached from `origin`: the same server
 * keeps the name it was asked under, since `localhost` and `127.0.0.1` are two origins to a browser.
 * A program of the bidder's own has them all, below an address of its own each.
 */
export function originsOf(cluster, origin) {
  if (agent) return cluster.servers.map(server => `${location.origin}/servers/${server.id}`);
  const here = new URL(origin);
  return cluster.servers.map(server => {
    const url = new URL(here.protocol + '//' + server.httpAddress);
    return url.port === here.port && isLoopback(url.hostname) && isLoopback(here.hostname)
      ? origin : url.origin;
  });
}

/** Which server of the house an answer of `/v1/cluster` came from; undefined where it cannot be told. */
export function askedIn(cluster, answer, origin) {
  const id = agent && answer.headers.get('Gavel-Server');
  return agent ? cluster.servers.find(server => String(server.id) === id)
    : cluster.servers[originsOf(cluster, origin).indexOf(origin)];
}

/** What people call a server that is reached at `origin`. */
export function nameOf(origin) {
  const { host, pathname } = new URL(origin);
  const id = agent && /^\/servers\/(\d+)$/.exec(pathname)?.[1];
  return id ? `server ${id}` : host;
}

function isLoopback(host) {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
