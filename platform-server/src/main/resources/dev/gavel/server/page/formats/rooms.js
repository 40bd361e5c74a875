/**
 * The door to the rooms. Each kind of auction has one room, an object that holds all that the page knows of the
 * kind; whoever needs to know how a kind is called, shown or bid in asks `roomOf(view)`. This module imports
 * nothing, so that stores, words and pieces may ask; `index.js` enters the rooms before anything is drawn.
 */

/**
 * What the page knows of a kind of auction. Most kinds take what they have in common from `shared/room.js`, or
 * from `open-bids`, `rounds` or `secret-bids`, and say what is their own.
 * @typedef {object} Room
 * @property {string} name as on a badge
 * @property {string} about how it is sold, in one sentence
 * @property {boolean} falls whether the lower of two bids is the better one
 * @property {boolean} hasRounds whether a clock calls prices, round by round
 * @property {{deed: string, title: string, one: string, way: string, takenBack?: string}} bids how bids are called: as a deed in a
 *     receipt, as a heading, as one that is counted, and which way they go: `up` or `down`
 * @property {import('./open-bids/room.js').Words} [words] what is said where bids are open
 * @property {(view: object) => string} priceWord what the shown price is called, until the close
 * @property {(view: object) => number} price the price to show until the close, in minor units
 * @property {(view: object, round: number) => number} [priceOfRound] the price of a round, where there are rounds
 * @property {(view: object, me: string) => {tone: string, text: string} | null} standing how a bidder stands, until
 *     the close; null where nothing is to be said
 * @property {(before: object, after: object, me: string) => string} outbid what a bidder is told of a better bid of
 *     somebody else that came between two views; empty where none did
 * @property {(view: object) => string} activity what goes on, in a word or two, as `3 bids`
 * @property {(view: object) => Next} next what is next while it is open
 * @property {(view: object) => string} softClose which late bids move the end; empty where none does
 * @property {string} startName what the start is called among the conditions of sale
 * @property {(view: object) => {name: string, text?: string, at?: string}[]} conditions the conditions of sale of
 *     this kind, in the order in which a bidder needs them; those without a text and an instant are left out
 * @property {string} seenByEverybody what everybody sees of one that is public
 * @property {(view: object) => string[]} afterwards what is to be said of it once it has ended
 * @property {{areShown: boolean, word: string}} people whether everybody sees who takes part, and what is said of
 *     somebody who does
 * @property {(view: object) => string} whyDropped why the house dropped a bidder, as `you did not confirm …`; empty
 *     where it drops nobody
 * @property {(event: object) => object} afterRound what a new round changes in a view besides round and price
 * @property {(props: object) => any} Panel to bid with: `{view, me, seat, rows}`
 * @property {(props: object) => any} Happened what has happened so far, as chart and history:
 *     `{view, rows, trouble, more, moments, me}`
 * @property {import('./shared/form.js').Form} form how a new one is drawn up
 */

/**
 * What is next in an open auction: a `word` and the instant `at`, or a `text` in its place. In the little room of
 * a card stands `short`: before the instant, or alone where there is none. `isRound` where it goes on after it.
 * @typedef {{word: string, at?: string, text?: string, short?: string, isRound?: boolean}} Next
 */

/** By the kind's name, in the order in which kinds are offered; the first is what is meant where none is named. */
let rooms = new Map();
let roomOfUnknown;

/**
 * Enters the rooms, once.
 * @param {Record<string, Room>} all by the kind's name
 * @param {(name: string) => Room} unknown the room of a kind of which the page does not know
 */
export function enter(all, unknown) {
  rooms = new Map(Object.entries(all));
  roomOfUnknown = unknown;
}

/**
 * The room of an auction.
 * @param {{format?: string}} of a view, a draft or a receipt; one that names no kind is of the usual one
 * @returns {Room}
 */
export function roomOf({ format }) {
  return rooms.get(format ?? usualKind()) ?? roomOfUnknown(format);
}

/** The kinds, each with its room, in the order in which they are offered. @returns {[string, Room][]} */
export function allRooms() {
  return [...rooms];
}

/** The kind that is meant where none is named. */
export function usualKind() {
  return rooms.keys().next().value;
}

/** Whether this page knows the kind of this name. */
export function isKind(name) {
  return rooms.has(name);
}

/** Whether an auction, or a filter for them, is of the kind of this name; any is, where none is named. */
export function isOfKind({ format }, name) {
  return !name || format === name;
}
