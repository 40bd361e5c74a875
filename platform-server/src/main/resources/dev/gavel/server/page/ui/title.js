/** The title of the window. */
import { useEffect } from '../lib/html.js';

/** Puts `text` into the window's title. */
export function useTitle(text) {
  useEffect(() => { document.title = text ? `${text} · Gavel` : 'Gavel'; }, [text]);
}
