import { getOverview, type Overview } from '@devpulse/contracts/analytics/overview';
import { getGithub } from '@devpulse/contracts/github/connection';
import { listImports } from '@devpulse/contracts/github/imports';
import { listRepositories } from '@devpulse/contracts/github/repositories';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { buttonStyle } from '@devpulse/ui/button';
import { Note } from '@devpulse/ui/note';
import { PageHeader } from '@devpulse/ui/page-header';
import { StepList } from '@devpulse/ui/step-list';
import type { Metadata } from 'next';
import { ConnectCards } from '../../../features/github/connect-cards.tsx';
import {
  type Connection,
  type ConnectionStep,
  connectionStep,
  connectionSteps,
} from '../../../features/github/connection-steps.ts';
import { HistoryCard } from '../../../features/github/history-card.tsx';
import { RepositoriesCard } from '../../../features/github/repositories-card.tsx';
import { overviewAddress } from '../../../lib/addresses.ts';
import { callApi, settle } from '../../../lib/api.ts';
import { PageLink } from '../../../lib/page-link.tsx';
import { MemberPage } from '../member-page.tsx';
import { ConnectionCards } from './connection-cards.tsx';
import { FirstFigures } from './first-figures.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'GitHub' };

type Props = {
  params: Promise<{ organization: string }>;
  searchParams: Promise<{ requested?: string | string[] }>;
};

export default async function GithubPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const { requested } = await searchParams;
  return (
    <MemberPage
      organization={organization}
      title="Connect GitHub"
      what="The connection to GitHub could not be read"
      needs="manage_connections"
      read={() => readConnection(organization)}
    >
      {(data, membership) => (
        <GithubContent
          data={data}
          membership={membership}
          isRequested={requested !== undefined}
          now={Date.now()}
        />
      )}
    </MemberPage>
  );
}

type ConnectionData = {
  connection: Connection;
  choices: RouteResponse<typeof listRepositories>;
  imports: RouteResponse<typeof listImports>;
  /** Only while the history is being read; null also where it could not be read. */
  overview: Overview | null;
};

async function readConnection(organization: string): Promise<ConnectionData> {
  const params = { organization };
  const [connection, choices, imports] = await Promise.all([
    callApi(getGithub, { params }),
    callApi(listRepositories, { params }),
    callApi(listImports, { params }),
  ]);
  const isFilling = connectionStep(connection, imports.totals) === 'watch';
  const answer = isFilling
    ? await settle(callApi(getOverview, { params, query: { range: '30d', compare: 'none' } }))
    : null;
  const overview = answer !== null && 'data' in answer && answer.data.computedAt ? answer.data : null;
  return { connection, choices, imports, overview };
}

function GithubContent({
  data: { connection, choices, imports, overview },
  membership: { slug, calendar },
  isRequested,
  now,
}: {
  data: ConnectionData;
  membership: OrganizationMembership;
  isRequested: boolean;
  now: number;
}) {
  const step = connectionStep(connection, imports.totals);
  const clock = { zone: calendar.zone, now };
  return (
    <div className="flex flex-col gap-4">
      <Header slug={slug} step={step} />
      {step !== 'done' && (
        <StepList label="Steps" steps={connectionSteps(connection, imports.totals)} link={PageLink} />
      )}
      {isRequested && step === 'install' && <RequestedNote />}
      {step === 'choose' && <RepositoriesCard organization={slug} choices={choices} now={now} />}
      {(step === 'watch' || step === 'done') && (
        <div className="grid items-start gap-4 wide:grid-cols-[8fr_4fr]">
          <div className="flex min-w-0 flex-col gap-4">
            <HistoryCard
              organization={slug}
              imports={imports}
              installations={connection.installations}
              clock={clock}
            />
            {overview && <FirstFigures overview={overview} totals={imports.totals} />}
          </div>
          <RepositoriesCard organization={slug} choices={choices} now={now} />
        </div>
      )}
      <ConnectionCards organization={slug} connection={connection} clock={clock} />
      <ConnectCards organization={slug} connection={connection} isFirst={step === 'install'} />
    </div>
  );
}

function Header({ slug, step }: { slug: string; step: ConnectionStep }) {
  return (
    <PageHeader
      title={step === 'done' ? 'GitHub' : 'Connect GitHub'}
      subtitle="DevPulse reads pull requests, reviews and pushes; it never writes, and it stores no code."
      controls={
        (step === 'watch' || step === 'done') && (
          <PageLink href={overviewAddress(slug)} className={buttonStyle('quiet')}>
            {step === 'watch' ? 'Leave it running, go to the overview' : 'Go to the overview'}
          </PageLink>
        )
      }
    />
  );
}

function RequestedNote() {
  return (
    <Note>
      <p>
        The App was asked for on GitHub. An owner of the organization there has to approve it; it goes on by
        itself then.
      </p>
    </Note>
  );
}
