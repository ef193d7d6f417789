import { type DatedTarget, type TargetKind, targetInForce } from '../score/targets.ts';
import type { LocalDay } from '../time/local-day.ts';

export type TargetSeconds = { reviewWorkingSeconds: number; cycleWorkingSeconds: number };

/** Targets of an organization and its teams, with every change of them. */
export type DeliveryTargets = {
  /** Of the organization's settings. */
  organization: TargetSeconds;
  /** A person chose the cycle target; else a computed one goes before it. */
  isCycleTargetChosen: boolean;
  dated: readonly DatedTarget[];
};

const ALWAYS = { teamId: null, source: 'chosen', effectiveFrom: '0000-01-01', setAt: 0 } as const;

/**
 * The targets that a team's pull requests are held to on a local day: its own where it has any, else the organization's, of which a
 * dated one goes before that of the settings. `teamId` null asks for the organization's.
 */
export function targetsOf(
  targets: DeliveryTargets,
  asked: { teamId: string | null; day: LocalDay },
): TargetSeconds {
  const { organization, isCycleTargetChosen } = targets;
  if (targets.dated.length === 0) return organization;
  const known: DatedTarget[] = [...targets.dated];
  const isDated = known.some((one) => one.teamId === null && one.kind === 'sle' && one.source === 'chosen');
  if (isCycleTargetChosen && !isDated)
    known.push({ ...ALWAYS, kind: 'sle', value: organization.cycleWorkingSeconds });
  const inForce = (kind: TargetKind) => targetInForce(known, { ...asked, kind })?.value;
  return {
    reviewWorkingSeconds: inForce('review') ?? organization.reviewWorkingSeconds,
    cycleWorkingSeconds: inForce('sle') ?? organization.cycleWorkingSeconds,
  };
}

export type ServiceLevel = {
  workingSeconds: number;
  source: 'chosen' | 'computed' | 'default';
  since: LocalDay | null;
};

/** The service level of `targetsOf` with where it comes from; a default was set by nobody, and a choice of the settings has no date. */
export function serviceLevelOf(
  targets: DeliveryTargets,
  asked: { teamId: string | null; day: LocalDay },
): ServiceLevel {
  const workingSeconds = targetsOf(targets, asked).cycleWorkingSeconds;
  const dated = targetInForce(targets.dated, { ...asked, kind: 'sle' });
  if (dated?.value === workingSeconds)
    return { workingSeconds, source: dated.source, since: dated.effectiveFrom };
  return { workingSeconds, source: targets.isCycleTargetChosen ? 'chosen' : 'default', since: null };
}
