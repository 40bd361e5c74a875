/** Rising clocks: the price rises by itself, who leaves is out for good, and the last one in wins. */
import { span } from '../../format/time.js';
import { pace as paceCondition } from '../rounds/conditions.js';
import { pace } from '../rounds/form.js';
import { rounds } from '../rounds/room.js';
import { COMMON_FORM, start } from '../shared/form.js';
import { Happened } from './happened.js';
import { Panel } from './panel.js';
import { asksToConfirm, missedTooMany, staying } from './standing.js';

const ROUNDS = rounds({ moves: 'rises' });

/** @type {import('../rooms.js').Room} */
export const clock = {
  ...ROUNDS,
  name: 'Rising clock',
  about: 'The price rises by itself; stay in or leave. The last one in wins.',
  priceOfRound: (view, round) => view.start + round * view.step,
  standing({ participants = {} }, me) {
    if (!(me in participants)) return null;
    return participants[me] ? { tone: 'good', text: 'You are in' } : { tone: 'bad', text: 'You are out' };
  },
  activity(view) {
    return view.participants ? `${Object.values(view.participants).filter(Boolean).length} in` : ROUNDS.activity(view);
  },
  next(view) {
    const next = ROUNDS.next(view);
    const told = next.at ? next : { ...next, short: 'running' };
    if (view.runBy !== 'seller' || !view.periodMillis) return told;
    return { ...told, word: 'Next price', text: `each ${span(view.periodMillis)}, called by the seller’s program` };
  },
  conditions: view => [
    paceCondition(view, 'Rises by'),
    view.confirm !== undefined && { name: 'Staying in', text: staying(view) },
    view.runBy === 'seller' && { name: 'Run by', text: `The program of its seller, ${view.seller}, calls the rounds.` },
  ],
  people: { areShown: true, word: 'in' },
  whyDropped: view => (asksToConfirm(view) ? `you did not confirm ${missedTooMany(view)}` : ''),
  Panel,
  Happened,
  form: {
    ...COMMON_FORM,
    price: [start('The price of the first round.', { isNeeded: true }), ...pace('Rises by')],
    note: 'Bidders join before the start, so it opens at its time, or by hand once somebody has joined.',
    usuallySeen: 'on a rising clock only those who joined see the price',
    opensAtOnce: false,
    sentence: ({ start: from, step, period }, { show, lasts }, what) =>
      `The price of ${what} starts at ${show(from)} and rises by ${show(step)} every ${lasts(period)}; who leaves is out for good, and the last one in wins.`,
  },
};
