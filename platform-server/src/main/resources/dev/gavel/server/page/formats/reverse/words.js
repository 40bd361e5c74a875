/** What is said where offers fall: the modules of open bids put these words into their sentences. Pure. */
import { LEAST } from '../../format/money.js';

/** @type {import('../open-bids/room.js').Words} */
export const WORDS = {
  bids: { deed: 'Offer', title: 'Offers', one: 'offer', way: 'down' },
  a: 'An',
  start: 'At most',
  price: 'Lowest offer',
  last: LEAST,

  leads: 'Your offer is the lowest',
  outbid: 'Somebody offers less',
  overtaken: 'somebody offers less',
  place: 'Place offer',
  raise: 'Lower your own offer',
  takeBack: 'Take my offers back',
  buyNow: 'Close the deal at',
  enough: 'at most',
  better: 'less',
  mustBe: 'An offer must be at most',
  nextMustBe: 'your next offer',
  noFurther: show => `No lower offer is possible any more: it would have to be less than ${show(LEAST)}, the least that the house takes.`,

  limit: 'lowest',
  yourLimit: 'The lowest you would go',
  setLimit: 'Set my lowest',
  goFor: 'Go down for me as far as this',
  orLimit: ', or the lowest you would go,',

  nobodyBetter: 'Nobody offers less.',
  letGo: 'let the house go down to',
  dearer: (price, amount) => ({ text: `Nobody offers less. This lowers what you are paid from ${price} to ${amount}.`, yes: `Go down to ${amount}` }),
  buyQuestion: (name, amount) => ({ title: 'Close the deal?', text: `${name} is yours to deliver at once, for ${amount}.`, yes: `Offer ${amount}` }),

  saidLeads: 'yours is the lowest',
  somebodys: "somebody's lowest",
  beats: 'lower',

  buyName: 'Closes at once',
  step: 'below',
  reserve: { best: 'offer', bestBuys: 'the lowest offer gets the order', short: 'Above it', nothing: 'nothing is bought' },
  maxima: {
    allowed: 'A bidder may name a lowest amount; the house then offers for them, no lower than it takes.',
    always: 'Every offer is the lowest its bidder would go; the price is what it takes.',
  },
  binding: 'After you take offers back, your next offer must be at most the lowest of them. A lowest amount that you had named to the house counts too.',
};
