/** Who serves this page: null is a server of the house; a program of the bidder's own puts its words here. */
export const agent = null;
