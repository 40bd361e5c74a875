/** Who the reader is. In open mode a name is enough. */
import { store } from '../lib/store.js';
import { load, loadForHost, save, saveForHost } from '../lib/saved.js';
import { agent } from '../net/served-by.js';

const MAX_CHARS = 64;

// A name that the program was started under goes before one of earlier, until the reader takes another.
if (agent?.user && load('agent-user', '') !== agent.user) {
  save('agent-user', agent.user);
  save('user', agent.user);
  saveForHost('user', agent.user);
}

/**
 * The reader's name; empty as long as they have none. A tab may have a name of its own. Servers that
 * differ in their port only know the reader alike; what is kept otherwise is kept for each address.
 */
export const user = store(load('tab-user', '', 'sessionStorage') || loadForHost('user') || load('user', ''));
if (user.value && !loadForHost('user') && !load('tab-user', '', 'sessionStorage')) saveForHost('user', user.value);

/** Takes another name, for this browser or for this tab only. */
export function become(name, thisTabOnly) {
  if (thisTabOnly) {
    save('tab-user', name, 'sessionStorage');
  } else {
    save('tab-user', '', 'sessionStorage');
    save('user', name);
    saveForHost('user', name);
  }
  user.set(name);
}

/** What is wrong with a name; empty if nothing. */
export function faultOf(name) {
  if (name === '') return 'Type the name you want to bid under.';
  if (name.length > MAX_CHARS) return `A name has at most ${MAX_CHARS} characters.`;
  if (/[\p{C}]|[^\P{Z} ]/u.test(name)) return 'A name has visible characters only.';
  return '';
}

/** Asked for when something needs a name: what is to be done once there is one. */
export const wanted = store(null);

/** Calls `then` with the reader's name, after asking for one if there is none. */
export function withName(then) {
  if (user.value) then(user.value);
  else wanted.set({ then });
}
