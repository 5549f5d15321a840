import { type ProductReport, STATUS_WORDS, STATUSES, sumOf } from '../product.ts';
import { lacksEvidence, NO_EVIDENCE } from './product-md.ts';

/** A product in a few lines, for a terminal. */
export function productText(report: ProductReport): string {
  const { totals, disagreements } = report;
  const counts = STATUSES.map((s) => `${totals[s]} ${STATUS_WORDS[s]}`).join(', ');
  return [
    `${report.title}, on ${report.measured.target}`,
    `  ${sumOf(totals)} rows: ${counts}`,
    `  ${disagreements.claimed.length} claimed and not shown, ${disagreements.shown.length} shown and not claimed`,
    ...(lacksEvidence(report) ? [`  ${NO_EVIDENCE}`] : []),
    '',
  ].join('\n');
}
