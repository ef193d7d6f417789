import { setTimeout as sleep } from 'node:timers/promises';
import { updateAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import { signUpByInvitation } from '@devpulse/contracts/auth/invitations';
import { getInstance } from '@devpulse/contracts/auth/set-up';
import { signOut } from '@devpulse/contracts/auth/sign-in';
import type { ApiCall } from '@devpulse/contracts/client';
import { listContributors, updateContributor } from '@devpulse/contracts/organization/contributors';
import { invite, listMembers } from '@devpulse/contracts/organization/members';
import { getSettings, updateSettings } from '@devpulse/contracts/organization/settings';
import { listTeams, setTeamManagers } from '@devpulse/contracts/organization/teams';
import { recordDemoHours } from './demo-attendance.ts';
import { demoStory, demoToday } from './demo-hours.ts';
import { type DemoColleague, demoAddress, demoColleagues, demoOwnerHabit } from './demo-people.ts';
import { clientOf } from './instance-api.ts';

const LINK_LIMIT_MS = 30_000;
/** A User to GitHub, a machine to everybody. */
const BOT = 'fernhill-ci';

type Demo = { call: ApiCall; apiUrl: string; organization: string; password: string };

/** What the demo's organization has beside its deliveries: a holiday, its machine account among the bots, targets, and the hours of its Owner. */
export async function settleDemo({ call, organization }: Pick<Demo, 'call' | 'organization'>): Promise<void> {
  await settle(call, organization);
  await recordDemoHours(call, organization, { habit: demoOwnerHabit });
}

/** Who gets an account: nobody where mail is sent, as the addresses of the demo's people are nobody's. */
export async function colleaguesOf(call: ApiCall): Promise<readonly DemoColleague[]> {
  const { isMailSent } = await call(getInstance, {});
  return isMailSent ? [] : demoColleagues;
}

/** Accounts and hours of colleagues; they take seconds while the history comes in. */
export async function inviteColleagues(demo: Demo, colleagues: readonly DemoColleague[]): Promise<void> {
  await Promise.all(colleagues.map((colleague) => join(demo, colleague)));
  await intoTeams(demo, colleagues);
}

async function settle(call: ApiCall, organization: string): Promise<void> {
  const params = { organization };
  const { calendar, botLogins } = await call(getSettings, { params });
  const today = demoToday(Date.now(), calendar.zone);
  const holiday = String(demoStory(today).holiday);
  const body = { calendar: { ...calendar, holidays: [holiday] }, botLogins: [...botLogins, BOT] };
  await call(updateSettings, { params, body });
  const target = {
    effectiveFrom: String(today.subtract({ days: 60 })),
    minutes: [480, 480, 480, 480, 480, 0, 0],
  };
  await call(updateAttendanceSettings, { params, body: { target } });
}

/** An invitation, an account made with it, and three weeks of hours. */
async function join({ call, apiUrl, organization, password }: Demo, colleague: DemoColleague): Promise<void> {
  const { role, name } = colleague;
  const email = demoAddress(colleague);
  const { link } = await call(invite, { params: { organization }, body: { email, role, teamIds: [] } });
  const token = new URL(link).searchParams.get('token') ?? '';
  const { session } = await clientOf(apiUrl)(signUpByInvitation, { body: { token, name, password } });
  if (session === null) return;
  const own = clientOf(apiUrl, session.accessToken);
  await recordDemoHours(own, organization, colleague);
  await own(signOut, {});
}

/** Says which people of the simulated GitHub the colleagues are, which puts them into their teams. */
async function intoTeams({ call, organization }: Demo, colleagues: readonly DemoColleague[]): Promise<void> {
  const params = { organization };
  const { items: members } = await call(listMembers, { params });
  const idOf = (colleague: DemoColleague) =>
    members.find(({ email }) => email === demoAddress(colleague))?.userId;
  const contributors = await contributorsInTime(call, organization, colleagues);
  for (const colleague of colleagues) {
    const contributor = contributors.get(colleague.login);
    const memberId = idOf(colleague);
    if (contributor === undefined || memberId === undefined) continue;
    await call(updateContributor, { params: { organization, contributor }, body: { memberId } });
  }
  const { items: teams } = await call(listTeams, { params });
  for (const team of teams) {
    const userIds = colleagues.filter(({ manages }) => manages === team.name).map(idOf);
    const known = userIds.filter((id) => id !== undefined);
    if (known.length > 0) {
      await call(setTeamManagers, { params: { organization, team: team.id }, body: { userIds: known } });
    }
  }
}

/** Ids by login; the first deliveries of the simulator tell of everybody. */
async function contributorsInTime(
  call: ApiCall,
  organization: string,
  colleagues: readonly DemoColleague[],
): Promise<Map<string, string>> {
  const deadline = performance.now() + LINK_LIMIT_MS;
  for (;;) {
    const { items } = await call(listContributors, { params: { organization } });
    const found = new Map(items.flatMap(({ id, accounts }) => accounts.map(({ login }) => [login, id])));
    const isComplete = colleagues.every(({ login }) => found.has(login));
    if (isComplete || performance.now() > deadline) return found;
    await sleep(200);
  }
}
