/** Placeholder until a demonstration is there to be controlled. */
export function Demo() { return null; }
