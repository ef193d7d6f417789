import type { OrganizationSummary } from '@devpulse/contracts/organization/organizations';
import { localDayOf } from '@devpulse/domain/time/local-day';
import { resolveRange } from '@devpulse/domain/time/range';
import { PageHeader } from '@devpulse/ui/page-header';
import { GeistMono } from 'geist/font/mono';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import type { ComponentProps } from 'react';
import { EvidenceContent } from '../../../features/evidence/evidence-content.tsx';
import { readEvidence } from '../../../features/evidence/evidence-query.ts';
import { ProblemView } from '../../../features/failure/problem-view.tsx';
import { rangeChoices } from '../../../features/range/range-choices.ts';
import { RangeControls } from '../../../features/range/range-controls.tsx';
import { RangeContent, RangeRegion } from '../../../features/range/range-region.tsx';
import { evidenceAddress } from '../../../lib/addresses.ts';
import { settle } from '../../../lib/api.ts';
import { rangeText } from '../../../lib/day-words.ts';
import { findOrganization } from '../../../lib/organization.ts';
import { type EvidenceSearch, loadEvidenceSearch, toRangeQuery } from '../../../lib/search-params.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Pull requests' };

export default async function PullRequestsPage({
  params,
  searchParams,
}: {
  params: Promise<{ organization: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organization: slug } = await params;
  const search = await loadEvidenceSearch(searchParams);
  const answer = await settle(Promise.all([findOrganization(slug), readEvidence(slug, search)]));
  if ('problem' in answer) {
    if (answer.problem.status === 404) notFound();
    return (
      <div className="flex flex-col gap-4">
        <PageHeader title="Pull requests" subtitle="The list of this range is not here." />
        <ProblemView what="The pull requests could not be read" problem={answer.problem} />
      </div>
    );
  }
  const [organization, evidence] = answer.data;
  if (!organization) notFound();
  return <EvidenceWithControls organization={organization} search={search} evidence={evidence} />;
}

function EvidenceWithControls({
  organization,
  search,
  evidence,
}: {
  organization: OrganizationSummary;
  search: EvidenceSearch;
  evidence: ComponentProps<typeof EvidenceContent>['evidence'];
}) {
  const { slug, calendar } = organization;
  const today = localDayOf(Date.now(), calendar.zone);
  const range = resolveRange({ ...toRangeQuery(search), today });
  const choices = rangeChoices({
    organization,
    range,
    today,
    toAddress: (days) => evidenceAddress(slug, { ...search, ...days, cursor: null }),
  });
  return (
    <RangeRegion>
      <div className={`flex flex-col gap-4 ${GeistMono.variable}`}>
        <PageHeader
          title="Pull requests"
          subtitle={`The pull requests behind a figure. ${rangeText(range)}, ${calendar.zone}`}
          controls={<RangeControls choices={choices} hasComparison={false} />}
        />
        <RangeContent>
          <EvidenceContent organization={slug} calendar={calendar} search={search} evidence={evidence} />
        </RangeContent>
      </div>
    </RangeRegion>
  );
}
