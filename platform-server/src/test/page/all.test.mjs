/** All tests of the page, in one process: they share five servers and one browser. */
import { close, open } from './support/scene.mjs';
import { after, before } from 'node:test';

before(open, { timeout: 120_000 });
after(close, { timeout: 30_000 });

await import('./bidding.mjs');
await import('./meaning.mjs');
await import('./agreement.mjs');
await import('./away.mjs');
await import('./conditions.mjs');
await import('./formats.mjs');
await import('./selling.mjs');
await import('./house.mjs');
await import('./seller-run.mjs');
await import('./reach.mjs');
await import('./demonstration.mjs');
