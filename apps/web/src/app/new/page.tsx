import { getGithub } from '@devpulse/contracts/github/connection';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import type { CapabilityId } from '@devpulse/domain/access/capabilities';
import { buttonStyle } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { Mark } from '@devpulse/ui/centered-shell';
import { PageHeader } from '@devpulse/ui/page-header';
import { StateView } from '@devpulse/ui/state-view';
import { StepList } from '@devpulse/ui/step-list';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ProblemView } from '../../features/failure/problem-view.tsx';
import { ConnectCards } from '../../features/github/connect-cards.tsx';
import { isConnected } from '../../features/github/connection-steps.ts';
import { NameStep } from '../../features/onboarding/name-step.tsx';
import { saveWeek } from '../../features/onboarding/onboarding-actions.ts';
import { nextAddress, stepOf, stepsAt } from '../../features/onboarding/steps.ts';
import { ClosedView } from '../../features/organization/closed-view.tsx';
import { InviteForm } from '../../features/people/invite-form.tsx';
import { inviteAll } from '../../features/people/people-actions.ts';
import { SignOutForm } from '../../features/session/sign-out-form.tsx';
import { CalendarForm } from '../../features/settings/calendar-form.tsx';
import { readAccount } from '../../lib/account.ts';
import { githubAddress, type OnboardingStep, overviewAddress } from '../../lib/addresses.ts';
import { callApi, settle } from '../../lib/api.ts';
import { findOrganization } from '../../lib/organization.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { roleChoices } from '../../lib/role-words.ts';
import { zonesWith } from '../../lib/time-zones.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'New organization' };

const TITLES: Record<OnboardingStep, { title: string; subtitle: string }> = {
  name: {
    title: 'A new organization',
    subtitle: 'Four short steps. Every one but the first can be skipped and done later under Settings.',
  },
  week: {
    title: 'The working week',
    subtitle: 'Waiting is counted while people work: nights, weekends and days off stand still.',
  },
  people: {
    title: 'Invite people',
    subtitle: 'Figures are shown for teams. What one person did is seen by that person first.',
  },
  github: {
    title: 'Connect GitHub',
    subtitle: 'DevPulse reads pull requests, reviews and pushes; it never writes.',
  },
};

const NEEDS: Record<OnboardingStep, CapabilityId> = {
  name: 'manage_settings',
  week: 'manage_settings',
  people: 'manage_members',
  github: 'manage_connections',
};

type Search = { organization?: string | string[]; step?: string | string[] };

export default async function NewOrganizationPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { organization: slug, step: asked } = await searchParams;
  const account = await settle(readAccount());
  const found = typeof slug === 'string' ? await settle(findOrganization(slug)) : { data: null };
  const problem = 'problem' in account ? account.problem : 'problem' in found ? found.problem : null;
  const membership = 'data' in found ? found.data : null;
  if (problem === null && slug !== undefined && membership === null) notFound();
  const step = stepOf(asked, membership !== null);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto flex max-w-[880px] flex-col gap-6 px-4 py-6 outline-none pair:px-6"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Mark />
        {membership ? <LeaveLink slug={membership.slug} /> : <SignOutForm />}
      </div>
      <PageHeader {...TITLES[step]} />
      <StepList label="Steps" steps={stepsAt(step, membership?.slug ?? null)} link={PageLink} />
      {problem ? (
        <ProblemView what="This step could not be shown" problem={problem} />
      ) : (
        <CurrentStep step={step} membership={membership} />
      )}
    </main>
  );
}

function LeaveLink({ slug }: { slug: string }) {
  return (
    <PageLink href={overviewAddress(slug)} className={buttonStyle('quiet')}>
      Go on later
    </PageLink>
  );
}

function CurrentStep({
  step,
  membership,
}: {
  step: OnboardingStep;
  membership: OrganizationMembership | null;
}) {
  if (membership === null) {
    return (
      <Card title="Name and time zone">
        <div className="mt-3 max-w-[560px]">
          <NameStep zones={zonesWith('UTC')} />
        </div>
      </Card>
    );
  }
  const needs = NEEDS[step];
  if (!membership.capabilities.includes(needs)) return <ClosedView membership={membership} needs={needs} />;
  const { slug, calendar, name } = membership;
  if (step === 'github') return <GithubStep slug={slug} />;
  return (
    <Card title={name}>
      <div className="mt-3 max-w-[560px]">
        {step === 'week' ? (
          <CalendarForm
            action={saveWeek.bind(null, slug)}
            calendar={calendar}
            zones={zonesWith(calendar.zone)}
            submit="Save and go on"
            aside={<SkipLink href={nextAddress(step, slug)} words="Skip this step" />}
          />
        ) : (
          <InviteForm
            action={inviteAll.bind(null, slug)}
            choices={{ roles: roleChoices(membership.role), teams: membership.teams }}
            aside={<SkipLink href={nextAddress(step, slug)} words="Go on to GitHub" />}
          />
        )}
      </div>
    </Card>
  );
}

/** The first of the steps of the page GitHub, which goes on from there. */
async function GithubStep({ slug }: { slug: string }) {
  const answer = await settle(callApi(getGithub, { params: { organization: slug } }));
  if ('problem' in answer) {
    return <ProblemView what="The connection to GitHub could not be read" problem={answer.problem} />;
  }
  if (!isConnected(answer.data)) return <ConnectCards organization={slug} connection={answer.data} isFirst />;
  return (
    <StateView
      kind="partial"
      title="GitHub is connected"
      action={
        <PageLink href={githubAddress(slug)} className={buttonStyle('main')}>
          Choose repositories
        </PageLink>
      }
    >
      <p>Choose which repositories are read, and watch their history fill.</p>
    </StateView>
  );
}

function SkipLink({ href, words }: { href: string | null; words: string }) {
  if (href === null) return null;
  return (
    <PageLink href={href} className={buttonStyle('quiet')}>
      {words}
    </PageLink>
  );
}
