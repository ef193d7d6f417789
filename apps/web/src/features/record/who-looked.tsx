import type { listWhoLooked } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import { StackTable } from '@devpulse/ui/stack-table';
import { minuteText } from '../../lib/day-words.ts';
import { viewerRoleText } from './record-words.ts';

export type Look = RouteResponse<typeof listWhoLooked>['items'][number];

const WHAT: Record<Look['what'], string> = {
  individual_figures: 'your individual figures',
  organization_export: 'an export of all data of the organization, with yours in it',
  attendance_days: 'your days: totals, first in, last out',
  attendance_sessions: 'when your sessions began and ended',
  attendance_export: 'an export of your timesheet',
  presence: 'whether you are in, on a break or out',
};
const COLUMNS = [{ label: 'When' }, { label: 'Who' }, { label: 'What' }];

/** Who saw the caller's data, newest first. Nobody can take a line out of it. */
export function WhoLooked({ looks, zone }: { looks: readonly Look[]; zone: string }) {
  if (looks.length === 0) {
    return (
      <p className="role-body mt-3 text-muted">
        Nobody has looked. Whoever looks at your individual figures, or exports the organization’s data, is
        listed here within a minute.
      </p>
    );
  }
  return (
    <StackTable
      label="Who looked at my data"
      className="mt-3"
      columns={COLUMNS}
      rows={looks.map((look) => ({
        key: look.id,
        cells: [
          minuteText(look.at, zone),
          <span key="who">
            {look.viewer} <span className="text-muted">{viewerRoleText(look.viewerRole)}</span>
          </span>,
          WHAT[look.what],
        ],
      }))}
    />
  );
}
