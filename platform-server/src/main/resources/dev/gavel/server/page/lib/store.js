/** Values that components watch. */
import { useReducer, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * A value that can be watched.
 * @template T
 * @param {T} value what it holds at first
 */
export function store(value) {
  const listeners = new Set();
  return {
    get value() { return value; },
    /** @param {T | ((before: T) => T)} next the new value, or how to get it from the old one */
    set(next) {
      const after = typeof next === 'function' ? next(value) : next;
      if (Object.is(after, value)) return;
      value = after;
      for (const heard of [...listeners]) heard(value);
    },
    /** Calls `heard` after each change. @returns {() => void} ends it */
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

/** What `select` makes of a store's value; the component is drawn again when that changes. */
export function useStore(source, select = same) {
  const [, redraw] = useReducer(n => n + 1, 0);
  const shown = useRef();
  const chosen = useRef(select);
  chosen.current = select;
  shown.current = select(source.value);
  useLayoutEffect(() => {
    const look = () => {
      if (!Object.is(chosen.current(source.value), shown.current)) redraw();
    };
    look();
    return source.listen(look);
  }, [source]);
  return shown.current;
}

const same = value => value;
