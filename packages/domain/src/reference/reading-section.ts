import { SMALLEST_GROUP } from '../metrics/smallest-group.ts';
import type { ReferenceSection } from './reference-section.ts';

/** What holds of every figure. Source: metrics.md, sections 1, 3, 4 and 8. */
export function readingSection(): ReferenceSection {
  return {
    anchor: 'reading',
    title: 'How to read a figure',
    text: [],
    tables: [],
    entries: [],
    notes: [
      'Counted is the work of people. Bots and accounts that are gone are kept in the raw data and left out of every figure.',
      'Absent is not zero: a figure without data shows none, and each one says of how many it was made (n).',
      'A day is a day in the zone of the organization. Each event counts on the day on which it happened; a merge and its durations on the day of the merge.',
      'Elapsed time is written as 2 d 4 h. Working time is written in hours up to 24 h, and beyond that in working days of the hours of the calendar.',
      'Medians and percentiles of a range come from the merged distributions of its days, within 1 % of the exact value. A mean of daily medians is never shown.',
      'A pull request belongs to the team that its author was in when it became ready.',
      `What tells of how people behave is withheld of groups under ${SMALLEST_GROUP} people, but for its members and managers, and where a difference of two figures would tell of so few. Flow of pull requests is shown of every team.`,
      'No list of people is sorted by a figure.',
    ],
  };
}
