/** What is said where bids rise: the modules of open bids put these words into their sentences. Pure. */
import { MOST } from '../../format/money.js';
import { SELLING } from '../shared/reserve.js';

/** @type {import('../open-bids/room.js').Words} */
export const WORDS = {
  bids: { deed: 'Bid', title: 'Bids', one: 'bid', way: 'up' },
  a: 'A',
  start: 'Starts at',
  price: 'Current bid',
  last: MOST,

  leads: 'You lead',
  outbid: 'You were outbid',
  overtaken: 'you were outbid',
  place: 'Place bid',
  raise: 'Raise your own bid',
  takeBack: 'Take my bids back',
  buyNow: 'Buy now for',
  enough: 'at least',
  better: 'more',
  mustBe: 'A bid must be at least',
  nextMustBe: 'your next bid',
  noFurther: show => `No higher bid is possible any more: it would have to be more than ${show(MOST)}, the most that the house takes.`,

  limit: 'maximum',
  yourLimit: 'Your maximum',
  setLimit: 'Set my maximum',
  goFor: 'Bid for me up to this amount',
  orLimit: ', or its maximum,',

  nobodyBetter: 'Nobody bids more.',
  letGo: 'let the house bid up to',
  dearer: (price, amount) => ({ text: `Nobody bids more. This raises what you pay from ${price} to ${amount}.`, yes: `Raise it to ${amount}` }),
  buyQuestion: (name, amount) => ({ title: 'Buy it now?', text: `${name} is yours at once, and you owe ${amount}.`, yes: `Buy for ${amount}` }),

  saidLeads: 'you lead',
  somebodys: "somebody's maximum",
  beats: 'higher',

  buyName: 'Buy now',
  step: 'above',
  reserve: SELLING,
  maxima: {
    allowed: 'A bidder may name a maximum; the house then bids for them, no more than it takes.',
    always: 'Every bid is a maximum; the price is what it takes to lead.',
  },
  binding: 'After you take bids back, your next bid must be at least the highest of them. A maximum that you had named to the house counts too.',
};
