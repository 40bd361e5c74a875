/** Amounts that may be a slip of the finger are asked about before they bind. Pure. */

/** So many times the price is far from it. */
const LARGE = 3;

/** Whether an amount is far beyond a price; below it, where offers fall. */
export function isFar(amount, price, falls) {
  return falls ? amount * LARGE < price : amount > price * LARGE;
}

/** What is asked about it: the price and the amount in words, and what is about to be done with the amount. */
export function farQuestion(price, deed, amount) {
  return {
    title: 'That is far from the price',
    text: `The price is ${price}; you are about to ${deed} ${amount}. A bid is binding.`,
    yes: `Yes, ${amount}`,
  };
}
