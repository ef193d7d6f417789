import { getAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Card } from '@devpulse/ui/card';
import { Facts } from '@devpulse/ui/facts';
import type { Metadata } from 'next';
import {
  IdleForm,
  LimitsForm,
  RulesForm,
  SharingForm,
} from '../../../../features/attendance-settings/rules-forms.tsx';
import {
  hoursOfMinutes,
  minutesText,
  targetText,
} from '../../../../features/attendance-settings/rules-words.ts';
import {
  saveIdle,
  saveLimits,
  saveRules,
  saveSharing,
  saveTarget,
} from '../../../../features/attendance-settings/settings-actions.ts';
import { callApi } from '../../../../lib/api.ts';
import { readClock } from '../../../../lib/clock.ts';
import { dayText } from '../../../../lib/day-words.ts';
import { TargetForm } from '../../../../lib/target-form.tsx';
import { MemberPage } from '../../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Attendance settings' };

type Settings = RouteResponse<typeof getAttendanceSettings>;

export default async function AttendanceSettingsPage({
  params,
}: {
  params: Promise<{ organization: string }>;
}) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title={null}
      what="The rules of attendance could not be read"
      needs="read_organization"
      read={async () => ({
        settings: await callApi(getAttendanceSettings, { params: { organization } }),
        today: (await readClock(organization)).today.day,
      })}
    >
      {({ settings, today }, { slug }) =>
        settings.canChange ? (
          <RuleForms settings={settings} today={today} slug={slug} />
        ) : (
          <RuleFacts settings={settings} today={today} />
        )
      }
    </MemberPage>
  );
}

function RuleForms({ settings, today, slug }: { settings: Settings; today: string; slug: string }) {
  const hours = {
    maxOpen: hoursOfMinutes(settings.maxOpenMinutes),
    reminder: hoursOfMinutes(settings.reminderMinutes),
  };
  return (
    <div className="grid items-start gap-4 wide:grid-cols-2">
      <Card title="Time without input" subtitle="Noticed by the desktop app, on the person’s own computer.">
        <div className="mt-4">
          <IdleForm action={saveIdle.bind(null, slug)} values={settings} />
        </div>
      </Card>
      <Card title="Long sessions and breaks">
        <div className="mt-4">
          <LimitsForm
            action={saveLimits.bind(null, slug)}
            hours={hours}
            breakReminderMinutes={settings.breakReminderMinutes}
          />
        </div>
      </Card>
      <Card title="What others see" subtitle="Every change is announced to every member.">
        <div className="mt-4">
          <SharingForm action={saveSharing.bind(null, slug)} values={settings} />
        </div>
      </Card>
      <Card title="Corrections, locks, keeping">
        <div className="mt-4">
          <RulesForm action={saveRules.bind(null, slug)} values={settings} />
        </div>
      </Card>
      <Card
        title="Targets"
        subtitle="For everybody without one of their own. A day’s target stays as it is where the clocks change."
        className="wide:col-span-2"
      >
        <div className="mt-4 flex flex-col gap-4">
          <TargetForm
            action={saveTarget.bind(null, slug)}
            minutes={targetOn(settings, today)}
            effectiveFrom={today}
          />
          <TargetHistory settings={settings} />
        </div>
      </Card>
    </div>
  );
}

function targetOn({ targets }: Settings, day: string): readonly number[] {
  return targets.findLast(({ effectiveFrom }) => effectiveFrom <= day)?.minutes ?? [];
}

function TargetHistory({ settings: { targets } }: { settings: Settings }) {
  if (targets.length === 0) return <p className="role-caption text-muted">No target is set.</p>;
  return (
    <Facts
      items={targets.map(({ effectiveFrom, minutes }) => ({
        label: `From ${dayText(effectiveFrom)}`,
        value: targetText(minutes),
      }))}
    />
  );
}

/** The same for those who may not change it: how their time is kept is no secret. */
function RuleFacts({ settings, today }: { settings: Settings; today: string }) {
  const idle =
    settings.idlePolicy === 'off'
      ? 'not asked about'
      : `asked about after ${minutesText(settings.idleThresholdMinutes)}`;
  const yes = (isOn: boolean) => (isOn ? 'yes' : 'no');
  return (
    <Card title="How time is kept" subtitle="An Owner or Admin can change it." className="max-w-[720px]">
      <div className="mt-2">
        <Facts
          items={[
            { label: 'Time without input', value: idle },
            {
              label: 'You may choose',
              value: `${settings.idleMinimumMinutes} to ${settings.idleMaximumMinutes} min`,
            },
            { label: 'You may switch it off', value: yes(settings.membersMaySwitchOff) },
            { label: 'Longest open time', value: minutesText(settings.maxOpenMinutes) },
            { label: 'Every member sees who is in', value: yes(settings.sharesPresence) },
            { label: 'Managers see session times', value: yes(settings.showsSessionTimes) },
            { label: 'Small own corrections apply at once', value: yes(settings.selfAppliesCorrections) },
            { label: 'Managers may lock', value: yes(settings.managersMayLock) },
            { label: 'Sessions are kept for', value: `${settings.retentionMonths} months` },
            { label: 'Target', value: targetText(targetOn(settings, today)) },
          ]}
        />
      </div>
    </Card>
  );
}
