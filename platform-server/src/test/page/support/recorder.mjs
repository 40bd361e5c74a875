/** A proxy that notes every byte of answers and events the house sends to one browser. */
import { createServer, request } from 'node:http';
import { once } from 'node:events';

/** Listens on a free port; `heard()` is all text that came through so far. */
export async function openRecorder() {
  const chunks = [];
  const proxy = createServer((call, answer) => {
    const headers = { ...call.headers, 'accept-encoding': 'identity' };
    const onward = request(call.url, { method: call.method, headers }, reply => {
      answer.writeHead(reply.statusCode, reply.headers);
      if (new URL(call.url).pathname.startsWith('/v1/')) reply.on('data', chunk => chunks.push(chunk));
      reply.on('error', () => answer.destroy());
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    call.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    proxy: { server: `http://127.0.0.1:${proxy.address().port}` },
    heard: () => Buffer.concat(chunks).toString('utf8'),
    close() {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
