import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import {
  type AttendanceSection,
  AttendanceSections,
} from '../../../features/attendance/attendance-sections.tsx';
import {
  attendanceAddress,
  attendanceChoicesAddress,
  attendanceDayAddress,
  attendanceRequestsAddress,
  memberTimeAddress,
  teamTimeAddress,
} from '../../../lib/addresses.ts';

/** What of attendance the member may see. */
export function Sections({ membership: { slug, capabilities } }: { membership: OrganizationMembership }) {
  const sections: AttendanceSection[] = [
    { href: attendanceAddress(slug), label: 'My time', above: attendanceDayAddress(slug, '') },
    { href: attendanceRequestsAddress(slug), label: 'My requests' },
    { href: attendanceChoicesAddress(slug), label: 'My choices' },
  ];
  if (capabilities.includes('decide_attendance')) {
    sections.push({ href: teamTimeAddress(slug), label: 'Team', above: memberTimeAddress(slug, '') });
  }
  return <AttendanceSections sections={sections} />;
}
