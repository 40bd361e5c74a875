/** The servers' own measurements, read off their metrics. */
import { useEffect, useState } from '../lib/html.js';
import { originsOf } from '../net/servers.js';
import { between, bucketsOf, percentile, total } from './percentiles.js';
import { cluster, connection } from './live.js';

const READ_EVERY_MILLIS = 2_000;
const PATIENCE_MILLIS = 1_500;
/** Looks compared: the newest with one from this many before. */
const LOOKS = 5;
/** So far back the figures reach. */
export const FIGURES_SECONDS = (LOOKS * READ_EVERY_MILLIS) / 1_000;

/**
 * `{p50, p99}`, ms from a command's arrival at a server to its answer there, over the last seconds and all
 * servers; null before they are known, and where nothing was answered of late.
 */
export function useFigures() {
  const [figures, setFigures] = useState(null);
  useEffect(() => {
    let gone = false;
    let looks = [];
    const look = async () => {
      const now = await metricsOfAll();
      if (gone) return;
      looks = [...looks, now].slice(-LOOKS - 1);
      const recent = between(looks[0], now);
      setFigures(total(recent) > 0 ? { p50: percentile(recent, 0.5), p99: percentile(recent, 0.99) } : null);
    };
    look();
    const timer = setInterval(look, READ_EVERY_MILLIS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return figures;
}

/** By origin of each server that is up: commands answered within each bound since its start. */
async function metricsOfAll() {
  const view = cluster.value;
  if (!view) return new Map();
  const origins = originsOf(view, connection.value.origin || globalThis.location.origin)
    .filter((origin, place) => view.servers[place].up);
  const all = await Promise.all(origins.map(async origin => [origin, await metricsOf(origin)]));
  return new Map(all.filter(([, one]) => one));
}

async function metricsOf(origin) {
  try {
    return bucketsOf(await (await fetch(origin + '/metrics', { signal: AbortSignal.timeout(PATIENCE_MILLIS) })).text());
  } catch {
    return null;
  }
}
