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
