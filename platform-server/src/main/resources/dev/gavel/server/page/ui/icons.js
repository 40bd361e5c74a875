/** Small drawings. They say nothing to those who listen: words stand beside them. */
import { html } from '../lib/html.js';

export const Logo = () => html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><rect class="logo-ground" width="32" height="32" rx="7" /><g class="logo-head" transform="rotate(-40 16 15)"><rect x="9" y="10" width="14" height="8" rx="1.5" /><rect x="7" y="8.6" width="2.6" height="10.8" rx="1.2" /><rect x="22.4" y="8.6" width="2.6" height="10.8" rx="1.2" /><rect x="14.8" y="18" width="2.4" height="10" rx="1.2" /></g><rect class="logo-block" x="6" y="25.6" width="12" height="2.4" rx="1.2" /></svg>`;

export const BellIcon = () => html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"><path d="M6 9a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7M10 20a2.2 2.2 0 0 0 4 0" /></svg>`;

export const SearchIcon = () => html`<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"><circle cx="11" cy="11" r="6.5" /><path d="m20 20-4.2-4.2" /></svg>`;

/** A plate for a lot that has no photograph: its initial on a ground drawn from its name. */
export function Plate({ name }) {
  const seed = hash(name);
  const hue = seed % 360;
  const lines = [0, 1, 2, 3].map(i => 18 + ((seed >> (i * 5)) & 31) * 2.2);
  return html`<svg class="plate" viewBox="0 0 160 100" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
    <rect class="plate-ground" width="160" height="100" fill=${`hsl(${hue} 26% 40%)`} />
    <g fill="none" stroke="#fff" stroke-opacity=".13">
      ${lines.map((r, i) => html`<circle cx=${30 + ((seed >> (i * 3)) & 127)} cy=${20 + ((seed >> (i * 4)) & 63)} r=${r} stroke-width=${6 + i * 4} />`)}
    </g>
    <text x="80" y="66" text-anchor="middle" class="plate-letter">${[...name][0]?.toUpperCase() ?? '·'}</text>
  </svg>`;
}

function hash(text) {
  let seed = 2166136261;
  for (const char of text) seed = Math.imul(seed ^ char.codePointAt(0), 16777619) >>> 0;
  return seed;
}
