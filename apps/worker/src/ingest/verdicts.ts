import type { ClaimedDelivery, DeliveryVerdict } from '@devpulse/database/delivery-claims';
import type { Interpretation, Observation } from '@devpulse/github/observations';
import { type Errands, NO_ERRANDS } from '../platform/errands.ts';

/** A delivery that is taken, and what it says. */
export type Interpreted<Said = Interpretation> = { delivery: ClaimedDelivery; said: Said };
export type Observed<Seen = Observation> = Interpreted<
  Extract<Interpretation, { outcome: 'observed' }> & { observation: Seen }
>;

/** What became of a delivery. */
export type Outcome = Interpreted & {
  verdict: DeliveryVerdict;
  /** Whose dirty days wait now. */
  organizationId: string | null;
  errands: Errands;
};

/** What an organization does not want, with what is to be done about it. */
export type Aside = { reason: string; errands: Errands };

export function done(
  interpreted: Observed,
  { organizationId, errands }: { organizationId: string; errands: Errands },
): Outcome {
  const { action, installationId } = interpreted.said;
  const verdict = { state: 'done', action, installationId, organizationId, reason: null } as const;
  return { ...interpreted, verdict, organizationId, errands };
}

/** For a delivery that says nothing of use. */
export function setAside(
  interpreted: Interpreted<Exclude<Interpretation, { outcome: 'observed' }>>,
): Outcome {
  const { said } = interpreted;
  const told =
    said.outcome === 'ignored'
      ? { action: said.action, installationId: said.installationId }
      : { action: null, installationId: null };
  const verdict = { state: said.outcome, reason: said.reason, organizationId: null, ...told };
  return { ...interpreted, verdict, organizationId: null, errands: NO_ERRANDS };
}

/** For a delivery that nobody wants, or that `organizationId` does not. */
export function putAside(
  interpreted: Observed,
  { reason, errands }: Aside,
  organizationId: string | null = null,
): Outcome {
  const { action, installationId } = interpreted.said;
  const verdict = { state: 'ignored', action, installationId, organizationId, reason } as const;
  return { ...interpreted, verdict, organizationId: null, errands };
}
