/** What a page asks of the house: the commands it sends, each once however often it is tried. */

/** Notes the commands of a page from now on; `since()` gives those that came after the last look. */
export function commandsOf(page) {
  const byKey = new Map();
  let seen = 0;
  page.on('request', request => {
    if (request.method() !== 'POST' || new URL(request.url()).pathname !== '/v1/commands') return;
    byKey.set(request.headers()['idempotency-key'], JSON.parse(request.postData()));
  });
  return {
    since() {
      const all = [...byKey.values()];
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh;
    },
  };
}
