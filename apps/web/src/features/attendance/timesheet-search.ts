import { isUuid } from '../../lib/ids.ts';
import { isLocalDay } from '../../lib/weeks.ts';

/** What of a timesheet an address asks for; null for what makes no sense, so nothing is asked. */
export function timesheetSearch(
  address: string,
): { from: string; to: string; member: string | null; team: string | null } | null {
  const search = new URL(address).searchParams;
  const [from, to] = [search.get('from'), search.get('to')];
  const [member, team] = [search.get('member'), search.get('team')];
  if (!isLocalDay(from) || !isLocalDay(to) || from > to) return null;
  if ((member !== null && !isUuid(member)) || (team !== null && !isUuid(team))) return null;
  return { from, to, member, team };
}
