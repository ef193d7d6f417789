import { getOverview, type Overview } from '@devpulse/contracts/analytics/overview';
import { getScore, type ScoreView } from '@devpulse/contracts/analytics/score';
import { getImportProgress } from '@devpulse/contracts/github/imports';
import { buttonStyle } from '@devpulse/ui/button';
import { LINK_STYLE } from '@devpulse/ui/link';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { AlertStrip } from '../../features/alerts/alert-strip.tsx';
import { ProblemView } from '../../features/failure/problem-view.tsx';
import { LiveStatus } from '../../features/live/live-status.tsx';
import { ImportNote, type ImportTotals } from '../../features/overview/import-note.tsx';
import { NoDeliveries } from '../../features/overview/no-deliveries.tsx';
import { OverviewContent } from '../../features/overview/overview-content.tsx';
import { rangeChoices } from '../../features/range/range-choices.ts';
import { RangeControls } from '../../features/range/range-controls.tsx';
import { RangeContent, RangeRegion } from '../../features/range/range-region.tsx';
import { ScoreCard } from '../../features/score/score-card.tsx';
import {
  dailyMetricsCsvAddress,
  definitionsAddress,
  evidenceAddress,
  githubAddress,
  liveAddress,
  overviewAddress,
  scoreCsvAddress,
} from '../../lib/addresses.ts';
import { callApi, settle } from '../../lib/api.ts';
import { countOf } from '../../lib/count-words.ts';
import { instantText, rangeText } from '../../lib/day-words.ts';
import { findOrganization } from '../../lib/organization.ts';
import { PageLink } from '../../lib/page-link.tsx';
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
  const [answer, score, filling] = await Promise.all([
    settle(callApi(getOverview, { params: { organization }, query: toRangeQuery(search) })),
    readScore(organization, search.team),
    readFilling(organization),
  ]);
  if ('data' in answer) {
    return <OverviewWithControls overview={answer.data} search={search} score={score} filling={filling} />;
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

/** The parts of the score; without them the figure of the overview stands alone. */
async function readScore(organization: string, team: string | null): Promise<ScoreView | null> {
  const query = team === null ? {} : { team };
  const answer = await settle(callApi(getScore, { params: { organization }, query }));
  return 'data' in answer ? answer.data : null;
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
  score,
  filling: { totals, connectHref },
}: {
  overview: Overview;
  search: OverviewSearch;
  score: ScoreView | null;
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
            <div className="flex flex-col gap-4">
              <Standing overview={overview} score={score} />
              <OverviewContent
                overview={overview}
                toEvidence={(metric) => evidenceAddress(slug, { ...search, metric })}
              />
              <Sources organization={slug} search={search} />
            </div>
          )}
        </RangeContent>
      </div>
    </RangeRegion>
  );
}

/** What to do first, then whether the team can be relied on. */
function Standing({ overview, score }: { overview: Overview; score: ScoreView | null }) {
  const { slug, calendar, teams } = overview.organization;
  const team = teams.find(({ id }) => id === overview.scope.id)?.slug;
  const day = overview.score?.day;
  return (
    <>
      <AlertStrip alerts={overview.alerts} rulesHref={definitionsAddress(slug, '#alerts')} />
      <ScoreCard
        summary={overview.score}
        view={score?.day === day ? score : null}
        calendar={calendar}
        addresses={{
          definition: definitionsAddress(slug, '#score'),
          csv: scoreCsvAddress(slug, { ...(day && { day }), ...(team && { team }) }),
        }}
      />
    </>
  );
}

/** Where the figures of the page come from. */
function Sources({ organization, search }: { organization: string; search: OverviewSearch }) {
  return (
    <footer className="flex flex-wrap gap-x-5">
      <PageLink href={definitionsAddress(organization)} className={LINK_STYLE}>
        How every figure is computed
      </PageLink>
      <a href={dailyMetricsCsvAddress(organization, search)} download className={LINK_STYLE}>
        CSV of the daily rows
      </a>
    </footer>
  );
}

function subtitleOf({ organization, range, scope }: Overview): string {
  const people = countOf(organization.people, 'person', 'people');
  const repositories = countOf(organization.repositories, 'repository', 'repositories');
  const team = scope.type === 'team' ? `Team ${scope.name}. ` : '';
  return `${team}${people}, ${repositories}. ${rangeText(range)}, ${organization.calendar.zone}`;
}
