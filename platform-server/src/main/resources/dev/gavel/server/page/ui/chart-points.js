/** The points of a price's way through time. Pure. */
import { falls } from '../format/words.js';

const MAX_STEPS = 2_000;

/** Seconds and minor units of each change of price. */
export function pointsOf(view, rows, now) {
  const points = view.periodMillis ? staircase(view) : path(view, rows, now);
  return [points.map(point => point[0]), points.map(point => point[1])];
}

function path(view, rows, now) {
  const down = falls(view.format);
  const points = [];
  let price = null;
  for (const row of rows) {
    if (row.retracted) continue;
    price = price === null ? row.amount : down ? Math.min(price, row.amount) : Math.max(price, row.amount);
    if (row.automatic) points.pop(); // the price moved once, to what the house answered
    points.push([Date.parse(row.at) / 1000, price]);
  }
  if (points.length === 0) return points;
  const last = view.price ?? price;
  const end = view.state === 'closed' ? Date.parse(view.endsAt) / 1000 : now / 1000;
  points.push([Math.max(end, points.at(-1)[0]), last]);
  return points;
}

/** A clock's price, from its rounds. */
function staircase(view) {
  if (view.round === undefined || !view.roundEndsAt) return [];
  const points = [];
  const begun = Date.parse(view.roundEndsAt) - (view.round + 1) * view.periodMillis;
  for (let round = Math.max(0, view.round - MAX_STEPS); round <= view.round; round++) {
    const price = view.format === 'dutch' ? Math.max(view.floor, view.start - round * view.step) : view.start + round * view.step;
    points.push([(begun + round * view.periodMillis) / 1000, price]);
  }
  points.push([Date.parse(view.roundEndsAt) / 1000, view.price ?? points.at(-1)[1]]);
  return points;
}
