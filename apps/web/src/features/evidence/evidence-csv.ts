import type { EvidenceItem } from '@devpulse/contracts/analytics/metrics';
import { toCsv } from '../../lib/csv.ts';

const HEADER = [
  'repository',
  'number',
  'title',
  'author',
  'state',
  'at',
  'working_seconds',
  'elapsed_seconds',
  'url',
];

export function evidenceCsv(items: readonly EvidenceItem[]): string {
  return toCsv(
    HEADER,
    items.map((item) => [
      item.repository,
      item.number,
      item.title,
      item.author,
      item.state,
      item.at,
      item.workingSeconds,
      item.elapsedSeconds,
      item.url,
    ]),
  );
}
