/**
 * A button whose words change by themselves: what counts is what stood on it when the press began. A bid of
 * somebody else that arrives between the pointer's way down and its way up changes nothing any more.
 */
import { useRef } from '../lib/html.js';

/** A click comes this soon after the pointer was lifted, if it comes at all. */
const CLICK_AFTER_MILLIS = 700;

/**
 * What the button is to carry.
 * @template T
 * @param {T} offer what the button says at the moment; must be what it was drawn with
 * @param {(offer: T) => void} act told what was offered when the press began
 */
export function usePress(offer, act) {
  const shown = useRef(offer);
  const pressed = useRef(null);
  shown.current = offer;
  const begin = () => {
    const press = { offer: shown.current };
    pressed.current = press;
    const over = () => {
      removeEventListener('pointerup', over, true);
      removeEventListener('pointercancel', over, true);
      removeEventListener('keyup', over, true);
      setTimeout(() => { if (pressed.current === press) pressed.current = null; }, CLICK_AFTER_MILLIS);
    };
    addEventListener('pointerup', over, true);
    addEventListener('pointercancel', over, true);
    addEventListener('keyup', over, true);
  };
  return {
    onPointerDown: begin,
    onKeyDown: event => { if (!event.repeat && (event.key === 'Enter' || event.key === ' ')) begin(); },
    onClick: () => {
      const press = pressed.current;
      pressed.current = null;
      act(press ? press.offer : shown.current);
    },
  };
}
