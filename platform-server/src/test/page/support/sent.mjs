/** What a page asks of the house: the commands it sends, each once however often it is tried, and the answers. */

/**
 * Notes the commands of a page from now on; `since()` gives those that came after the last look, and
 * `answered()` those with the outcome that the house gave to each, if it gave one yet.
 */
export function commandsOf(page) {
  const byKey = new Map();
  let seen = 0;
  const keyOf = request => request.headers()['idempotency-key'];
  const isCommand = request => request.method() === 'POST' && new URL(request.url()).pathname === '/v1/commands';
  page.on('request', request => {
    if (isCommand(request) && !byKey.has(keyOf(request))) byKey.set(keyOf(request), { command: JSON.parse(request.postData()) });
  });
  page.on('response', async response => {
    const noted = isCommand(response.request()) && byKey.get(keyOf(response.request()));
    if (!noted) return; // of one that was under way before
    const outcome = await response.json().catch(() => undefined);
    if (outcome) noted.outcome = outcome;
  });
  const fresh = () => {
    const all = [...byKey.values()].slice(seen);
    seen += all.length;
    return all;
  };
  return { since: () => fresh().map(one => one.command), answered: fresh };
}
