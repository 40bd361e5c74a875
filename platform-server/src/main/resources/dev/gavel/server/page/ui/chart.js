/** The price over time. The bid history beside it says the same in words. */
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { amountText, digitsOf, money } from '../format/money.js';
import { houseNow } from '../store/live.js';
import { pointsOf } from './chart-points.js';

const HEIGHT = 190;
/** Distances of the marks of time, in seconds: none below one, which the labels could not tell apart. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400, 604800];

/** A fifth of all that the page loads, so it comes with the first chart. Where it cannot, the next one asks again. */
let library;
const load = () => (library ??= import('uplot').then(one => one.default, failure => {
  library = undefined;
  throw failure;
}));

export function Chart({ view, rows }) {
  const box = useRef();
  const plot = useRef(null);
  const [uPlot, setUPlot] = useState(null);
  const points = pointsOf(view, rows, houseNow() ?? Date.now());
  const enough = points[0].length > 1;
  useEffect(() => {
    let isShown = true;
    if (enough) load().then(one => { if (isShown) setUPlot(() => one); }, () => {}); // the history says the same
    return () => { isShown = false; };
  }, [enough]);
  useEffect(() => {
    if (!enough || !uPlot) return undefined;
    const place = box.current;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(uPlot, view.currency, place), pointsOf(view, rows, houseNow() ?? Date.now()), place);
    };
    draw();
    const resized = new ResizeObserver(() => {
      if (plot.current && Math.abs(plot.current.width - place.clientWidth) > 1) plot.current.setSize({ width: place.clientWidth, height: HEIGHT });
    });
    resized.observe(place);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', draw);
      plot.current.destroy();
      plot.current = null;
    };
  }, [enough, uPlot, view.auction, view.currency]);
  useEffect(() => { plot.current?.setData(points); });
  if (!enough) return null;
  const from = money(points[1][0], view.currency);
  const to = money(points[1].at(-1), view.currency);
  return html`<section class="box chart-box"><h2>Price</h2><div class="chart" ref=${box} role="img" aria-label=${`The price over time, from ${from} to ${to}`}></div></section>`;
}

function options(uPlot, currency, box) {
  const style = getComputedStyle(box);
  const line = style.getPropertyValue('--accent').trim();
  const ink = style.getPropertyValue('--ink-quiet').trim();
  const grid = style.getPropertyValue('--line').trim();
  const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
  const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 2 });
  const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return {
    width: box.clientWidth, height: HEIGHT, legend: { show: false },
    padding: [null, 36, null, null], // half of the last time below
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: { y: { range: (u, min, max) => [min - (max - min || min || 1) * 0.08, max + (max - min || max || 1) * 0.12] } },
    axes: [
      { ...axis, size: 30, space: 90, incrs: SECONDS, values: (u, ticks) => ticks.map(tick => time.format(tick * 1000)) },
      { ...axis, size: 62, values: (u, ticks) => ticks.map(tick => (Math.abs(tick) > 1e7 ? short.format(tick / 10 ** digitsOf(currency)) : amountText(Math.round(tick), currency))) },
    ],
    series: [{}, { stroke: line, width: 2, fill: line + '1f', paths: uPlot.paths.stepped({ align: 1 }), points: { show: false } }],
  };
}
