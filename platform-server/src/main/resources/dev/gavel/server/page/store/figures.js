/** The servers' own measurements, read off their metrics. */
import { useEffect, useState } from '../lib/html.js';
import { originsOf } from '../net/servers.js';
import { cluster, connection } from './live.js';

const READ_EVERY_MILLIS = 3_000;
const PATIENCE_MILLIS = 2_000;

/** `{latencyMillis}`, the mean time from a command's arrival to its answer since the last look. */
export function useFigures() {
  const [figures, setFigures] = useState(null);
  useEffect(() => {
    let before = new Map();
    const look = async () => {
      const now = await metricsOfAll();
      let seconds = 0;
      let count = 0;
      for (const [origin, one] of now) {
        const last = before.get(origin);
        if (!last || one.count <= last.count) continue;
        seconds += one.sum - last.sum;
        count += one.count - last.count;
      }
      if (count > 0) setFigures({ latencyMillis: (seconds / count) * 1000 });
      before = now;
    };
    look();
    const timer = setInterval(look, READ_EVERY_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return figures;
}

/** By origin of each server that is up: seconds spent and commands answered since its start. */
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
    const text = await (await fetch(origin + '/metrics', { signal: AbortSignal.timeout(PATIENCE_MILLIS) })).text();
    return { sum: number(text, 'gavel_submit_latency_seconds_sum'), count: number(text, 'gavel_submit_latency_seconds_count') };
  } catch {
    return null;
  }
}

function number(text, name) {
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
}
