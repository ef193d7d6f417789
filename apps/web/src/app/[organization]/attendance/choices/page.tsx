import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { chooseIdle, chooseZone } from '../../../../features/attendance/choices-actions.ts';
import { IdleChoiceForm, ZoneForm } from '../../../../features/attendance/choices-forms.tsx';
import { settingsAddress } from '../../../../lib/addresses.ts';
import { type Clock, readClock } from '../../../../lib/clock.ts';
import { PageLink } from '../../../../lib/page-link.tsx';
import { zonesWith } from '../../../../lib/time-zones.ts';
import { MemberPage } from '../../member-page.tsx';
import { Sections } from '../sections.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'My choices' };

export default async function ChoicesPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title="My choices"
      what="Your choices could not be read"
      needs="own_record"
      read={() => readClock(organization)}
    >
      {(clock, membership) => <Choices clock={clock} membership={membership} />}
    </MemberPage>
  );
}

function Choices({ clock, membership }: { clock: Clock; membership: OrganizationMembership }) {
  const { slug, name } = membership;
  const { zone, mode } = clock.zone;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="My choices" subtitle={`What of the clock is yours to decide in ${name}.`} />
      <Sections membership={membership} />
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <Card title="Time zone" subtitle={`Your days are in ${zone} now.`}>
          <div className="mt-3">
            <ZoneForm
              action={chooseZone.bind(null, slug)}
              chosen={mode === 'chosen' ? zone : null}
              zones={zonesWith(zone)}
            />
          </div>
        </Card>
        <IdleCard clock={clock} slug={slug} />
      </div>
      <p className="role-body">
        <PageLink href={settingsAddress(slug, 'attendance')} className={LINK_STYLE}>
          How time is kept in {name}
        </PageLink>
      </p>
    </div>
  );
}

function IdleCard({ clock: { rules }, slug }: { clock: Clock; slug: string }) {
  const isOff = rules.idlePolicy === 'off';
  return (
    <Card
      title="Time without input"
      subtitle="Nothing is left out by itself: you are asked what it was, and only you see it."
    >
      <div className="mt-3">
        {isOff ? (
          <p className="role-body text-muted">
            The organization does not ask about it. Time while the computer sleeps is asked about.
          </p>
        ) : (
          <IdleChoiceForm
            action={chooseIdle.bind(null, slug)}
            values={{
              thresholdMinutes: rules.idleThresholdMinutes,
              minimumMinutes: rules.idleMinimumMinutes,
              maximumMinutes: rules.idleMaximumMinutes,
              isDetectionOn: rules.isDetectionOn,
              maySwitchOff: rules.maySwitchDetectionOff,
            }}
          />
        )}
      </div>
    </Card>
  );
}
