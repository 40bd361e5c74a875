/** The points of a price's way through time. Pure. */
import { roomOf } from '../formats/rooms.js';

const MAX_STEPS = 2_000;

/** Seconds and minor units of each change of price. */
export function pointsOf(view, rows, now) {
  const { priceOfRound } = roomOf(view);
  const points = view.periodMillis && priceOfRound ? staircase(view, priceOfRound) : path(view, rows, now);
  return [points.map(point => point[0]), points.map(point => point[1])];
}

function path(view, rows, now) {
  const best = roomOf(view).falls ? Math.min : Math.max;
  const points = [];
  let price = null;
  for (const row of rows) {
    if (row.retracted) continue;
    price = price === null ? row.amount : best(price, row.amount);
    if (row.automatic) points.pop(); // the price moved once, to what the house answered
    points.push([Date.parse(row.at) / 1000, price]);
  }
  if (points.length === 0) return points;
  const last = view.price ?? price;
  const end = view.state === 'closed' || view.state === 'cancelled' ? Date.parse(view.endsAt) / 1000 : now / 1000;
  points.push([Math.max(end, points.at(-1)[0]), last]);
  return points;
}

/** A clock's price, from its rounds. */
function staircase(view, priceOfRound) {
  if (view.round === undefined || !view.roundEndsAt) return [];
  const points = [];
  const begun = Date.parse(view.roundEndsAt) - (view.round + 1) * view.periodMillis;
  for (let round = Math.max(0, view.round - MAX_STEPS); round <= view.round; round++) {
    points.push([(begun + round * view.periodMillis) / 1000, priceOfRound(view, round)]);
  }
  points.push([Date.parse(view.roundEndsAt) / 1000, view.price ?? points.at(-1)[1]]);
  return points;
}
