import { DEFINITION_VERSION } from '../metrics/daily-row.ts';
import { type Better, METRIC_IDS, METRICS, type MetricDefinition } from '../metrics/definitions.ts';
import { SMALLEST_GROUP } from '../metrics/smallest-group.ts';
import type { ReferenceEntry, ReferenceSection } from './reference-section.ts';

const DIRECTIONS: Readonly<Record<Better, string>> = {
  higher: 'higher',
  lower: 'lower',
  neither: 'neither; a change has no verdict',
};

const KINDS: Readonly<Record<MetricDefinition['source']['kind'], string>> = {
  duration: 'working time, with elapsed time beside it; the figure is the median',
  count: 'count over the days of the period',
  snapshot: 'count at the end of the last day, or now',
};

function metricEntry(metric: MetricDefinition): ReferenceEntry {
  return {
    anchor: metric.docs.slice(1),
    title: metric.label,
    text: [metric.formula],
    facts: [
      { label: 'Id', value: metric.id },
      { label: 'Unit', value: KINDS[metric.source.kind] },
      { label: 'Better', value: DIRECTIONS[metric.better] },
      { label: 'Definition', value: `version ${metric.version}, since version ${metric.since}` },
      {
        label: 'Behind it',
        value: metric.hasEvidence
          ? 'the pull requests that it counts, as a list and as CSV'
          : 'its daily rows, as CSV',
      },
      {
        label: 'Shown of',
        value: metric.isAboutPeople
          ? `groups of ${SMALLEST_GROUP} people or more`
          : 'every team, whatever its size',
      },
    ],
    excludes: metric.excludes,
  };
}

/** Every metric in the order of its definition. */
export function metricSection(): ReferenceSection {
  return {
    anchor: 'metrics',
    title: 'Metrics',
    text: [
      `Definition version ${DEFINITION_VERSION}. A definition that changes gets a new version; days are then computed anew under it, and charts draw a line at the day from which the new version is read.`,
    ],
    tables: [],
    entries: METRIC_IDS.map((id) => metricEntry(METRICS[id])),
    notes: [],
  };
}
