import { formatCount, formatElapsed } from '../metrics/format.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import {
  type AlertCandidate,
  deduplicationKey,
  type Findings,
  NO_EVIDENCE,
  unseenRepositoryIds,
} from './candidate.ts';
import { isRuleOn, targetSeconds } from './settings.ts';
import type { AlertSnapshot, InstallationState, RepositoryState } from './snapshot.ts';
import { passedAt, secondsWaited } from './waiting-clock.ts';

/** "Normally has some": a delivery on at least 4 of 5 working days of the last four weeks, of at least this many. */
const USUAL_SHARE = 0.8;
const MINIMUM_DAYS = 5;
/** The limit is renewed hourly: it is over only after an hour in which it lasted. */
const CALM_MILLISECONDS = 3_600_000;

type Trouble = Pick<AlertCandidate, 'since' | 'unit' | 'target' | 'value' | 'evidence' | 'text'>;

function isUsuallyHeard(repository: RepositoryState): boolean {
  const { workingDayCount, deliveryDayCount } = repository;
  return workingDayCount >= MINIMUM_DAYS && deliveryDayCount >= USUAL_SHARE * workingDayCount;
}

/** All hours of the calendar's working days: a weekend or a holiday is no silence. */
const wholeDays = (calendar: WorkingCalendar): WorkingCalendar => ({
  ...calendar,
  startMinute: 0,
  endMinute: 1440,
});

function silence(
  repository: RepositoryState,
  judged: { snapshot: AlertSnapshot; calendar: WorkingCalendar },
): AlertCandidate | null {
  const { snapshot, calendar } = judged;
  const last = repository.lastDeliveryAt;
  if (last === null || !isUsuallyHeard(repository)) return null;
  const clock = { calendar, from: last, pauses: [] };
  const value = secondsWaited(clock, snapshot.now);
  const target = targetSeconds(snapshot.settings, 'integration', { teamId: null, calendar });
  if (value <= target) return null;
  return {
    rule: 'integration',
    subject: { type: 'repository', id: repository.id },
    deduplicationKey: deduplicationKey('integration', 'no_delivery', repository.id),
    teamId: null,
    repositoryId: repository.id,
    since: passedAt(clock, target, snapshot.now),
    unit: 'elapsed_seconds',
    target,
    value,
    evidence: {
      ids: { repositoryId: repository.id, installationId: repository.installationId },
      figures: { deliveryDays: repository.deliveryDayCount, workingDays: repository.workingDayCount },
      instants: { lastDeliveryAt: last },
    },
    text: {
      headline: `No delivery from GitHub for ${formatElapsed(value)} of working days`,
      about: repository.name,
      target: `target ${formatElapsed(target)}`,
    },
    personText: null,
    managersFrom: null,
  };
}

function installationCandidate(
  snapshot: AlertSnapshot,
  installation: InstallationState,
  found: Trouble & { cause: string },
): AlertCandidate {
  const { cause, ...trouble } = found;
  return {
    rule: 'integration',
    subject: { type: 'organization', id: snapshot.organizationId },
    deduplicationKey: deduplicationKey('integration', cause, installation.id),
    teamId: null,
    repositoryId: null,
    ...trouble,
    evidence: { ...trouble.evidence, ids: { installationId: installation.id } },
    personText: null,
    managersFrom: null,
  };
}

function troublesOf(installation: InstallationState, now: number): (Trouble & { cause: string })[] {
  const {
    accountName,
    suspendedAt,
    failedDeliveryCount: failed,
    oldestFailedDeliveryAt,
    rateLimit,
  } = installation;
  const none = { unit: 'count', target: 0, evidence: NO_EVIDENCE } as const;
  const text = (headline: string, target: string) => ({ headline, about: accountName, target });
  const troubles: (Trouble & { cause: string })[] = [];
  if (suspendedAt !== null) {
    const words = text('The installation is suspended', 'GitHub sends nothing until it is active again');
    const evidence = { ...NO_EVIDENCE, instants: { suspendedAt } };
    troubles.push({ ...none, cause: 'suspended', since: suspendedAt, value: 1, evidence, text: words });
  }
  if (failed > 0) {
    const words = text(
      `${formatCount(failed)} ${failed === 1 ? 'delivery' : 'deliveries'} failed`,
      'target 0',
    );
    const evidence = { ...NO_EVIDENCE, figures: { failedDeliveries: failed } };
    const since = oldestFailedDeliveryAt ?? now;
    troubles.push({ ...none, cause: 'failed_deliveries', since, value: failed, evidence, text: words });
  }
  if (rateLimit !== null && rateLimit.exhaustedAt <= now && now < rateLimit.renewedAt) {
    const words = text('GitHub’s rate limit is used up', 'imports go on when it is renewed');
    const evidence = { ...NO_EVIDENCE, instants: { ...rateLimit } };
    const since = rateLimit.exhaustedAt;
    troubles.push({ ...none, cause: 'rate_limit', since, value: 1, evidence, text: words });
  }
  return troubles;
}

/** What keeps GitHub from telling: silent repositories, and troubles of installations. Source: metrics.md, section 6. */
export function integrationAlerts(snapshot: AlertSnapshot): Findings {
  if (!isRuleOn(snapshot.settings, 'integration', null))
    return { candidates: [], holding: [], notEvaluated: [] };
  const unseen = unseenRepositoryIds(snapshot);
  const calendar = wholeDays(snapshot.calendar);
  // A suspended installation is one alert, not one for each of its repositories.
  const silent = snapshot.repositories
    .filter((repository) => !unseen.has(repository.id))
    .map((repository) => silence(repository, { snapshot, calendar }))
    .filter((found) => found !== null);
  const troubled = snapshot.installations.flatMap((installation) =>
    troublesOf(installation, snapshot.now).map((found) =>
      installationCandidate(snapshot, installation, found),
    ),
  );
  const renewed = snapshot.installations
    .filter(({ rateLimit }) => {
      const calm = rateLimit === null ? -1 : snapshot.now - rateLimit.renewedAt;
      return calm >= 0 && calm < CALM_MILLISECONDS;
    })
    .map(({ id }) => deduplicationKey('integration', 'rate_limit', id));
  const hidden = [...unseen].map((id) => deduplicationKey('integration', 'no_delivery', id));
  return { candidates: [...silent, ...troubled], holding: [...renewed, ...hidden], notEvaluated: [] };
}
