/** What has happened in most kinds of auction: how the price went, and who bid. */
import { html } from '../../lib/html.js';
import { Chart } from '../../ui/chart.js';
import { History } from '../../ui/history.js';

export function ChartAndBids(props) {
  return html`<${Chart} view=${props.view} rows=${props.rows ?? []} /><${History} ...${props} />`;
}
