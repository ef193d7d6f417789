import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { getSettings } from '@devpulse/contracts/organization/settings';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Card } from '@devpulse/ui/card';
import { Facts } from '@devpulse/ui/facts';
import type { Metadata } from 'next';
import { BotsForm } from '../../../features/settings/bots-form.tsx';
import { CalendarForm } from '../../../features/settings/calendar-form.tsx';
import { FactorPolicyForm } from '../../../features/settings/factor-policy-form.tsx';
import { NameForm } from '../../../features/settings/name-form.tsx';
import {
  saveBots,
  saveCalendar,
  saveFactorPolicy,
  saveName,
  saveTargets,
} from '../../../features/settings/settings-actions.ts';
import { FACTOR_POLICY_LABELS, hoursOf } from '../../../features/settings/settings-words.ts';
import { TargetsForm } from '../../../features/settings/targets-form.tsx';
import { callApi } from '../../../lib/api.ts';
import { dayOffText, workingHoursText } from '../../../lib/calendar-words.ts';
import { zonesWith } from '../../../lib/time-zones.ts';
import { MemberPage } from '../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Settings' };

type Settings = RouteResponse<typeof getSettings>;

export default async function SettingsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title={null}
      what="The settings could not be read"
      needs="read_organization"
      read={() => callApi(getSettings, { params: { organization } })}
    >
      {(settings, membership) =>
        membership.capabilities.includes('manage_settings') ? (
          <SettingsForms settings={settings} membership={membership} />
        ) : (
          <SettingsFacts settings={settings} />
        )
      }
    </MemberPage>
  );
}

function SettingsForms({
  settings,
  membership: { slug },
}: {
  settings: Settings;
  membership: OrganizationMembership;
}) {
  const { name, calendar, targets, secondFactorPolicy, botLogins } = settings;
  return (
    <div className="grid items-start gap-4 wide:grid-cols-2">
      <Card
        title="Working calendar"
        subtitle="Durations count on this clock: nights, weekends and days off stand still."
        className="wide:row-span-4"
      >
        <div className="mt-4">
          <CalendarForm
            action={saveCalendar.bind(null, slug)}
            calendar={calendar}
            zones={zonesWith(calendar.zone)}
            submit="Save the calendar"
            done="Saved. The figures that it touches are being computed anew."
          />
        </div>
      </Card>
      <Card title="Name">
        <div className="mt-3">
          <NameForm action={saveName.bind(null, slug)} name={name} />
        </div>
      </Card>
      <Card title="Targets" subtitle="What a figure is held against, on the working clock.">
        <div className="mt-3">
          <TargetsForm
            action={saveTargets.bind(null, slug)}
            reviewHours={hoursOf(targets.reviewWorkingSeconds)}
            cycleHours={hoursOf(targets.cycleWorkingSeconds)}
          />
        </div>
      </Card>
      <Card title="Second factor">
        <div className="mt-3">
          <FactorPolicyForm action={saveFactorPolicy.bind(null, slug)} policy={secondFactorPolicy} />
        </div>
      </Card>
      <Card title="Bots">
        <div className="mt-3">
          <BotsForm action={saveBots.bind(null, slug)} logins={botLogins} />
        </div>
      </Card>
    </div>
  );
}

/** The same for those who may not change it: how their time is counted is no secret. */
function SettingsFacts({ settings }: { settings: Settings }) {
  const { calendar, targets, secondFactorPolicy, botLogins } = settings;
  return (
    <Card title="How time is counted" subtitle="An Owner or Admin can change it." className="max-w-[720px]">
      <div className="mt-2">
        <Facts
          items={[
            { label: 'Time zone', value: calendar.zone },
            { label: 'Working hours', value: workingHoursText(calendar) },
            { label: 'Days off', value: calendar.holidays.map(dayOffText).join(', ') || 'none' },
            { label: 'First review within', value: `${hoursOf(targets.reviewWorkingSeconds)} h` },
            { label: 'Merged within', value: `${hoursOf(targets.cycleWorkingSeconds)} h` },
            { label: 'Second factor for', value: FACTOR_POLICY_LABELS[secondFactorPolicy] },
            { label: 'Bots', value: botLogins.join(', ') || 'none' },
          ]}
        />
      </div>
    </Card>
  );
}
