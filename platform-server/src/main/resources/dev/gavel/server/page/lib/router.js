/** Which page is shown: the part of the address after the hash, so that no server need know of it. */
import { store } from './store.js';

// An address typed without the hash is the same page: the server gives it, and it is written with one.
if (location.pathname !== '/') {
  const written = location.hash.length > 1 ? location.hash : '#' + location.pathname + location.search;
  history.replaceState(null, '', '/' + written);
}

/** The path, as `/auctions/7`, and what stands behind its question mark. */
export const route = store(read());

function read() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  return { path: path.replace(/(.)\/+$/, '$1') || '/', query: new URLSearchParams(query) };
}

addEventListener('hashchange', () => route.set(read()));

/** Goes to a path such as `/auctions/7`. */
export function go(path) {
  location.hash = path;
}

/** Changes what stands behind the question mark, without a new step in the history. */
export function refine(query) {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  history.replaceState(null, '', '#' + route.value.path + (text ? '?' + text : ''));
  route.set(read());
}
