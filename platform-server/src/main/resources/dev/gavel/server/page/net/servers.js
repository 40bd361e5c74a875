/** The servers of the house as this page or worker can reach them, and which one it uses. */

/** Where all servers are; the one asked at the moment comes from `current`. */
export class Servers {
  #all;
  #at = 0;

  /** @param {string[]} origins as `http://127.0.0.1:8080`; the first is used first */
  constructor(origins) {
    this.#all = [...origins];
  }

  get all() { return [...this.#all]; }

  get current() { return this.#all[this.#at]; }

  /** Takes note of servers it did not know. */
  learn(origins) {
    for (const origin of origins) {
      if (!this.#all.includes(origin)) this.#all.push(origin);
    }
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
 */
export function originsOf(cluster, origin) {
  const here = new URL(origin);
  return cluster.servers.map(server => {
    const url = new URL(here.protocol + '//' + server.httpAddress);
    return url.port === here.port && isLoopback(url.hostname) && isLoopback(here.hostname)
      ? origin : url.origin;
  });
}

function isLoopback(host) {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
