import type { listMetrics } from '@devpulse/contracts/analytics/metrics';
import type { RouteResponse } from '@devpulse/contracts/route';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import { METRIC_IDS, METRICS, type MetricDefinition } from '@devpulse/domain/metrics/definitions';

/** Everything there is to know of each metric, in the order of the definitions. */
export function metricReference(): RouteResponse<typeof listMetrics> {
  return {
    definitionVersion: DEFINITION_VERSION,
    items: METRIC_IDS.map((id) => {
      const definition: MetricDefinition = METRICS[id];
      const { label, better, formula, version, since, isAboutPeople, hasEvidence, docs } = definition;
      return {
        id,
        label,
        better,
        formula,
        version,
        since,
        isAboutPeople,
        hasEvidence,
        docs,
        unit: definition.unit === 'duration' ? 'seconds' : 'count',
        excludes: [...definition.excludes],
      };
    }),
  };
}
