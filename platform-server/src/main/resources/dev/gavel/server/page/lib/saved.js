/** Small things kept in this browser. Where it keeps nothing (private mode), they last as long as the page. */

const memory = new Map();
/** What could not be written the last time: the text that is stored is older. */
const unkept = new Set();

/** What is kept under `name`, else `otherwise`. */
export function load(name, otherwise, place = 'localStorage') {
  return unkept.has(place + name) ? memory.get(name) : loadStored(name, otherwise, place);
}

/** What is stored under `name`, also where this page has something newer that it could not write. */
export function loadStored(name, otherwise, place = 'localStorage') {
  try {
    const text = globalThis[place].getItem('gavel.' + name);
    return text === null ? memory.get(name) ?? otherwise : JSON.parse(text);
  } catch {
    return memory.get(name) ?? otherwise;
  }
}

/** Keeps `value` under `name`. @returns {boolean} false where it lasts only as long as the page */
export function save(name, value, place = 'localStorage') {
  memory.set(name, value);
  try {
    globalThis[place].setItem('gavel.' + name, JSON.stringify(value));
    unkept.delete(place + name);
    return true;
  } catch {
    unkept.add(place + name);
    return false;
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
