/** Whether it is known that too few servers are up to decide anything. */
export function lacksMajority(view) {
  const up = view.servers.filter(server => server.up).length;
  return up * 2 <= view.servers.length;
}

/** How the house stands, in one sentence and with a colour: no better than what its servers say of themselves. */
export function verdict(view) {
  const all = view.servers.length;
  const up = view.servers.filter(server => server.up).length;
  const unready = view.servers.filter(server => server.up && !server.ready);
  const majority = Math.floor(all / 2) + 1;
  if (lacksMajority(view)) return ['bad', 'No majority: nothing can be decided until another server is back.'];
  if (view.leader === null || view.leader < 0) return ['bad', 'No leader at the moment: bids wait.'];
  const leader = unready.find(server => server.id === view.leader);
  if (leader) return ['bad', `Server ${leader.id} leads and is not ready: ${leader.notReadyBecause}`];
  if (up - unready.length < majority) return ['bad', `Only ${up - unready.length} of ${all} servers are ready, ${majority} are needed.`];
  if (unready.length > 0) return ['warn', `Open: ${up - unready.length} of ${all} servers are ready, ${majority} are needed.`];
  if (up < all) return ['warn', `Open: ${up} of ${all} servers are up, ${majority} are needed.`];
  return ['good', `Open: all ${up} servers are up.`];
}

/**
 * Committed entries that a server has still to apply. The one that was asked tells how it stands now, the others how they
 * stood when it asked them, up to a second before: they are measured by one another.
 */
export function lag(server, view) {
  const committed = view.servers.filter(one => one.up && (one.id !== view.asked || one.id === server.id)).map(one => one.commitIndex);
  return Math.max(0, Math.max(0, ...committed) - server.appliedIndex);
}
