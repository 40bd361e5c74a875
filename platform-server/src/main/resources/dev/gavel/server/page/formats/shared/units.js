/** Several units of a lot, among the conditions of sale. Pure. */

export function units(view) {
  return view.quantity !== undefined && { name: 'Units', text: view.quantity.toLocaleString() };
}
