import { getImportProgress } from '@devpulse/contracts/github/imports';
import { getOverview, type Overview } from '@devpulse/contracts/overview';
import { buttonStyle } from '@devpulse/ui/button';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { ProblemView } from '../../features/failure/problem-view.tsx';
import { LiveStatus } from '../../features/live/live-status.tsx';
import { ImportNote, type ImportTotals } from '../../features/overview/import-note.tsx';
import { NoDeliveries } from '../../features/overview/no-deliveries.tsx';
import { OverviewContent } from '../../features/overview/overview-content.tsx';
import { rangeChoices } from '../../features/range/range-choices.ts';
import { RangeControls } from '../../features/range/range-controls.tsx';
import { RangeContent, RangeRegion } from '../../features/range/range-region.tsx';
import { evidenceAddress, githubAddress, liveAddress, overviewAddress } from '../../lib/addresses.ts';
import { callApi, settle } from '../../lib/api.ts';
import { countOf } from '../../lib/count-words.ts';
import { instantText, rangeText } from '../../lib/day-words.ts';
import { findOrganization } from '../../lib/organization.ts';
import { loadOverviewSearch, type OverviewSearch, toRangeQuery } from '../../lib/search-params.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({
  params,
  searchParams,
}: {
  params: Promise<{ organization: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organization } = await params;
  const search = await loadOverviewSearch(searchParams);
  const [answer, filling] = await Promise.all([
    settle(callApi(getOverview, { params: { organization }, query: toRangeQuery(search) })),
    readFilling(organization),
  ]);
  if ('data' in answer) {
    return <OverviewWithControls overview={answer.data} search={search} filling={filling} />;
  }
  if (answer.problem.status === 404) notFound();
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Overview" subtitle="The figures of this range are not here." />
      <ProblemView
        what="The overview could not be read"
        problem={answer.problem}
        action={
          <a href={overviewAddress(organization)} className={buttonStyle('quiet')}>
            Show the last 30 days
          </a>
        }
      />
    </div>
  );
}

type Filling = { totals: ImportTotals | null; connectHref: string | null };

/** How much of the history is there, and the way to it for those who may change it; the figures stand without either. */
async function readFilling(organization: string): Promise<Filling> {
  const found = await settle(findOrganization(organization));
  const membership = 'data' in found ? found.data : null;
  if (membership === null) return { totals: null, connectHref: null };
  const progress = await settle(callApi(getImportProgress, { params: { organization } }));
  return {
    totals: 'data' in progress ? progress.data.totals : null,
    connectHref: membership.capabilities.includes('manage_connections') ? githubAddress(organization) : null,
  };
}

function OverviewWithControls({
  overview,
  search,
  filling: { totals, connectHref },
}: {
  overview: Overview;
  search: OverviewSearch;
  filling: Filling;
}) {
  const { organization, range, today, computedAt } = overview;
  const { slug, calendar } = organization;
  const choices = rangeChoices({
    organization,
    range,
    today,
    toAddress: (days) => overviewAddress(slug, { ...search, ...days }),
  });
  return (
    <RangeRegion>
      <div className="flex flex-col gap-4">
        <PageHeader
          title="Overview"
          subtitle={subtitleOf(overview)}
          live={
            <LiveStatus
              address={liveAddress(slug)}
              zone={calendar.zone}
              initialDetail={computedAt && `figures of ${instantText(computedAt, calendar.zone, today)}`}
            />
          }
          controls={<RangeControls choices={choices} hasComparison />}
        />
        {totals !== null && totals.unfinished > 0 && <ImportNote totals={totals} href={connectHref} />}
        <RangeContent>
          {computedAt === null ? (
            <NoDeliveries name={organization.name} connectHref={connectHref} />
          ) : (
            <OverviewContent
              overview={overview}
              toEvidence={(metric) => evidenceAddress(slug, { ...search, metric })}
            />
          )}
        </RangeContent>
      </div>
    </RangeRegion>
  );
}

function subtitleOf({ organization, range, scope }: Overview): string {
  const people = countOf(organization.people, 'person', 'people');
  const repositories = countOf(organization.repositories, 'repository', 'repositories');
  const team = scope.type === 'team' ? `Team ${scope.name}. ` : '';
  return `${team}${people}, ${repositories}. ${rangeText(range)}, ${organization.calendar.zone}`;
}
