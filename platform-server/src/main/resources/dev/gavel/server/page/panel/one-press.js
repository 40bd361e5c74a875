/**
 * One press is one order: what a double-click or a key that is held down adds to it presses nothing. The house
 * may have answered in between, so that the button beneath would already say something else.
 */

/** The halves of a double-click are nearer than this; somebody who read what has changed needs longer. */
const DOUBLE_MILLIS = 350;

let last = -Infinity;

/** Watches the buttons of all panels. */
export function watchPresses() {
  addEventListener('click', event => {
    const since = event.timeStamp - last;
    last = event.timeStamp;
    if (event.detail > 1 && since < DOUBLE_MILLIS && isInPanel(event)) stop(event);
  }, true);
  addEventListener('keydown', event => {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ' && event.target.tagName === 'BUTTON') && isInPanel(event)) stop(event);
  }, true);
}

function isInPanel(event) {
  return event.target.closest?.('.panel') !== null;
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
