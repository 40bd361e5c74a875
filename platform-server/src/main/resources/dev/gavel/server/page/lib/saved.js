/** Small things kept in this browser. Where it keeps nothing (private mode), they last as long as the page. */

const memory = new Map();

/** What is kept under `name`, else `otherwise`. */
export function load(name, otherwise, place = 'localStorage') {
  try {
    const text = globalThis[place].getItem('gavel.' + name);
    return text === null ? memory.get(name) ?? otherwise : JSON.parse(text);
  } catch {
    return memory.get(name) ?? otherwise;
  }
}

/** Keeps `value` under `name`. */
export function save(name, value, place = 'localStorage') {
  memory.set(name, value);
  try {
    globalThis[place].setItem('gavel.' + name, JSON.stringify(value));
  } catch {
    // then only as long as the page lasts
  }
}

const YEAR_SECONDS = 365 * 86_400;

/** A short text kept under `name` for all ports of this host; empty where there is none. */
export function loadForHost(name) {
  const kept = document.cookie.split('; ').find(one => one.startsWith(`gavel.${name}=`));
  try {
    return kept ? decodeURIComponent(kept.slice(kept.indexOf('=') + 1)) : '';
  } catch {
    return '';
  }
}

/** Keeps a short text for all ports of this host: browsers tell cookies apart by host, and all else by port too. */
export function saveForHost(name, text) {
  document.cookie = `gavel.${name}=${encodeURIComponent(text)}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`;
}
