/** All tests of the page, in one process: they share five servers and one browser. */
import { close, open } from './support/scene.mjs';
import { oneByOne, together } from './support/stage.mjs';
import { after, before } from 'node:test';

before(open, { timeout: 120_000 });
after(close, { timeout: 30_000 });

if (process.env.GAVEL_TAKE_PICTURES) await oneByOne('pictures.mjs');
await oneByOne('tabs.mjs');
await together('wishes.mjs', 'reach.mjs', 'panels.mjs', 'meaning.mjs', 'why.mjs', 'formats.mjs', 'agreement.mjs', 'conditions.mjs', 'selling.mjs',
  'bidding.mjs', 'house.mjs');
// a browser that is cut off from its network shows other pages late
await oneByOne('away.mjs', 'seller-run.mjs', 'demonstration.mjs');
