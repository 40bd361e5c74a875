/**
 * One stream for all tabs of a browser: a browser opens only six connections to a server, and a stream
 * for each tab would use them up, so that bids could no longer be sent.
 */
import { Feed } from './feed.js';

const MAX_TABS = 200;

const tabs = new Set();
let feed = null;

globalThis.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.bye) {
      tabs.delete(port);
      if (tabs.size === 0) feed?.stop();
      return;
    }
    if (data.again) {
      feed?.again();
      return;
    }
    if (tabs.size >= MAX_TABS) tabs.delete(tabs.values().next().value);
    tabs.add(port);
    feed ??= new Feed(data.origins, data.user, news => {
      for (const tab of tabs) tab.postMessage(news);
    });
    port.postMessage({ ...feed.now, fresh: true });
    feed.start();
  };
};
