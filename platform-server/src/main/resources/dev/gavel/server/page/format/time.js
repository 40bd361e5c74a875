/** Times as people read them, in their own locale and zone. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** A point in time: the time of day if it is near, else with its date. */
export function when(iso, nowMillis) {
  const date = new Date(iso);
  const near = nowMillis !== null && Math.abs(date - nowMillis) < 12 * 3_600_000;
  return (near ? CLOCK : DAY).format(date);
}

/** A point in time with everything, for tooltips. */
export function exactly(iso) {
  return EXACT.format(new Date(iso));
}

/** The reader's zone, as `Europe/Berlin`. */
export function zone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What is left, as `2 d 4 h`, `1:05:09`, `4:09`, or below ten seconds `9.3 s`. */
export function countdown(millis) {
  const left = Math.max(0, millis);
  if (left < 10_000) return (Math.floor(left / 100) / 10).toFixed(1) + ' s';
  const seconds = Math.floor(left / 1000);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) return `${days} d ${hours} h`;
  const two = n => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** What is left, in words, for those who listen. */
export function countdownWords(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const days = Math.floor(seconds / 86_400);
  if (days > 0) return many(days, 'day');
  const hours = Math.floor(seconds / 3600);
  if (hours > 0) return many(hours, 'hour');
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${many(minutes, 'minute')} ${many(seconds % 60, 'second')}` : many(seconds, 'second');
}

/** A length of time such as `90 s`, `5 min`, `2 h`. */
export function span(millis) {
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 120_000) return `${trim(millis / 1000)} s`;
  if (millis < 7_200_000) return `${trim(millis / 60_000)} min`;
  if (millis < 172_800_000) return `${trim(millis / 3_600_000)} h`;
  return `${trim(millis / 86_400_000)} days`;
}

function trim(number) {
  return String(Math.round(number * 10) / 10);
}

/** `1 day`, `3 days`. */
export function many(count, what) {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
