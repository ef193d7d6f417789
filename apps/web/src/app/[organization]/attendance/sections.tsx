import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { AttendanceSections } from '../../../features/attendance/attendance-sections.tsx';
import {
  attendanceAddress,
  attendanceChoicesAddress,
  attendanceRequestsAddress,
  teamTimeAddress,
} from '../../../lib/addresses.ts';

/** What of attendance the member may see. */
export function Sections({ membership: { slug, capabilities } }: { membership: OrganizationMembership }) {
  const sections = [
    { href: attendanceAddress(slug), label: 'My time' },
    { href: attendanceRequestsAddress(slug), label: 'My requests' },
    { href: attendanceChoicesAddress(slug), label: 'My choices' },
  ];
  if (capabilities.includes('decide_attendance')) {
    sections.push({ href: teamTimeAddress(slug), label: 'Team' });
  }
  return <AttendanceSections sections={sections} />;
}
