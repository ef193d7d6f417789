import { alertSection } from './alert-entries.ts';
import { durationSection } from './duration-table.ts';
import { metricSection } from './metric-entries.ts';
import { readingSection } from './reading-section.ts';
import type { ReferenceSection } from './reference-section.ts';
import { scoreSection } from './score-section.ts';

/**
 * Everything that a person needs to believe a figure: made of the definitions, the score and the alert rules themselves. The page of the
 * documentation and the page of the dashboard show the same.
 */
export function metricReference(): readonly ReferenceSection[] {
  return [readingSection(), metricSection(), durationSection(), scoreSection(), alertSection()];
}
