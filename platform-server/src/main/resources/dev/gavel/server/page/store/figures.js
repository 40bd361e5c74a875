/** The leader's own measurements, read off its metrics. */
import { useEffect, useState } from '../lib/html.js';
import { originsOf } from '../net/servers.js';
import { cluster, connection } from './live.js';

const READ_EVERY_MILLIS = 2_000;

/** `{latencyMillis}`, the mean time from a command's arrival to its answer since the last look. */
export function useFigures() {
  const [figures, setFigures] = useState(null);
  useEffect(() => {
    let before = null;
    const look = async () => {
      const now = await metricsOfLeader();
      if (now && before && now.origin === before.origin && now.count > before.count) {
        setFigures({ latencyMillis: ((now.sum - before.sum) / (now.count - before.count)) * 1000 });
      }
      before = now;
    };
    look();
    const timer = setInterval(look, READ_EVERY_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return figures;
}

async function metricsOfLeader() {
  const view = cluster.value;
  const place = view?.servers.findIndex(server => server.id === view.leader) ?? -1;
  if (place < 0) return null;
  const origin = originsOf(view, connection.value.origin || globalThis.location.origin)[place];
  try {
    const text = await (await fetch(origin + '/metrics', { signal: AbortSignal.timeout(READ_EVERY_MILLIS) })).text();
    return { origin, sum: number(text, 'gavel_submit_latency_seconds_sum'), count: number(text, 'gavel_submit_latency_seconds_count') };
  } catch {
    return null;
  }
}

function number(text, name) {
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
}
