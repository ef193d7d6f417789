import {
  type EvidenceSearch,
  type OverviewSearch,
  serializeEvidence,
  serializeOverview,
} from './search-params.ts';

/** Addresses of the pages; nothing else spells a path. */
export function overviewAddress(organization: string, search: Partial<OverviewSearch> = {}): string {
  return serializeOverview(`/${organization}`, search);
}

export function evidenceAddress(organization: string, search: Partial<EvidenceSearch> = {}): string {
  return serializeEvidence(`/${organization}/pull-requests`, search);
}

export function evidenceCsvAddress(organization: string, search: Partial<EvidenceSearch>): string {
  return serializeEvidence(`/${organization}/pull-requests/csv`, search);
}

export function liveAddress(organization: string): string {
  return `/api/live/${organization}`;
}
