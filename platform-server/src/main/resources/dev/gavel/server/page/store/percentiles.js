/** Percentiles of answer times, from the histograms that servers keep since their start. */

const BUCKET = /^gavel_submit_latency_seconds_bucket\{(?:[^}]*,)?le="([^"]+)"[^}]*\} (\S+)$/gm;

/**
 * How many commands were answered within each bound and over the one before it, `[boundMillis, count]` in
 * rising order, between two looks at all servers. A server that was started again in between counts from
 * its start; one that was not there before, not at all.
 */
export function between(before, now) {
  const counts = new Map();
  for (const [origin, answered] of now) {
    const last = before.get(origin);
    if (!last) continue;
    const restarted = [...answered].some(([bound, count]) => count < (last.get(bound) ?? 0));
    let under = 0;
    for (const [bound, count] of answered) {
      const upTo = count - (restarted ? 0 : last.get(bound) ?? 0);
      counts.set(bound, (counts.get(bound) ?? 0) + upTo - under);
      under = upTo;
    }
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/** How many were answered at all. */
export function total(counts) {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** The time within which this part of all was answered, as if times were spread evenly between two bounds. */
export function percentile(counts, part) {
  let left = total(counts) * part;
  let from = 0;
  for (const [bound, count] of counts) {
    if (count > 0 && left <= count) return bound === Infinity ? from : from + (bound - from) * (left / count);
    left -= count;
    from = bound;
  }
  return from;
}

/** Bound in ms, `Infinity` last, to how many commands were answered within it. */
export function bucketsOf(text) {
  return new Map([...text.matchAll(BUCKET)]
    .map(([, bound, count]) => [bound === '+Inf' ? Infinity : Number(bound) * 1_000, Number(count)])
    .sort(([a], [b]) => a - b));
}
