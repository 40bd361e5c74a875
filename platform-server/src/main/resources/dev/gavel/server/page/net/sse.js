/** Reads a stream of server-sent events from the body of an answer. */

/** Longest event taken; the house sends far shorter ones. */
const MAX_CHARS = 4 << 20;

/**
 * Calls `onEvent` for each block of the stream, and `onBytes` whenever something arrives.
 * @param {ReadableStream<Uint8Array>} body
 * @param {(event: {id?: string, type: string, data: string}) => void} onEvent a block without data,
 *     such as a heartbeat that names a position, has empty `data`
 * @returns {Promise<void>} when the stream ends
 */
export async function readEvents(body, onEvent, onBytes) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    onBytes();
    rest += value;
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    if (rest.length > MAX_CHARS) throw new Error('an event without an end');
    for (const block of blocks) onEvent(parse(block));
  }
}

function parse(block) {
  const event = { type: 'message', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') event.id = value;
    else if (name === 'event') event.type = value;
    else if (name === 'data') event.data += (event.data && '\n') + value;
  }
  return event;
}
