import type { listOwnLeave } from '@devpulse/contracts/attendance/leave';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Card } from '@devpulse/ui/card';
import { Disclosure } from '@devpulse/ui/disclosure';
import { Facts } from '@devpulse/ui/facts';
import type { FormAction } from '@devpulse/ui/form-state';
import { longDayText } from '../../lib/day-words.ts';
import { LeaveForm } from '../../lib/leave-form.tsx';
import { leaveText } from '../../lib/leave-words.ts';

/** Days of leave around today, and the organization's days off. Only noted: nothing is granted or counted here. */
export function LeaveCard({
  leave,
  today,
  action,
}: {
  leave: RouteResponse<typeof listOwnLeave>;
  today: string;
  action: FormAction;
}) {
  const days = [
    ...leave.items.map(({ day, ...one }) => ({ day, text: leaveText(one) })),
    ...leave.holidays.map((day) => ({ day, text: 'Day off of the organization' })),
  ].toSorted((one, other) => one.day.localeCompare(other.day));
  return (
    <Card title="Leave and days off" subtitle="From a month ago to three months ahead. Only noted.">
      <div className="mt-2">
        {days.length === 0 ? (
          <p className="role-body text-muted">None noted.</p>
        ) : (
          <Facts items={days.map(({ day, text }) => ({ label: longDayText(day), value: text }))} />
        )}
      </div>
      <div className="mt-3">
        <Disclosure summary="Note a day of leave">
          <LeaveForm action={action} day={today} />
        </Disclosure>
      </div>
    </Card>
  );
}
