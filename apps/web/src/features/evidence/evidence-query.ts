import { getEvidence } from '@devpulse/contracts/analytics/metrics';
import { callApi } from '../../lib/api.ts';
import { type EvidenceSearch, toRangeQuery } from '../../lib/search-params.ts';

export const PAGE_SIZE = 50;

/** One page of the pull requests behind a metric, for the screen and for the CSV alike. */
export function readEvidence(organization: string, search: EvidenceSearch) {
  return callApi(getEvidence, {
    params: { organization, metric: search.metric },
    query: { ...toRangeQuery(search), ...(search.cursor && { cursor: search.cursor }), limit: PAGE_SIZE },
  });
}
