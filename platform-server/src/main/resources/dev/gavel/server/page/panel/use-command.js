/** One command at a time from a panel, and what to say of it meanwhile and after. */
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { nameOf } from '../net/servers.js';
import { perform } from '../store/commands.js';
import { withName } from '../store/identity.js';
import { notify } from '../store/notices.js';
import { span } from '../format/time.js';
import { deedText } from '../format/bid-words.js';
import { inReadersWords } from '../format/house-words.js';
import { houseNow } from '../store/live.js';

/** After so long without an answer the reader is told what happens next. */
const SLOW_MILLIS = 1_000;
/** What servers say that cannot decide at the moment. */
const OBSTACLES = { NO_MAJORITY: 'No majority of the servers is up', NO_LEADER: 'The servers have no leader yet', BUSY: 'The server is busy' };
const IDLE = { busy: false, answer: null, progress: '', question: null };

/**
 * @returns {{busy: boolean, run: (command: object | ((name: string) => object | null), about?: object,
 *     whenDone?: (answer: object) => void) => void, answer: object | null, progress: string,
 *     question: {text: string, answer: (yes: boolean) => void} | null, cancel: () => void,
 *     clear: () => void}} `answer` is the last receipt; a command that is given as a function of its
 *     sender's name is not sent where that gives null
 */
export function useCommand() {
  const [state, setState] = useState(IDLE);
  const sender = useRef({ gone: false, abort: null, question: null });
  useEffect(() => () => {
    sender.current.gone = true;
    sender.current.question?.(false);
  }, []);
  const run = (wish, about, whenDone) => withName(async name => {
    const command = typeof wish === 'function' ? wish(name) : wish;
    if (!command) return;
    const abort = new AbortController();
    sender.current.abort = abort;
    const say = progress => setState({ ...IDLE, busy: true, progress });
    say('Sending …');
    const slow = setTimeout(() => say('No answer yet. If none comes, another server is asked with the same number, so it counts once at most.'), SLOW_MILLIS);
    const answer = await perform(command, name, about, {
      signal: abort.signal,
      onTry(origin, tries, why) {
        clearTimeout(slow);
        say(`${OBSTACLES[why] ?? 'No answer'}: asking ${nameOf(origin)} with the same number, try ${tries}. It counts once at most.`);
      },
      onOffline() {
        clearTimeout(slow);
        say('You are offline. This waits here, and you are asked before it goes out.');
      },
      mayGoOn(waitedMillis) {
        clearTimeout(slow);
        return ask(sender.current, abort.signal, setState, deedText({ ...command, ...about }), waitedMillis);
      },
    });
    clearTimeout(slow);
    if (sender.current.gone && answer.code === 'NOT_SENT') {
      notify({ tone: 'bad', text: `Your ${command.op}${about?.name ? ' on ' + about.name : ''} was not sent${answer.asked ? ' again' : ''}: no server could be reached in time.${answer.asked ? ' It may still arrive, and count then.' : ''}`, auction: command.auction });
    }
    setState({ ...IDLE, answer });
    whenDone?.(answer);
  });
  return { ...state, run, cancel: () => sender.current.abort?.abort(), clear: () => setState(IDLE) };
}

/** Asks the sender before something old goes out; where the panel is gone, nobody can be asked, and the answer is no. */
function ask(sender, signal, setState, what, waitedMillis) {
  if (sender.gone || signal.aborted) return false;
  return new Promise(done => {
    const answer = yes => {
      sender.question = null;
      setState({ ...IDLE, busy: true, progress: yes ? 'Sending …' : '' });
      done(yes);
    };
    sender.question = answer;
    signal.addEventListener('abort', () => answer(false));
    setState({ ...IDLE, busy: true, question: { text: `${what}: this is ${span(waitedMillis)} old, and the house does not know of it: no server could be reached.`, answer } });
  });
}

/**
 * Says how a command stands: under way, accepted with its receipt, refused, or unknown. What waits can be
 * cancelled, and what has become old is asked about.
 * @param {{command: object, yes?: (answer: object) => string, no?: (answer: object) => string,
 *     now?: string}} props `now` is how things stand by now, for one who is asked
 */
export function AnswerLine({ command, yes, no, now = '' }) {
  const { answer, progress, question } = command;
  return html`<div class="answer" role="status" aria-live="polite">
    ${progress && html`<p class="is-waiting">${progress}${progress !== 'Sending …' && command.cancel && html` <button type="button" class="link" onClick=${command.cancel}>Cancel</button>`}</p>`}
    ${question && html`<div class="is-waiting question"><p>${question.text} ${now} Send it now?</p>
      <div class="actions"><button type="button" class="button is-small" onClick=${() => question.answer(false)}>Do not send it</button>
      <button type="button" class="button is-small" onClick=${() => question.answer(true)}>Send it now</button></div></div>`}
    ${answer && html`<p class=${'is-' + answer.status}>
      ${(answer.status === 'success' ? yes?.(answer) : answer.status === 'fail' && no?.(answer)) || inReadersWords(answer.message, houseNow())}
      ${answer.status === 'success' && answer.index && html` <span class="receipt-line">Receipt no. <span class="receipt-number">${answer.index}</span></span>`}</p>`}
  </div>`;
}
