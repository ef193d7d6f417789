import { localDayOf } from '@devpulse/domain/time/local-day';
import type { PauseCause } from '../../ipc/pauses.ts';
import type { WeekView } from '../../ipc/week.ts';
import { localWeek } from '../server/local-week.ts';
import { loadServerWeek, mondayOf, type WeekPlace } from '../server/week.ts';
import type { Shell } from './shell.ts';

/** A correction of up to so much applies at once where the organization lets it; source: attendance.md, K1. */
const SELF_APPLIED = { minutes: 30, days: 7 };

/** The week that holds a day: the server's, or while it cannot be asked this device's own. */
export async function answerWeek(shell: Shell, wanted: string | null): Promise<WeekView> {
  const view = shell.view();
  const { sentAt: now, settings } = view;
  const zone = settings.zone.name;
  const monday = mondayOf(wanted ?? localDayOf(now, zone));
  const sessions = shell.clock?.sessions() ?? [];
  const known = shell.facts.known?.organization ?? null;
  const waiting = view.work?.requests.filter(({ state }) => state === 'waiting') ?? [];
  const place: WeekPlace = {
    zone,
    now,
    requested: new Set(waiting.map(({ sessionId }) => sessionId)),
    causes: causesOf(shell),
    correction: {
      appliesUpToMinutes: known?.selfAppliesCorrections ? SELF_APPLIED.minutes : 0,
      appliesUpToDays: known?.selfAppliesCorrections ? SELF_APPLIED.days : 0,
      decidedBy: null,
      maximumSessionMinutes: known?.rules.maxOpenMinutes ?? 840,
    },
  };
  const { session, organization } = shell;
  if (session && organization) {
    const week = loadServerWeek(session.call, organization.slug, monday, place);
    const answered = await week.catch(() => null);
    if (answered) return answered;
  }
  const days = view.work?.week.days ?? [];
  const targets = new Map(days.map(({ day, targetMinutes }) => [day, targetMinutes]));
  return localWeek(sessions, monday, { ...place, shown: shell.clock?.shown ?? ((at) => at), targets });
}

function causesOf(shell: Shell): Map<string, PauseCause> {
  const pauses = (shell.clock?.sessions() ?? []).flatMap((session) => session.pauses);
  return new Map(pauses.flatMap(({ pauseId, cause }) => (cause === null ? [] : [[pauseId, cause] as const])));
}
