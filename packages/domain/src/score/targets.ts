import type { Instant } from '../time/instant.ts';
import type { LocalDay } from '../time/local-day.ts';

/** Service level and pickup target in working seconds, size in lines. */
export const TARGET_KINDS = ['sle', 'review', 'size'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** A dated row: targets are added, never changed. */
export type DatedTarget = {
  /** Null is the organization's. */
  readonly teamId: string | null;
  readonly kind: TargetKind;
  /** Null is a choice withdrawn: the computed one counts again. */
  readonly value: number | null;
  readonly source: 'chosen' | 'computed';
  readonly effectiveFrom: LocalDay;
  readonly setAt: Instant;
};

export type TargetInForce = DatedTarget & { readonly value: number };

const hasValue = (target: DatedTarget | undefined): target is TargetInForce =>
  target !== undefined && target.value !== null;

function newest(targets: readonly DatedTarget[]): DatedTarget | undefined {
  return targets.reduce<DatedTarget | undefined>((best, target) => {
    if (best === undefined || target.effectiveFrom > best.effectiveFrom) return target;
    return target.effectiveFrom === best.effectiveFrom && target.setAt > best.setAt ? target : best;
  }, undefined);
}

/**
 * The target of a team on a local day: its newest chosen one, else its newest computed one, else the same of the
 * organization; null where there is none. Of rows of one day the one set last counts. `teamId` null asks for the
 * organization's. Targets may come in any order.
 */
export function targetInForce(
  targets: readonly DatedTarget[],
  asked: { teamId: string | null; kind: TargetKind; day: LocalDay },
): TargetInForce | null {
  const known = targets.filter((target) => target.kind === asked.kind && target.effectiveFrom <= asked.day);
  for (const teamId of new Set([asked.teamId, null])) {
    for (const source of ['chosen', 'computed'] as const) {
      const target = newest(known.filter((row) => row.teamId === teamId && row.source === source));
      if (hasValue(target)) return target;
    }
  }
  return null;
}
