import type { getEvidence } from '@devpulse/contracts/analytics/metrics';
import type { RouteResponse } from '@devpulse/contracts/route';
import { METRICS } from '@devpulse/domain/metrics/definitions';
import { formatCount } from '@devpulse/domain/metrics/format';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { buttonStyle } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { evidenceAddress, evidenceCsvAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { EVIDENCE_METRICS, type EvidenceSearch } from '../../lib/search-params.ts';
import { EvidenceTable } from './evidence-table.tsx';
import { MetricChoice } from './metric-choice.tsx';

type EvidenceProps = {
  organization: string;
  calendar: WorkingCalendar;
  search: EvidenceSearch;
  evidence: RouteResponse<typeof getEvidence>;
};

export function EvidenceContent({ organization, calendar, search, evidence }: EvidenceProps) {
  const definition = METRICS[search.metric];
  return (
    <Card
      title={definition.label}
      subtitle={`${definition.formula} Definition version ${definition.version}.`}
      action={
        <MetricChoice
          options={EVIDENCE_METRICS.map((metric) => ({ value: metric, label: METRICS[metric].label }))}
        />
      }
    >
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4">
        <p className="role-label">{countText(evidence, search)}</p>
        {evidence.items.length > 0 && (
          <a href={evidenceCsvAddress(organization, search)} download className={LINK_STYLE}>
            CSV of {evidence.items.length === 1 ? 'this one' : `these ${formatCount(evidence.items.length)}`}
          </a>
        )}
      </div>
      {evidence.items.length > 0 ? (
        <EvidenceTable
          label={`Pull requests: ${definition.label}`}
          items={evidence.items}
          calendar={calendar}
        />
      ) : (
        <p className="role-body mt-3 text-muted">
          No pull request counts here in this range. A longer range or another team may hold some.
        </p>
      )}
      <Pages organization={organization} search={search} nextCursor={evidence.nextCursor} />
    </Card>
  );
}

function Pages({
  organization,
  search,
  nextCursor,
}: {
  organization: string;
  search: EvidenceSearch;
  nextCursor: string | null;
}) {
  if (nextCursor === null && search.cursor === null) return null;
  return (
    <nav aria-label="Further pull requests" className="mt-3 flex flex-wrap gap-2">
      {search.cursor !== null && (
        <PageLink href={evidenceAddress(organization, { ...search, cursor: null })} className={buttonStyle()}>
          Back to the newest
        </PageLink>
      )}
      {nextCursor !== null && (
        <PageLink
          href={evidenceAddress(organization, { ...search, cursor: nextCursor })}
          className={buttonStyle()}
        >
          More
        </PageLink>
      )}
    </nav>
  );
}

function countText({ total, items }: EvidenceProps['evidence'], search: EvidenceSearch): string {
  if (total === 0) return 'None in this range';
  if (items.length === total) return `${formatCount(total)}, newest first`;
  const position = search.cursor === null ? 'The newest ' : '';
  return `${position}${formatCount(items.length)} of ${formatCount(total)}`;
}
