/** One command at a time from a panel, and what to say of it meanwhile and after. */
import { html, useState } from '../lib/html.js';
import { nameOf } from '../net/servers.js';
import { perform } from '../store/commands.js';
import { withName } from '../store/identity.js';

/** After so long without an answer the reader is told what happens next. */
const SLOW_MILLIS = 1_000;

/**
 * @returns {{busy: boolean, run: (command: object, about?: object) => void, answer: object | null,
 *     progress: string, clear: () => void}} `answer` is the last receipt
 */
export function useCommand() {
  const [state, setState] = useState({ busy: false, answer: null, progress: '' });
  const run = (command, about, whenDone) => withName(async name => {
    const say = progress => setState({ busy: true, answer: null, progress });
    say('Sending …');
    const slow = setTimeout(() => say('No answer yet. If none comes, another server is asked with the same number, so it counts once at most.'), SLOW_MILLIS);
    const answer = await perform(command, name, about, (origin, tries) => {
      clearTimeout(slow);
      say(`No answer: asking ${nameOf(origin)} with the same number, try ${tries}. It counts once at most.`);
    });
    clearTimeout(slow);
    setState({ busy: false, answer, progress: '' });
    whenDone?.(answer);
  });
  return { ...state, run, clear: () => setState({ busy: false, answer: null, progress: '' }) };
}

/** Says how a command stands: under way, accepted with its receipt, refused, or unknown. */
export function AnswerLine({ command, yes }) {
  const { answer, progress } = command;
  return html`<div class="answer" role="status" aria-live="polite">
    ${progress && html`<p class="is-waiting">${progress}</p>`}
    ${answer && html`<p class=${'is-' + answer.status}>
      ${answer.status === 'success' ? yes?.(answer) ?? answer.message : answer.message}
      ${answer.status === 'success' && answer.index && html` <span class="receipt-line">Receipt no. <span class="receipt-number">${answer.index}</span></span>`}</p>`}
  </div>`;
}
